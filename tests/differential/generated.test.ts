import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { generate, type Kind } from "../oracle/generate.js";
import { MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import { runSettings } from "../settings.js";
import { tellDisagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";

/** Disagreements reported in full; one mistake tends to cause thousands. */
const TOLD = 5;

describe("the module on generated records", () => {
  const { seed, records } = runSettings(1000, 24_000);

  it(`agrees with the oracle on ${records} records of seed ${seed}`, async (t) => {
    t.diagnostic(`to repeat: KEYWARD_SEED=${seed} KEYWARD_RECORDS=${records} npm test -- generated`);
    const host = new FilterHost(await compileModule(MODULE_PATH));
    const kinds = new Map<Kind, number>();
    let matches = 0;
    let disagreements = 0;
    const told: string[] = [];

    for (let index = 0; index < records; index++) {
      const { kind, bytes, made } = generate(seed, index);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const judgement = judge(bytes);
      if (judgement.verdict === "match") matches++;
      // Only the first ones, because shrinking takes long.
      const where = `seed ${seed}, index ${index} (${kind}: ${made.join(", ")})`;
      const disagrees = tellDisagreement(host, bytes, where, told.length < TOLD, judgement);
      if (disagrees === undefined) continue;
      disagreements++;
      if (told.length < TOLD) told.push(disagrees);
    }

    assert.equal(disagreements, 0, `${disagreements} disagreements, the first of them:\n${told.join("\n\n")}`);
    assert.ok(matches >= records * 0.25, `${matches} of ${records} records match: too few to mean anything`);
    const nearMisses = kinds.get("near miss") ?? 0;
    assert.ok(nearMisses >= records * 0.25, `${nearMisses} of ${records} records are near misses: too few`);
    t.diagnostic(`${matches} matches, ${nearMisses} near misses, ${kinds.get("corrupt") ?? 0} broken records`);
  });
});
