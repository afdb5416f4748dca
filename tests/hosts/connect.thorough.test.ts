/**
 * `keyward.bento.wasm` in Bento's `wasm` processor, and `keyward.connect.wasm` in that of Benthos 4.27, the program that Redpanda
 * Connect continues, including the processor. `docs/reference/hosts.md` explains why not in Redpanda Connect.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { assemble } from "../node/support/wat.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { runBenthos, type BenthosOptions, type Message, type Processed } from "./benthos.js";
import { annotatedCount, disagreements, isUnread } from "./compare-host.js";
import { TRAPS } from "./guests.js";
import { renameImports } from "./imports.js";
import { programFor } from "./programs.js";
import { caseOf, configuredCases, generatedCases, MATCH, ODD_RECORDS, realCases, sizedCases } from "./records.js";
import type { Case } from "./records.js";

interface Host {
  program: "benthos" | "bento";
  /** Keyward's module for the program. */
  module: string;
}

const BENTHOS: Host = { program: "benthos", module: join(PROJECT_ROOT, "build", "keyward.connect.wasm") };
const BENTO: Host = { program: "bento", module: join(PROJECT_ROOT, "build", "keyward.bento.wasm") };

const CONFIGS = 10;
const RECORDS_EACH = 400;

/** Metadata from the operator's own pipeline; `number` identifies a message. */
const metadataOf = (number: number): Record<string, string> => ({ number: String(number), source: "s3 ümlaut" });

/** Runs the cases through the host's processor; undefined, with the test skipped, if the program is missing. */
async function process(
  t: TestContext,
  host: Host,
  cases: readonly Case[],
  options: Partial<BenthosOptions> = {},
): Promise<Processed[] | undefined> {
  const program = await programFor(t, host.program);
  if (program === undefined) return undefined;
  const messages = cases.map(({ bytes }, index): Message => ({ bytes, metadata: metadataOf(index) }));
  const { processed, log } = await runBenthos(program, { module: host.module, ...options }, messages);
  assert.equal(log, "", `${host.program} logged something`);
  return processed;
}

/** Returns everything wrong with the output, in the order of the cases. */
function check(cases: readonly Case[], processed: readonly Processed[]): void {
  assert.deepEqual(
    processed.map(({ metadata }) => Number(metadata.number)),
    cases.map((_, index) => index),
    "a message is missing, there twice, or in another place",
  );
  const found = disagreements(
    cases,
    processed.map(({ bytes }) => bytes),
  );
  assert.equal(found, "", found);
  cases.forEach((one, index) => {
    const { bytes, where } = one;
    const { bytes: output, metadata, error } = processed[index] as Processed;
    assert.equal(error, null, where);
    const added: Record<string, string> = {};
    if (Buffer.compare(bytes, output) !== 0) {
      const text = Buffer.from(output).toString("latin1");
      const { verdict, matches } = (JSON.parse(text) as { keyward: { verdict: string; matches: number } }).keyward;
      assert.ok(typeof verdict === "string" && typeof matches === "number", `${where}: ${text}`);
      Object.assign(added, { keyward_verdict: verdict, keyward_matches: String(matches) });
    } else if (isUnread(one)) {
      added.keyward_verdict = "unread";
    }
    assert.deepEqual(metadata, { ...metadataOf(index), ...added }, where);
  });
}

const byNumber = (left: Processed, right: Processed): number =>
  Number(left.metadata.number) - Number(right.metadata.number);

async function carrying(module: string, config: string): Promise<string> {
  const path = join(await temporaryFolder(), "configured.wasm");
  writeFileSync(path, embedConfig(module, readFileSync(module), Buffer.from(config)));
  return path;
}

for (const host of [BENTHOS, BENTO]) {
  describe(`${basename(host.module)} in ${host.program}`, () => {
    it("agrees with the oracle on real CloudTrail", async (t) => {
      const cases = realCases(t);
      if (cases === undefined) return;
      const processed = await process(t, host, cases);
      if (processed === undefined) return;
      check(cases, processed);
      assert.equal(annotatedCount(cases), 10);
    });

    it("agrees with the oracle on generated records, in batches by four threads", async (t) => {
      const cases = generatedCases();
      const processed = await process(t, host, cases, { threads: 4, batch: 50, function: "tag" });
      if (processed === undefined) return;
      const annotated = annotatedCount(cases);
      t.diagnostic(`${annotated} of ${cases.length} records annotated`);
      assert.ok(annotated > 0.3 * cases.length, "too few to mean anything");
      check(cases, processed.toSorted(byNumber));
    });

    it(`agrees with the oracle under ${CONFIGS} embedded configurations`, async (t) => {
      for (const { config, cases } of configuredCases(CONFIGS, RECORDS_EACH, false)) {
        const processed = await process(t, host, cases, { module: await carrying(host.module, config) });
        if (processed === undefined) return;
        check(cases, processed);
      }
    });

    for (const setting of [
      { duplicates: { window_seconds: 60 } },
      { cap: { count: 1, period_seconds: 60 } },
      { escalate: { distinct_keys: 2, window_seconds: 60 } },
    ]) {
      const [name = ""] = Object.keys(setting);
      it(`rejects ${name}, which needs one instance for all records, and says so in each annotation`, async (t) => {
        const cases = [caseOf("a match", MATCH), caseOf("the same again", MATCH)];
        const module = await carrying(host.module, JSON.stringify(setting));
        const processed = await process(t, host, cases, { module });
        if (processed === undefined) return;
        for (const { bytes, metadata } of processed) {
          const { keyward } = JSON.parse(Buffer.from(bytes).toString()) as { keyward: Record<string, unknown> };
          assert.equal(keyward.verdict, "match");
          assert.match(String(keyward.config_error), new RegExp(`^/${name}: `));
          assert.equal(metadata.keyward_verdict, "match");
        }
      });
    }

    it("passes long records, and annotates them", async (t) => {
      const cases = [64, 256, 512, 1024].flatMap((kibibytes) => sizedCases(kibibytes * 1024));
      const processed = await process(t, host, cases);
      if (processed === undefined) return;
      check(cases, processed);
      assert.equal(annotatedCount(cases), 4);
    });

    it("passes what is not a record byte for byte, empty messages too", async (t) => {
      const cases = ODD_RECORDS.flatMap((text) => [
        caseOf(JSON.stringify(text), text),
        caseOf(`${JSON.stringify(text)} in latin1`, Buffer.from(text, "latin1")),
      ]);
      const processed = await process(t, host, [...cases, caseOf("a match after them", MATCH)]);
      if (processed === undefined) return;
      check([...cases, caseOf("a match after them", MATCH)], processed);
    });

    it("keeps existing metadata on records without a match, and replaces it on matches", async (t) => {
      const program = await programFor(t, host.program);
      if (program === undefined) return;
      const metadata = { keyward_verdict: "mine", keyward_matches: "mine" };
      const messages = ["{}", MATCH].map((text) => ({ bytes: Buffer.from(text), metadata }));
      const { processed } = await runBenthos(program, { module: host.module }, messages);
      assert.deepEqual(
        processed.map((message) => message.metadata),
        [metadata, { keyward_verdict: "match", keyward_matches: "1" }],
      );
    });
  });
}

describe("keyward.bento.wasm", () => {
  it("differs from keyward.connect.wasm only in the name of its imports", () => {
    const bento = renameImports(readFileSync(BENTO.module), "bento_wasm", "benthos_wasm");
    assert.ok(Buffer.from(bento).equals(readFileSync(BENTHOS.module)));
    assert.ok(!Buffer.from(bento).equals(readFileSync(BENTO.module)), "the names are the same already");
  });
});

for (const { program: name, imports } of [
  { program: "benthos", imports: "benthos_wasm" },
  { program: "bento", imports: "bento_wasm" },
] as const) {
  describe(`the handling of a module by ${name}`, () => {
    it("passes and flags a message on which a module traps, and its batch", async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      const module = join(await temporaryFolder(), "traps.wasm");
      writeFileSync(module, renameImports(assemble(TRAPS), "benthos_wasm", imports));
      const messages = ["{}", MATCH, "[]"].map((text) => ({ bytes: Buffer.from(text), metadata: {} }));
      for (const [batch, failed] of [
        [1, [false, true, false]],
        [3, [true, true, true]],
      ] as const) {
        const { processed } = await runBenthos(program, { module, batch }, messages);
        assert.deepEqual(
          processed.map(({ bytes }) => Buffer.from(bytes).toString()),
          ["{}", MATCH, "[]"],
        );
        assert.deepEqual(
          processed.map(({ error }) => error !== null),
          failed,
        );
      }
    });
  });
}

describe("the comparison", () => {
  it("shows an altered record as a disagreement", async (t) => {
    const cases = [caseOf("a match", MATCH), caseOf("none", "{}")];
    const processed = await process(t, BENTHOS, cases);
    if (processed === undefined) return;
    const [match, none] = processed.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array];
    assert.equal(disagreements(cases, [match, none]), "");
    assert.match(disagreements(cases, [Buffer.from(MATCH), none]), /^1 disagreements.*oracle says match/s);
    assert.match(disagreements(cases, [match, Buffer.from("{ }")]), /^1 disagreements.*oracle says no match/s);
    assert.match(disagreements(cases, [match]), /^1 records came out of 2$/);
  });
});
