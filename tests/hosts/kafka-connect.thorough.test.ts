/** The Kafka Connect transform on the JVM: its unit tests with Maven, and its output compared with the oracle and `keyward tag`. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { runCli } from "../node/support/cli.js";
import { temporaryFolder } from "../node/support/files.js";
import { cloudTrailLines, fixtures } from "../oracle/project.js";
import { annotatedCount, disagreements, isUnread } from "./compare-host.js";
import { buildTransform, PLUGINS, runTransform, type Transformed, type TransformOptions } from "./kafka-connect.js";
import { programFor } from "./programs.js";
import { caseOf, configuredCases, generatedCases, ODD_RECORDS, realCases, sizedCases, type Case } from "./records.js";

const CONFIGS = 6;
const RECORDS_EACH = 400;

/** Runs records through the transform; undefined, with the test skipped, if there is no Maven. */
async function transform(
  t: TestContext,
  values: readonly (Uint8Array | null)[],
  options: Partial<TransformOptions> = {},
): Promise<ReturnType<typeof runTransform> | undefined> {
  const program = await programFor(t, "kafka");
  return program && runTransform(program, values, { settings: {}, filter: "tag", isText: false, ...options });
}

/** Returns everything wrong with the output. */
function check(cases: readonly Case[], tagged: readonly (Transformed | undefined)[], kept: typeof tagged): void {
  const bytesOf = (one: Transformed | undefined): Uint8Array | undefined => one?.value ?? undefined;
  const found = disagreements(cases, tagged.map(bytesOf) as Uint8Array[], kept.map(bytesOf));
  assert.equal(found, "", found);
  for (const results of [tagged, kept]) {
    cases.forEach((one, index) => {
      const result = results[index];
      if (result === undefined) return;
      const expected: Record<string, string> = {};
      if (!result.value?.equals(one.bytes)) {
        const text = result.value?.toString("latin1") ?? "";
        const { verdict, matches } = (JSON.parse(text) as { keyward: { verdict: string; matches: number } }).keyward;
        Object.assign(expected, { keyward_verdict: verdict, keyward_matches: String(matches) });
      } else if (isUnread(one)) {
        expected.keyward_verdict = "unread";
      }
      assert.deepEqual(result.headers, expected, one.where);
    });
  }
}

async function checkBoth(t: TestContext, cases: readonly Case[], settings: Record<string, string> = {}): Promise<void> {
  const values = cases.map(({ bytes }) => bytes);
  const tagged = await transform(t, values, { settings });
  const kept = await transform(t, values, { settings, filter: "keep" });
  if (tagged === undefined || kept === undefined) return;
  check(cases, tagged.transformed, kept.transformed);
  t.diagnostic(`${annotatedCount(cases)} of ${cases.length} records annotated`);
}

describe("the transform of Kafka Connect", () => {
  it("passes its unit tests, and is built as a folder for plugin.path", async (t) => {
    if ((await programFor(t, "kafka")) === undefined) return;
    buildTransform();
    const jars = readdirSync(join(PLUGINS, "keyward-kafka-connect"));
    assert.deepEqual(jars.map((name) => name.replace(/-[\d.]+\.jar$/, "")).sort(), [
      ...["asm", "asm-analysis", "asm-commons", "asm-tree", "asm-util", "compiler", "keyward-kafka-connect"],
      ...["runtime", "wasm"],
    ]);
    const reports = join(PLUGINS, "..", "surefire-reports");
    const [name = ""] = readdirSync(reports).filter((file) => file.endsWith(".txt"));
    assert.match(readFileSync(join(reports, name), "utf8"), /Tests run: 1[5-9], Failures: 0, Errors: 0, Skipped: 0/);
  });

  it("writes what keyward tag writes, byte for byte: fixtures and real CloudTrail, as bytes and as strings", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    // What is not UTF-8 is not a String, and a newline is not part of a line.
    const isLine = (bytes: Uint8Array): boolean =>
      !bytes.includes(0x0a) && !bytes.includes(0x0d) && Buffer.from(Buffer.from(bytes).toString()).equals(bytes);
    const records = [...lines, ...fixtures()].map(({ bytes }) => Buffer.from(bytes)).filter(isLine);
    const folder = await temporaryFolder();
    writeFileSync(join(folder, "input.ndjson"), Buffer.concat(records.flatMap((line) => [line, Buffer.from("\n")])));
    for (const filter of ["tag", "keep"] as const) {
      const keep = filter === "keep" ? ["--keep"] : [];
      const { code } = await runCli(["tag", ...keep, "input.ndjson", "-o", `${filter}.ndjson`], { cwd: folder });
      assert.ok(code === 0 || code === 2);
      const expected = readFileSync(join(folder, `${filter}.ndjson`));
      for (const isText of [false, true]) {
        const run = await transform(t, records, { filter, isText });
        if (run === undefined) return;
        const out = run.transformed.flatMap((one) => (one?.value ? [one.value, Buffer.from("\n")] : []));
        assert.ok(Buffer.concat(out).equals(expected), `${filter}, ${isText ? "strings" : "bytes"}`);
      }
    }
    assert.ok(records.length > 300, `${records.length} records`);
  });

  it("agrees with the oracle on real CloudTrail, generated records, and what is not a record", async (t) => {
    const real = realCases(t);
    if (real === undefined) return;
    const odd = ODD_RECORDS.map((text) => caseOf(JSON.stringify(text), Buffer.from(text, "latin1")));
    const sized = [65_536, 1 << 20].flatMap(sizedCases);
    await checkBoth(t, [...real, ...generatedCases(), ...odd, ...sized]);
  });

  it(`agrees with the oracle under ${CONFIGS} configurations, from settings and a file, with memory of earlier matches`, async (t) => {
    const folder = await temporaryFolder();
    for (const [index, { config, cases }] of configuredCases(CONFIGS, RECORDS_EACH, true).entries()) {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, config);
      const results: (Uint8Array | undefined)[][] = [];
      for (const filter of ["tag", "keep"] as const) {
        const settings: Record<string, string> = index % 2 === 0 ? { config } : { "config.file": file };
        const run = await transform(
          t,
          cases.map(({ bytes }) => bytes),
          { settings, filter },
        );
        if (run === undefined) return;
        const bytes = run.transformed.map((one) => one?.value ?? undefined);
        results.push(bytes);
      }
      const [tagged = [], kept = []] = results;
      assert.equal(disagreements(cases, tagged as Uint8Array[], kept), "", config);
    }
  });

  it("passes tombstones, and logs what could not be judged, but no more than needed", async (t) => {
    const cut = Buffer.from('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"');
    for (const filter of ["tag", "keep"] as const) {
      const run = await transform(t, [null, ...Array.from({ length: 1000 }, () => cut), null], { filter });
      if (run === undefined) return;
      assert.deepEqual([run.transformed[0], run.transformed.at(-1)], Array(2).fill({ value: null, headers: {} }));
      assert.ok(run.transformed.slice(1, -1).every((one) => one?.value?.equals(cut)));
      const counts = [...run.log.matchAll(/keyward: (\d+) records? could not be judged/g)].map(([, count]) => count);
      assert.deepEqual(counts, ["1", "10", "100", "1000"]);
    }
  });
});
