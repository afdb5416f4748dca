/** Every fixture truncated at every byte, from either end, and with single bytes missing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fixtures } from "../oracle/project.js";
import { showRecord } from "../differential/compare.js";
import { readModules } from "./modules.js";
import { opinionOn, PlainTrial } from "./trials.js";

describe("the modules on records with missing parts", () => {
  const records = fixtures().map(({ where, bytes }) => ({ where, bytes: Buffer.from(minified(bytes)) }));

  const cuts: [what: string, every: number, cut: (bytes: Buffer, at: number) => Buffer][] = [
    ["cut off at every byte", 1, (bytes, at) => bytes.subarray(0, at)],
    ["without their beginning, at every byte", 1, (bytes, at) => bytes.subarray(at)],
    // Many of these are still whole records, which take longer to check.
    ["without one byte of each five", 5, (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])],
  ];
  for (const [what, every, cut] of cuts) {
    it(`agree with the oracle on ${records.length} records ${what}`, async (t) => {
      const { modules } = await readModules(false);
      const trial = new PlainTrial(modules);
      let inputs = 0;
      for (const [index, { where, bytes }] of records.entries()) {
        // A different one of the five in each record.
        for (let at = index % every; at < bytes.length; at += every) {
          const input = cut(bytes, at);
          const problem = trial.next(input, opinionOn(input));
          assert.equal(problem, undefined, `${where} at ${at}: ${showRecord(input)}`);
          inputs++;
        }
      }
      t.diagnostic(`${inputs} inputs`);
      assert.ok(inputs > 50_000, `${inputs} inputs: too few to mean anything`);
    });
  }
});

/** Removes the white space of a file written for people; what is not JSON stays unchanged. */
function minified(bytes: Uint8Array): Uint8Array {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(Buffer.from(bytes).toString())));
  } catch {
    return bytes;
  }
}
