/** Runs the compiled modules on inputs from a fuzzer, the same ones every time. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runSettings } from "../settings.js";
import { Fuzzer, BATCH, problemOfCase } from "./fuzzer.js";
import { readModules } from "./modules.js";
import { tellFailure } from "./report.js";
import { seedRecords } from "./seeds.js";
import { shrinkCase } from "./shrink-case.js";

describe("the modules on fuzzed records", () => {
  const { seed, records: inputs } = runSettings(300, 200_000);

  it(`never trap, lose or alter anything, and agree with the oracle: ${inputs} inputs of seed ${seed}`, async (t) => {
    t.diagnostic(`to repeat: KEYWARD_SEED=${seed} KEYWARD_RECORDS=${inputs} npm test -- fuzz/fuzz`);
    const { modules } = await readModules(false);
    const fuzzer = new Fuzzer(modules, seed, seedRecords(seed));
    for (let first = 0; first < inputs; first += BATCH) {
      const failure = await fuzzer.batch(first / BATCH, Math.min(BATCH, inputs - first));
      if (failure === undefined) continue;
      const smallest = shrinkCase(failure, (tried) => problemOfCase(modules, tried));
      assert.fail(tellFailure(failure, smallest, seed));
    }

    const { tally } = fuzzer;
    assert.equal(tally.inputs, inputs);
    const shares = [...tally.verdicts].map(([verdict, count]) => `${verdict}: ${count}`).join(", ");
    t.diagnostic(`by the plain rule ${shares}; ${tally.exempt} not held against the oracle`);
    assert.ok(tally.exempt <= inputs / 10_000, `${tally.exempt} inputs not held against the oracle`);
    for (const verdict of ["match", "no match", "not understood"] as const) {
      assert.ok((tally.verdicts.get(verdict) ?? 0) >= 0.1 * inputs, `too few to mean anything: ${shares}`);
    }
    assert.ok((tally.verdicts.get("possible") ?? 0) >= 0.01 * inputs, `too few to mean anything: ${shares}`);
  });
});
