/**
 * `keyward.redpanda.wasm` in the two engines that run Redpanda's data transforms: wasmtime, the broker's, under the broker's
 * limits, and wazero, Redpanda Connect's. Our own programs play the broker: see `docs/reference/hosts.md`.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { assemble } from "../node/support/wat.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { randomFor, type Random } from "../oracle/random.js";
import { runSeed } from "../settings.js";
import { alignKept, annotatedCount, disagreements, isUnread } from "./compare-host.js";
import { cuttingTransform } from "./guests.js";
import { programFor, type Program } from "./programs.js";
import { caseOf, configuredCases, generatedCases, MATCH, ODD_RECORDS, realCases, sizedCases } from "./records.js";
import type { Case } from "./records.js";
import { readPayload, runTransform, writePayload, type TransformRecord, type TransformRun } from "./redpanda.js";

const MODULE = join(PROJECT_ROOT, "build", "keyward.redpanda.wasm");
const MAX_MEMORY = 2 * 1024 * 1024;
const KEEP = ["KEYWARD_MODE=keep"];

const CONFIGS = 10;
const RECORDS_EACH = 400;

const ENGINES = [
  ["wasmtime, within 2 MiB of memory and 64 KiB of stack", "wasmtime-transform"],
  ["wazero, as in Redpanda Connect", "transform"],
] as const;

/** Fits a broker's default memory, whatever the record contains. */
const LARGEST = 512 * 1024;
const fits = (record: Uint8Array): boolean => record.length <= LARGEST;

/** Returns the value with keys and headers of every kind. */
function around(value: Uint8Array, random: Random): TransformRecord {
  const bytes = (): Buffer => Buffer.from(Array.from({ length: random.below(40) }, () => random.below(256)));
  const part = (): Buffer | null => random.pick([null, Buffer.alloc(0), bytes(), bytes()]);
  const headers = Array.from({ length: random.pick([0, 0, 1, 3, 70]) }, (): [string, Buffer | null] => [
    random.pick(["", "source", "x".repeat(70), "ümlaut"]),
    part(),
  ]);
  return { key: part(), value, headers };
}

/** Returns batches of random sizes, including an empty one. */
function inBatches(payloads: readonly Buffer[], random: Random): Buffer[][] {
  const batches: Buffer[][] = [[]];
  for (let at = 0; at < payloads.length;) {
    const size = random.pick([1, 2, 50, 400]);
    batches.push(payloads.slice(at, at + size));
    at += size;
  }
  return batches;
}

/** Asserts that unjudged records are reported, and nothing else. */
function assertSaid({ said }: TransformRun, cases: readonly Case[]): void {
  assert.match(said, /^(keyward: .* could not be judged; .*\n)*$/);
  assert.equal(said !== "", cases.some(isUnread), said);
}

/** Runs the cases in both modes, and asserts everything that must hold for all. */
function check(program: Program, cases: readonly Case[], module = MODULE): TransformRun {
  const random = randomFor(runSeed(), cases.length);
  const records = cases.map(({ bytes }) => around(bytes, random));
  const batches = inBatches(records.map(writePayload), random);
  const tagged = runTransform(program, module, batches);
  assert.deepEqual(
    tagged.batches.map(({ length }) => length),
    batches.map(({ length }) => length),
  );
  const payloads = tagged.batches.flat();
  const values = payloads.map((payload, index) => {
    const { key, value, headers } = readPayload(payload);
    assert.deepEqual(
      { key, headers },
      { key: records[index]?.key, headers: records[index]?.headers },
      "key or headers",
    );
    assert.ok(value !== null);
    return value;
  });
  const kept = alignKept(payloads, runTransform(program, module, batches, KEEP).batches.flat());
  const found = disagreements(
    cases,
    values,
    kept.map((payload, index) => (payload === undefined ? undefined : values[index])),
  );
  assert.equal(found, "", found);
  assert.ok(tagged.memory <= MAX_MEMORY, `${tagged.memory} bytes of memory`);
  return tagged;
}

async function carrying(config: string): Promise<string> {
  const path = join(await temporaryFolder(), "configured.wasm");
  writeFileSync(path, embedConfig(MODULE, readFileSync(MODULE), Buffer.from(config)));
  return path;
}

for (const [engine, name] of ENGINES) {
  describe(`keyward.redpanda.wasm in ${engine}`, () => {
    it("agrees with the oracle on real CloudTrail, and preserves keys, headers and order", async (t) => {
      const cases = realCases(t);
      const program = await programFor(t, name);
      if (cases === undefined || program === undefined) return;
      assertSaid(check(program, cases), cases);
      assert.equal(annotatedCount(cases), 10);
    });

    it("agrees with the oracle on generated records", async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      const cases = generatedCases(fits);
      t.diagnostic(`${annotatedCount(cases)} of ${cases.length} records annotated`);
      assertSaid(check(program, cases), cases);
      assert.ok(annotatedCount(cases) > 0.3 * cases.length, "too few to mean anything");
    });

    it(`agrees with the oracle under ${CONFIGS} embedded configurations`, async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      for (const { config, cases } of configuredCases(CONFIGS, RECORDS_EACH, false)) {
        assertSaid(check(program, cases, await carrying(config)), cases);
      }
    });

    it("rejects a configuration that needs one instance for all records, with a message", async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      const module = await carrying('{"duplicates":{"window_seconds":60}}');
      const payload = writePayload({ key: null, value: Buffer.from(MATCH), headers: [] });
      const { batches, said } = runTransform(program, module, [[payload, payload]]);
      assert.match(said, /^keyward: keyward.json: \/duplicates: [^\n]+; the whole configuration is ignored[^\n]+\n$/);
      for (const written of batches.flat()) {
        const value = (readPayload(written).value ?? "").toString();
        assert.match(value, /"keyward":\{"verdict":"match","config_error":"\/duplicates: /);
      }
      assert.equal(batches.flat().length, 2);
    });

    it("works on consecutive records of 512 KiB within 2 MiB", async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      const sizes = [1, 64, 256, 512, 1, 512, 512].map((kibibytes) => kibibytes * 1024);
      const cases = sizes.flatMap((size) => sizedCases(size));
      const { memory } = check(program, cases);
      t.diagnostic(`${memory} bytes of memory`);
      assert.equal(annotatedCount(cases), sizes.length);
    });

    it("passes what is too long for 2 MiB, and annotates it if there is more memory", async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      const cases = sizedCases(1_000_000);
      const payloads = cases.map(({ bytes }) => writePayload({ key: null, value: bytes, headers: [] }));
      const { batches, said } = runTransform(program, MODULE, [payloads]);
      const [match, nearMiss] = batches.flat();
      assert.ok(nearMiss?.equals(payloads[1] ?? Buffer.alloc(0)));
      const isLimited = name === "wasmtime-transform";
      assert.equal(match?.equals(payloads[0] ?? Buffer.alloc(0)), isLimited);
      assert.match(
        said,
        isLimited
          ? /^keyward: 1 record names [^\n]+, of 1000005 bytes, needs more memory than there is[^\n]*\n$/
          : /^$/,
      );
    });

    it("passes tombstones and what is not a record byte for byte, in both modes", async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      check(
        program,
        ODD_RECORDS.map((text) => caseOf(JSON.stringify(text), Buffer.from(text, "latin1"))),
      );
      const tombstone = writePayload({ key: Buffer.from("key"), value: null, headers: [["a", null]] });
      for (const mode of [[], KEEP]) {
        assert.deepEqual(runTransform(program, MODULE, [[tombstone, tombstone]], mode).batches, [
          [tombstone, tombstone],
        ]);
      }
    });

    it("accepts only the modes tag and keep", async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      const payload = writePayload({ key: null, value: Buffer.from("{}"), headers: [] });
      const run = (mode: string): TransformRun => runTransform(program, MODULE, [[payload]], [`KEYWARD_MODE=${mode}`]);
      const [tag, keep, other] = [run("tag"), run("keep"), run("Keep")];
      assert.deepEqual([tag.batches, tag.said], [[[payload]], ""]);
      assert.deepEqual([keep.batches, keep.said], [[[]], ""]);
      assert.deepEqual(other.batches, [[payload]]);
      assert.match(other.said, /^keyward: KEYWARD_MODE [^\n]+\n$/);
    });
  });
}

describe("the programs that play the broker", () => {
  for (const [engine, name] of ENGINES) {
    it(`expose a wrong module: ${engine}`, async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      const folder = await temporaryFolder();
      const guest = (cut: number, pages = 1): string => {
        const path = join(folder, `guest-${cut}-${pages}.wasm`);
        writeFileSync(path, assemble(cuttingTransform(cut, pages)));
        return path;
      };
      const payload = writePayload({ key: Buffer.from("k"), value: Buffer.from("{}"), headers: [["a", null]] });
      const whole = runTransform(program, guest(0), [[payload], [], [payload, payload]]);
      assert.deepEqual(whole.batches, [[payload], [], [payload, payload]]);
      const [cut] = runTransform(program, guest(1), [[payload]]).batches.flat();
      assert.throws(() => readPayload(cut ?? Buffer.alloc(0)), RangeError);
      // Only the engine that stands in for the broker has its limit.
      if (name === "wasmtime-transform") {
        assert.doesNotThrow(() => runTransform(program, guest(0, 32), [[payload]]));
        assert.throws(() => runTransform(program, guest(0, 33), [[payload]]), /memory/);
      }
    });
  }
});
