import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../rule.js";
import { DEFAULT_SEED, isThorough } from "../../settings.js";
import { BREAK_NAMES, brokenConfig, wildConfig } from "./break-configs.js";
import { generateConfig } from "./generate-configs.js";
import { generateRecord } from "./generate-records.js";
import { readConfig, type Fault } from "./read-config.js";
import { FIELDS } from "./settings.js";

const CONFIGS = isThorough ? 1000 : 240;
const indexes = Array.from({ length: CONFIGS }, (_, index) => index);

describe("generated configurations", () => {
  it("depend only on seed and index", () => {
    for (const index of indexes.filter((each) => each % 17 === 0)) {
      for (const make of [generateConfig, brokenConfig, wildConfig, generateRecord]) {
        assert.deepEqual(make(DEFAULT_SEED, index), make(DEFAULT_SEED, index));
      }
      assert.notDeepEqual(generateRecord(DEFAULT_SEED, index), generateRecord(DEFAULT_SEED + 1, index));
    }
  });

  it("are valid, and cover every setting and field often", () => {
    const counts = new Map<string, number>();
    const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
    for (const index of indexes) {
      const { text } = generateConfig(DEFAULT_SEED, index);
      const { settings, faults } = readConfig(Buffer.from(text));
      assert.ok(settings, `${[...faults].join()}: ${text}`);
      for (const key of ["duplicates", "cap", "escalate"] as const) if (settings[key]) count(key);
      if (settings.annotatesDenied) count("denied");
      if (settings.ignoresNetworkActivity) count("network activity");
      if (settings.elsewhere !== "annotate") count("elsewhere");
      if (settings.places.length > 0) count("places");
      if (settings.tag !== '"aws-kms-key-loss"') count("tag");
      const { exceptions } = settings;
      for (const key of ["from", "until", "weekly"] as const) if (exceptions.some((one) => one[key])) count(key);
      new Set(exceptions.flatMap(({ when }) => when.map(([field]) => field))).forEach(count);
    }
    for (const what of [
      "duplicates",
      "cap",
      "escalate",
      "denied",
      "network activity",
      "tag",
      "elsewhere",
      "places",
      ...FIELDS,
    ]) {
      assert.ok((counts.get(what) ?? 0) >= 0.1 * CONFIGS, `${what}: ${counts.get(what)}`);
    }
    for (const what of ["from", "until", "weekly"]) assert.ok((counts.get(what) ?? 0) >= 0.1 * CONFIGS, what);
  });

  it("are wrong in one thing if broken, each break in turn", () => {
    const faults = new Set<Fault>();
    for (const index of indexes) {
      const { name, fault, bytes } = brokenConfig(DEFAULT_SEED, index);
      assert.equal(name, BREAK_NAMES[index % BREAK_NAMES.length]);
      assert.deepEqual([...readConfig(bytes).faults], [fault], `${name}: ${Buffer.from(bytes).toString()}`);
      faults.add(fault);
    }
    // All that readConfig knows.
    assert.equal(faults.size, 28);
    assert.equal(new Set(BREAK_NAMES).size, BREAK_NAMES.length);
  });

  it("come with records of every verdict that needs no configuration", () => {
    const verdicts = new Map<string, number>();
    for (const index of indexes) {
      const { verdict } = judge(generateRecord(DEFAULT_SEED, index).bytes);
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    const shares = { match: 0.4, "no match": 0.2, already: 0.01, "not understood": 0.01 };
    for (const [verdict, share] of Object.entries(shares)) {
      assert.ok((verdicts.get(verdict) ?? 0) >= share * CONFIGS, `${verdict}: ${verdicts.get(verdict)}`);
    }
  });
});
