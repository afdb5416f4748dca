/** keyward.schema.json, which editors use, agrees with the module's own check. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { checkConfig } from "#keyward/config/check-config.js";
import { loadModule } from "#keyward/module-files.js";
import { BREAK_NAMES, brokenConfig, wildConfig } from "../../oracle/config/break-configs.js";
import { generateConfig } from "../../oracle/config/generate-configs.js";
import { readConfig, type Fault } from "../../oracle/config/read-config.js";
import { decode, isObject, own, tryParse, type Json, type JsonObject } from "../../oracle/json.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { BUILT_MODULE } from "../support/files.js";
import { isThorough, runSeed } from "../../settings.js";

const SCHEMA = JSON.parse(readFileSync(join(PROJECT_ROOT, "keyward.schema.json"), "utf8")) as JsonObject;
const CONFIGS = isThorough ? 3000 : 300;

/** Breaks that a schema cannot detect, with the reason; it must find all others. */
const BEYOND_SCHEMA: Record<string, string> = {
  "a key twice": "a parser keeps one of the two before a schema is asked",
  "an id twice": "items of a list are compared as wholes, never by a member",
  "a window that ends before it begins": "values are compared with constants, never with one another",
  "a weekly window of no length": "the same",
  "a day that no calendar has": "a pattern for leap years is a page that nobody can check",
  "an action that is not the rule's": "a pattern that matches one of two texts: whether it does takes running it",
  "a network with bits after its prefix": "arithmetic on addresses",
  "an IPv6 address that only resembles one": "a pattern for all of them is a page that nobody can check",
  "a text of too many bytes": "lengths are counted in characters",
  "an integer with a fraction or an exponent": "2.0 is 2 to a parser",
  "minus zero": "it is 0 to a parser",
  "a value of too many bytes": "lengths are counted in characters",
  "a part with ? between two stars of too many bytes": "the same",
  "too many patterns": "only the elements of one list are counted",
  "too many bytes": "the text itself is not seen",
};
const BEYOND_FAULTS: readonly Fault[] = [
  "duplicate key",
  "id twice",
  "from before until",
  "empty weekly",
  "time",
  "action",
  "loose bits",
  "network",
  "text length",
  "pattern length",
  "long part with ?",
  "too many patterns",
  "integer",
  "size",
];

describe("keyward.schema.json", () => {
  const validator = new Ajv2020({ strict: true, strictRequired: false });
  const isValid = validator.compile(SCHEMA);
  /** Like an editor: what is not JSON in UTF-8 is wrong before the schema applies. */
  const accepts = (config: Uint8Array): boolean => {
    const text = decode(config);
    const value = text === undefined ? undefined : tryParse(text);
    return value !== undefined && isValid(value);
  };
  const seed = runSeed();

  it("accepts what the module accepts", async () => {
    const module = await loadModule(BUILT_MODULE);
    let accepted = 0;
    for (let index = 0; index < CONFIGS; index++) {
      for (const config of [Buffer.from(generateConfig(seed, index).text), wildConfig(seed, index)]) {
        if (checkConfig(module, config).length > 0) continue;
        accepted++;
        assert.ok(accepts(config), `${JSON.stringify(isValid.errors)}: ${Buffer.from(config).toString()}`);
      }
    }
    assert.ok(accepted > CONFIGS);
  });

  it("rejects what the module rejects, except what no schema can express", async () => {
    const module = await loadModule(BUILT_MODULE);
    const passed = new Map<string, number>();
    for (let index = 0; index < CONFIGS; index++) {
      const { name, bytes } = brokenConfig(seed, index);
      assert.notDeepEqual(checkConfig(module, bytes), [], `${name}: ${Buffer.from(bytes).toString()}`);
      if (!accepts(bytes)) continue;
      assert.ok(name in BEYOND_SCHEMA, `${name}: ${Buffer.from(bytes).toString()}`);
      passed.set(name, (passed.get(name) ?? 0) + 1);
    }
    assert.deepEqual([...passed.keys()].sort(), Object.keys(BEYOND_SCHEMA).sort());
    assert.ok(Object.keys(BEYOND_SCHEMA).every((name) => BREAK_NAMES.includes(name)));
  });

  it("rejects wild configurations, except for errors that no schema can express", async () => {
    const module = await loadModule(BUILT_MODULE);
    let rejected = 0;
    for (let index = 0; index < CONFIGS; index++) {
      const config = wildConfig(seed, index);
      if (checkConfig(module, config).length === 0) continue;
      if (!accepts(config)) rejected++;
      else {
        const faults = [...readConfig(config).faults];
        assert.ok(
          faults.every((fault) => BEYOND_FAULTS.includes(fault)),
          `${faults.join()}: ${Buffer.from(config).toString()}`,
        );
      }
    }
    assert.ok(rejected > CONFIGS / 2);
  });

  it("has the same keys as the module, in every object", async () => {
    const module = await loadModule(BUILT_MODULE);
    const exception = (inner: string) => `{"exceptions":[${inner}]}`;
    const objects: [place: string, config: string][] = [
      ["", '{"?":0}'],
      ["exception", exception('{"?":0}')],
      ["when", exception('{"when":{"?":0}}')],
      ["weekly", exception('{"weekly":{"?":0}}')],
      ["duplicates", '{"duplicates":{"?":0}}'],
      ["cap", '{"cap":{"?":0}}'],
      ["escalate", '{"escalate":{"?":0}}'],
    ];
    for (const [place, config] of objects) {
      const [line = ""] = checkConfig(module, Buffer.from(config));
      const [, allowed = ""] = /\?: unknown key; use one of: (.*)$/.exec(line) ?? [];
      const schema = place === "" ? SCHEMA : (member(SCHEMA, "$defs", place) ?? member(SCHEMA, "properties", place));
      const keys = Object.keys(member(schema, "properties") ?? {});
      assert.deepEqual(keys.sort(), allowed.split(", ").sort(), `${place}: ${line}`);
    }
  });

  it("explains every key, with examples that it accepts", () => {
    let explained = 0;
    for (const [path, schema] of keyedSchemas(SCHEMA)) {
      assert.ok(typeof schema.title === "string" && typeof schema.description === "string", `${path} is not explained`);
      assert.ok(Array.isArray(schema.examples) && schema.examples.length > 0, `${path} has no examples`);
      const isExample = validator.compile({ ...schema, $defs: SCHEMA.$defs ?? null });
      for (const example of schema.examples) {
        assert.ok(isExample(example), `${path}: ${JSON.stringify(example)} ${JSON.stringify(isExample.errors)}`);
      }
      explained++;
    }
    assert.ok(explained > 40);
  });
});

function member(value: Json | undefined, ...path: string[]): JsonObject | undefined {
  let found = value;
  for (const key of path) found = isObject(found) ? own(found, key) : undefined;
  return isObject(found) ? found : undefined;
}

function referred({ $ref }: JsonObject): JsonObject {
  return (typeof $ref === "string" ? member(SCHEMA, "$defs", $ref.replace("#/$defs/", "")) : undefined) ?? {};
}

/** Returns the whole, each definition, and the schema of each key. A pure reference is explained at its target. */
function keyedSchemas(schema: JsonObject, path = ""): [path: string, schema: JsonObject][] {
  const below = ["properties", "$defs"].flatMap((kind) =>
    Object.entries(member(schema, kind) ?? {}).flatMap(([key, inner]) =>
      isObject(inner) ? keyedSchemas(inner, `${path}/${kind}/${key}`) : [],
    ),
  );
  // Compiled under its own name, it could not be compiled again.
  const anonymous = Object.entries({ ...referred(schema), ...schema }).filter(([key]) => key !== "$id");
  return [[path, Object.fromEntries(anonymous)], ...below];
}
