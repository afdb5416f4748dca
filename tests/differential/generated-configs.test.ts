import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule, loadModule } from "#keyward/module-files.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule } from "#keyward/module.js";
import { checkConfig } from "#keyward/config/check-config.js";
import { embedConfig } from "#keyward/config/embed.js";
import { readModule } from "#keyward/module-files.js";
import { BREAK_NAMES, brokenConfig, wildConfig } from "../oracle/config/break-configs.js";
import { Configured } from "../oracle/config/configured.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { readConfig } from "../oracle/config/read-config.js";
import { PLAIN_SETTINGS } from "../oracle/config/settings.js";
import { MODULE_PATH } from "../oracle/project.js";
import { EVENT_VERDICTS, judge, type Verdict } from "../oracle/rule.js";
import { isThorough, runSettings } from "../settings.js";
import { disagreement, showRecord, type Host } from "./compare.js";
import { configuredHost, ConfiguredRun, isAboutRecords } from "./compare-configured.js";

/** Records per configuration and instance: enough that what is remembered matters. */
const RECORDS_EACH = 100;
/** Number of configurations that are also embedded in the module. */
const CARRIED = isThorough ? 30 : 1;
/** In `npm test`, each way to break one. */
const BROKEN = isThorough ? 2000 : BREAK_NAMES.length;
/** Records per broken configuration. */
const RECORDS_BROKEN = isThorough ? 4 : 2;
/** Disagreements reported in full; one mistake tends to cause thousands. */
const TOLD = 5;

describe("the module with generated configurations", () => {
  const { seed, records: pairs } = runSettings(800, 50_000);
  const configs = Math.ceil(pairs / RECORDS_EACH);

  it(`agrees with the oracle on ${pairs} pairs of seed ${seed}`, async (t) => {
    t.diagnostic(`to repeat: KEYWARD_SEED=${seed} KEYWARD_RECORDS=${pairs} npm test -- generated-configs`);
    const module = await compileModule(MODULE_PATH);
    const verdicts = new Map<Verdict, number>();
    const found = { bursts: 0, mixed: 0, unlisted: 0 };
    let disagreements = 0;
    const told: string[] = [];

    for (let index = 0; index < configs; index++) {
      const { text } = generateConfig(seed, index);
      const run = new ConfiguredRun(module, text);
      for (let count = 0; count < RECORDS_EACH; count++) {
        const at = index * RECORDS_EACH + count;
        const { bytes, made: from } = generateRecord(seed, at);
        const { judgement, problem } = run.next(bytes);
        verdicts.set(judgement.verdict, (verdicts.get(judgement.verdict) ?? 0) + 1);
        if (judgement.terms.burst !== undefined) found.bursts++;
        const made = judgement.events.flatMap(({ verdict }) => verdict ?? []);
        if (new Set(made).size > 1) found.mixed++;
        if (made.lastIndexOf("match") >= 100 && new Set(made).size > 1) found.unlisted++;
        if (problem === undefined) continue;
        disagreements++;
        // From here on, the memories differ.
        if (told.length < TOLD) told.push(run.tell(`seed ${seed}, configuration ${index}, record ${at} (${from})`));
        break;
      }
    }

    assert.equal(disagreements, 0, `${disagreements} disagreements, the first of them:\n${told.join("\n\n")}`);
    const shares = [...verdicts].map(([verdict, count]) => `${verdict}: ${count}`).join(", ");
    const { bursts, mixed, unlisted } = found;
    t.diagnostic(`${shares}; ${bursts} in a burst, ${mixed} of several verdicts, ${unlisted} of more than are listed`);
    for (const verdict of EVENT_VERDICTS) {
      assert.ok((verdicts.get(verdict) ?? 0) >= 0.03 * pairs, `too few to mean anything: ${shares}`);
    }
    assert.ok(bursts >= 0.03 * pairs && mixed >= 0.03 * pairs && unlisted >= 0.001 * pairs, "too few of other kinds");
  });

  it("gives the same results with the configuration embedded in the module", async () => {
    const module = await compileModule(MODULE_PATH);
    const { name, bytes } = await readModule(MODULE_PATH);
    for (let index = 0; index < CARRIED; index++) {
      const { text } = generateConfig(seed, index);
      const carrying = await loadModule(embedConfig(name, bytes, Buffer.from(text)));
      const [host, reading] = [new FluentBitHost(carrying), configuredHost(module, text)];
      for (let count = 0; count < RECORDS_EACH; count++) {
        const record = generateRecord(seed, index * RECORDS_EACH + count).bytes;
        const where = `seed ${seed}, configuration ${index}: ${text}\n${showRecord(record)}`;
        assert.deepEqual(host.filter("tag", record), reading.filter("tag", record), where);
      }
    }
  });

  it(`uses the plain rule with each of ${BROKEN} broken ones, and reports that everywhere`, async () => {
    const module = await compileModule(MODULE_PATH);
    const instance = instantiateModule(module);
    for (let index = 0; index < BROKEN; index++) {
      const { name, fault, bytes } = brokenConfig(seed, index);
      const where = `seed ${seed}, ${name}, configuration ${index}: ${showRecord(bytes)}`;
      assert.deepEqual([...readConfig(bytes).faults], [fault], where);
      assert.equal(checkConfig(instance, bytes).length, 1, where);

      const said: string[] = [];
      const host = configuredHost(module, bytes, (text) => {
        if (!isAboutRecords(text)) said.push(text);
      });
      const configError = configErrorOf(host, where);
      const policy = new Configured(PLAIN_SETTINGS, configError);
      for (let count = 0; count < RECORDS_BROKEN; count++) {
        const record = generateRecord(seed, index * RECORDS_BROKEN + count).bytes;
        assert.equal(disagreement(host, record, judge(record, policy)), undefined, `${where}: ${showRecord(record)}`);
      }
      // One for each of the two instances.
      assert.equal(said.join("").match(/\n/g)?.length, 2, where);
      assert.ok(
        said.every((line) => line.endsWith("\n") && line.includes(JSON.parse(configError) as string)),
        said[0],
      );
    }
  });

  it("agrees with the oracle on which altered ones are valid", async () => {
    const module = await loadModule(MODULE_PATH);
    const usable = { yes: 0, no: 0 };
    for (let index = 0; index < 2 * BROKEN; index++) {
      for (const bytes of [wildConfig(seed, index), Buffer.from(generateConfig(seed, index).text)]) {
        const { settings, faults } = readConfig(bytes);
        const lines = checkConfig(module, bytes);
        const told = `configuration ${index}: ${[...faults].join()}; ${lines.join("; ")}: ${showRecord(bytes)}`;
        assert.equal(lines.length === 0, settings !== undefined, told);
        usable[settings ? "yes" : "no"]++;
      }
    }
    assert.ok(usable.yes > 2 * BROKEN && usable.no > BROKEN);
  });
});

/** Returns the token of the error that a match is reported with. */
function configErrorOf(host: Host, where: string): string {
  const result = host.filter("tag", '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}');
  assert.equal(result.outcome, "modified", where);
  const text = Buffer.from("record" in result ? result.record : []).toString();
  const [, token = ""] = /"keyward":\{"verdict":"match","config_error":("(?:[^"\\]|\\.)+"),/.exec(text) ?? [];
  assert.notEqual(token, "", `${where}: ${text}`);
  return token;
}
