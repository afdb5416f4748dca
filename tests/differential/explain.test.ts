/** `keyward explain` agrees with the module, on real events in every shape, fixtures and generated records. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import type { CompiledModule } from "#keyward/module.js";
import { VERDICT_NAMES } from "#keyward/engine/core-module.js";
import { CLAUSES, FIELDS } from "#keyward/explain/clues.js";
import { loadExplainer } from "#keyward/explain/load-explainer.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { readConfig } from "../oracle/config/read-config.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { parseRecord } from "../oracle/json.js";
import { comparedWith } from "../oracle/kql.js";
import { cloudTrailLines, fixtures, MODULE_PATH, PROJECT_ROOT } from "../oracle/project.js";
import { QUERY } from "../oracle/schemas.js";
import { DEFAULT_SEED, few, inTurn, isThorough, runSettings } from "../settings.js";
import { showRecord } from "./compare.js";
import { ExplainCheck } from "./explain-compare.js";
import { BATCHINGS, WRAPPINGS, type RealEvent } from "./shape-wrappings.js";

/** Number of configurations, and of records for each. */
const CONFIGS = isThorough ? 100 : 12;
/** Minimum count of each verdict and condition, with the default seed. */
const MIN_COUNT = isThorough ? 20 : 0;
const RECORDS_EACH = 20;
/** Every how many real events one goes into each shape. */
const EVERY = isThorough ? 43 : 40 * 43;
/** Settings that produce every kind of verdict. */
const SETTINGS =
  '{"denied":"annotate","network_activity":"ignore","duplicates":{"window_seconds":60},"cap":{"count":2,"period_seconds":60},' +
  '"exceptions":[{"id":"a","reason":"r","when":{"action":["Dis*"],"account":["1*","????????????"],"key.id":["*"]}},' +
  '{"id":"b","reason":"r","when":{"source_ip":["0.0.0.0/0","::/0"]},"from":"2000-01-01T00:00:00Z","until":"2030-01-01T00:00:00+01:00"},' +
  '{"id":"c","reason":"r","when":{"action":["*"]},"weekly":{"days":["Mon","Wed","Sat"],"from":"06:00","until":"05:30"}}]}';

async function newCheck(module: CompiledModule, text?: string): Promise<ExplainCheck> {
  if (text === undefined) return new ExplainCheck(await loadExplainer(), module);
  const bytes = Buffer.from(text);
  const { settings } = readConfig(bytes);
  assert.ok(settings);
  return new ExplainCheck(await loadExplainer({ name: "keyward.json", bytes }), module, { text, settings });
}

function run(check: ExplainCheck, record: Uint8Array, where: string): void {
  assert.deepEqual(check.problems(record), [], `${where}: ${showRecord(record)}`);
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the names in an explanation", () => {
  it("match the rule", () => {
    assert.ok(QUERY.kind === "and" && QUERY.parts.length === CLAUSES.length);
    for (const { field, wanted } of CLAUSES) assert.deepEqual(comparedWith(QUERY, field), wanted);
  });

  it("match the module, in its order", () => {
    const read = (path: string): string => readFileSync(join(PROJECT_ROOT, "assembly", path), "utf8");
    const listIn = (path: string, after: string): string[] => {
      const [, list = ""] = read(path).split(after);
      return [...list.slice(0, list.indexOf("];")).matchAll(/"([^"]*)"/g)].map(([, text]) => text as string);
    };
    assert.deepEqual(FIELDS, listIn("policy/fields.ts", "const NAMES: StaticArray<string> = ["));
    assert.deepEqual(VERDICT_NAMES, listIn("finding/verdicts.ts", "const NAMES: StaticArray<string> = ["));
  });
});

describe("an explanation agrees with the filter, the oracle and the record", async () => {
  const module = await compileModule(MODULE_PATH);

  it("on the fixtures", async () => {
    for (const config of [undefined, SETTINGS]) {
      const check = await newCheck(module, config);
      const tried = few(fixtures(), config === undefined ? 200 : 100);
      for (const { where, bytes } of tried) run(check, bytes, where);
      const { events, decoded, empty, unreadable } = check.tally;
      const [least, leastEmpty] = isThorough ? [100, 15] : [40, 3];
      assert.ok(
        events > 2 * least && decoded > least && empty > leastEmpty,
        JSON.stringify({ events, decoded, empty, unreadable }),
      );
    }
  });

  it("on every real event, and on some in every shape", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    assert.equal(lines.length, 3437);
    for (const config of [undefined, SETTINGS]) {
      const check = await newCheck(module, config);
      for (const { where, bytes } of few(lines, 30)) run(check, bytes, where);
      const events = lines
        // The files' matches, and a few others.
        .filter(
          ({ bytes }, index) => index % EVERY === 0 || /DisableKey|ScheduleKeyDel/.test(Buffer.from(bytes).toString()),
        )
        .map(({ bytes }): RealEvent => {
          const raw = parseRecord(bytes);
          assert.ok(raw);
          return { raw, text: Buffer.from(bytes).toString() };
        });
      for (const [index, { name, wrap }] of WRAPPINGS.entries())
        for (const event of inTurn(events, index)) run(check, encode(wrap(event)), name);
      for (const { name, wrap } of BATCHINGS) run(check, encode(wrap(events)), name);
      t.diagnostic(
        `${check.tally.events} events, ${check.tally.values} values, ${check.tally.decoded} of them decoded`,
      );
      assert.ok(check.tally.decoded > (isThorough ? 1000 : 50));
    }
  });

  it("on what is really delivered", async (t) => {
    const folder = resolve(PROJECT_ROOT, "..", "shared", "data", "shapes");
    if (!existsSync(folder)) {
      assert.notEqual(process.env.CI, "true", "CI needs ../shared/data/shapes");
      t.skip("no ../shared/data/shapes beside the project: the real deliveries were not tried");
      return;
    }
    const check = await newCheck(module);
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    assert.ok(names.length >= 7);
    for (const name of names) run(check, readFileSync(join(folder, name)), name);
  });

  const { seed, records } = runSettings(60, 4000);
  it(`on ${records} generated records of seed ${seed}, half of them in envelopes`, async (t) => {
    t.diagnostic(`to repeat: KEYWARD_SEED=${seed} KEYWARD_RECORDS=${records} npm test -- differential/explain`);
    const plain = await newCheck(module);
    const configured = await newCheck(module, SETTINGS);
    for (let index = 0; index < records; index++) {
      const { bytes, made } = index % 2 === 0 ? generate(seed, index >> 1) : generateShape(seed, index >> 1);
      run(index % 8 < 4 ? plain : configured, bytes, `seed ${seed}, index ${index} (${made.join(", ")})`);
    }
    for (const { tally } of [plain, configured]) {
      const { events, values, decoded, unreadable, empty } = tally;
      t.diagnostic(JSON.stringify({ events, values, decoded, unreadable, empty, verdicts: [...tally.verdicts] }));
      assert.ok(events > records / 4 && decoded > records / 4 && unreadable > records / 100 && empty > records / 100);
    }
  });

  it(`on ${CONFIGS * RECORDS_EACH} pairs of a generated configuration and a record`, async (t) => {
    const verdicts = new Map<string, number>();
    const conditions = new Map<string, number>();
    for (let index = 0; index < CONFIGS; index++) {
      const { text } = generateConfig(seed, index);
      const check = await newCheck(module, text);
      for (let count = 0; count < RECORDS_EACH; count++) {
        const at = index * RECORDS_EACH + count;
        run(check, generateRecord(seed, at).bytes, `seed ${seed}, configuration ${index}: ${text}, record ${at}`);
      }
      for (const [name, count] of check.tally.verdicts) verdicts.set(name, (verdicts.get(name) ?? 0) + count);
      for (const [name, count] of check.tally.conditions) conditions.set(name, (conditions.get(name) ?? 0) + count);
    }
    t.diagnostic(JSON.stringify({ verdicts: [...verdicts], conditions: [...conditions] }));
    // With another seed, a short run need not have one of each.
    if (!isThorough && seed !== DEFAULT_SEED) return;
    // An event that occurs twice in a record counts once, and each record is explained as if it came first.
    for (const verdict of VERDICT_NAMES.filter((name) => name !== "duplicate"))
      assert.ok((verdicts.get(verdict) ?? 0) > MIN_COUNT, verdict);
    for (const kind of ["when", "window", "weekly"]) {
      for (const answer of ["true", "false"]) assert.ok((conditions.get(`${kind} ${answer}`) ?? 0) > MIN_COUNT, kind);
    }
  });
});
