import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { generateShape, type ShapeKind } from "../oracle/generate-shapes.js";
import { MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import { runSettings } from "../settings.js";
import { tellDisagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";

/** Disagreements reported in full; one mistake tends to cause thousands. */
const TOLD = 5;

describe("the module on generated records in envelopes", () => {
  const { seed, records } = runSettings(300, 50_000);

  it(`agrees with the oracle on ${records} records of seed ${seed}`, async (t) => {
    t.diagnostic(`to repeat: KEYWARD_SEED=${seed} KEYWARD_RECORDS=${records} npm test -- generated-shapes`);
    const host = new FilterHost(await compileModule(MODULE_PATH));
    const kinds = new Map<ShapeKind, number>();
    const found = { records: 0, events: 0, enveloped: 0, inText: 0 };
    let disagreements = 0;
    const told: string[] = [];

    for (let index = 0; index < records; index++) {
      const { kind, bytes, made } = generateShape(seed, index);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const judgement = judge(bytes);
      const matches = judgement.events.filter((event) => event.matches);
      if (matches.length > 0) found.records++;
      found.events += matches.length;
      if (matches.some(({ path }) => path !== "")) found.enveloped++;
      if (matches.some(({ path }) => path.includes("#"))) found.inText++;
      // Only the first ones, because shrinking takes long.
      const where = `seed ${seed}, index ${index} (${kind}: ${made.join(", ")})`;
      const disagrees = tellDisagreement(host, bytes, where, told.length < TOLD, judgement);
      if (disagrees === undefined) continue;
      disagreements++;
      if (told.length < TOLD) told.push(disagrees);
    }

    assert.equal(disagreements, 0, `${disagreements} disagreements, the first of them:\n${told.join("\n\n")}`);
    const nearMisses = kinds.get("near miss") ?? 0;
    const shares: [what: string, count: number, share: number][] = [
      ["records match", found.records, 0.35],
      ["records are near misses", nearMisses, 0.35],
      ["records hold a match in an envelope", found.enveloped, 0.25],
      ["records hold a match in a text", found.inText, 0.2],
    ];
    for (const [what, count, share] of shares) {
      assert.ok(count >= share * records, `${count} of ${records} ${what}: too few to mean anything`);
    }
    t.diagnostic(
      `${found.records} records with ${found.events} matches, ${found.enveloped} of them in envelopes and ` +
        `${found.inText} in texts; ${nearMisses} near misses, ${kinds.get("corrupt") ?? 0} broken records`,
    );
  });
});
