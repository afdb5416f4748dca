/** Records with an event at a random path in random junk: none passes silently, unless the oracle agrees. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { Configured } from "../oracle/config/configured.js";
import { readConfig } from "../oracle/config/read-config.js";
import type { Elsewhere } from "../oracle/config/settings.js";
import { generateElsewhere } from "../oracle/generate-elsewhere.js";
import { MODULE_PATH } from "../oracle/project.js";
import { judge, type Judgement, type Verdict } from "../oracle/rule.js";
import { runSettings } from "../settings.js";
import { disagreement, showRecord, tellDisagreement, type Host } from "./compare.js";
import { configuredHost } from "./compare-configured.js";
import { FilterHost } from "./filter-host.js";

/** Disagreements reported in full; one mistake tends to cause thousands. */
const TOLD = 5;
/** One record in this many is also judged with each other setting of `elsewhere`, and with places. */
const CONFIGURED_EACH = 10;
const PLACES = ["/x", "/x#", "/taught/*", "/taught/in/*/there#", "/a~1b", "/Data/*/*"];

describe("the module on generated records with an event elsewhere", () => {
  const { seed, records } = runSettings(400, 200_000);

  it(`never passes any of ${records} records of seed ${seed} silently`, async (t) => {
    t.diagnostic(`to repeat: KEYWARD_SEED=${seed} KEYWARD_RECORDS=${records} npm test -- elsewhere`);
    const host = new FilterHost(await compileModule(MODULE_PATH));
    const verdicts = new Map<Verdict, number>();
    const told: string[] = [];
    let wrong = 0;
    for (let index = 0; index < records; index++) {
      const { bytes, made } = generateElsewhere(seed, index);
      const judgement = judge(bytes);
      verdicts.set(judgement.verdict, (verdicts.get(judgement.verdict) ?? 0) + 1);
      const where = `seed ${seed}, index ${index} (${made.join(", ")})`;
      const silence = silenceOf(host, bytes, judgement);
      const problem = tellDisagreement(host, bytes, where, told.length < TOLD, judgement) ?? silence;
      if (problem === undefined) continue;
      wrong++;
      if (told.length < TOLD) told.push([silence, problem].join("\n"));
    }
    assert.equal(wrong, 0, `${wrong} records, the first of them:\n${told.join("\n\n")}`);
    const shares = [...verdicts].map(([verdict, count]) => `${verdict}: ${count}`).join(", ");
    t.diagnostic(shares);
    for (const verdict of ["match", "possible", "no match"] as const) {
      assert.ok((verdicts.get(verdict) ?? 0) >= 0.06 * records, `too few to mean anything: ${shares}`);
    }
  });

  for (const elsewhere of ["annotate", "ignore", "match"] satisfies Elsewhere[]) {
    it(`agrees with the oracle with elsewhere set to ${elsewhere} and configured places`, async () => {
      const text = JSON.stringify({ elsewhere, places: PLACES });
      const host = configuredHost(await compileModule(MODULE_PATH), text);
      const { settings } = readConfig(Buffer.from(text));
      assert.ok(settings);
      const policy = new Configured(settings);
      for (let index = 0; index < records; index += CONFIGURED_EACH) {
        const { bytes, made } = generateElsewhere(seed, index);
        const problem = disagreement(host, bytes, judge(bytes, policy));
        assert.equal(problem, undefined, `seed ${seed}, index ${index} (${made.join(", ")})\n${showRecord(bytes)}`);
      }
    });
  }
});

/** Reports a silent loss: the one thing that must never happen, whatever else may be wrong. */
function silenceOf(host: Host, record: Uint8Array, judgement: Judgement): string | undefined {
  const isListed = judgement.events.some((event) => event.isListed);
  if (isListed && host.filter("tag", record).outcome === "kept") return `tag returns a ${judgement.verdict} unchanged`;
  const isOpen = judgement.isKept || isListed;
  return isOpen && host.filter("keep", record).outcome === "dropped"
    ? `keep drops a record that is ${judgement.verdict} and ${judgement.reading}`
    : undefined;
}
