import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { generate } from "../oracle/generate.js";
import { MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import type { Schema } from "../oracle/schemas.js";
import { runSettings } from "../settings.js";
import { disagreement } from "./compare.js";

/** More than the memory allowed beyond twice the record; it is copied into the annotation. */
const AGENT = "x".repeat(400_000);
const ALLOWANCE = 192 * 1024;

/** Returns the matching record with a user agent so long that its result must be written in place. */
function withLongAgent(record: Uint8Array, schema: Schema): Uint8Array {
  const text = Buffer.from(record).toString();
  // In a raw event the last duplicate counts; in ECS, the first spelling is copied.
  const place = schema === "raw" ? text.lastIndexOf("}") : text.indexOf("{") + 1;
  const member = schema === "raw" ? `,"userAgent":"${AGENT}"` : `"user_agent.original":"${AGENT}",`;
  return Buffer.from(text.slice(0, place) + member + text.slice(place));
}

describe("the module on generated records that are annotated in place", () => {
  // Each record is made large, so a run of all generated ones would take minutes.
  const { seed, records: matches } = runSettings(20, 150);

  it(`agrees with the oracle on ${matches} matches, within the memory bound`, async () => {
    let inPlace = 0;
    for (let index = 0; inPlace < matches; index++) {
      assert.ok(index < 10 * matches, `only ${inPlace} annotations hold the agent`);
      const { bytes } = generate(seed, index);
      const { verdict, schema } = judge(bytes);
      if (verdict !== "match" || schema === undefined) continue;
      const record = withLongAgent(bytes, schema);
      const module = await loadModule(MODULE_PATH);
      const host = new FluentBitHost(module);
      assert.equal(disagreement(host, record), undefined, `seed ${seed}, index ${index}`);
      const size = module.memory.buffer.byteLength;
      assert.ok(size <= 2 * record.length + ALLOWANCE, `${size} bytes for ${record.length}, index ${index}`);
      // A record may have an agent of its own that is copied: the result is then next to the record.
      const result = host.filter("tag", record);
      if ("record" in result && result.record.length > 2 * AGENT.length) inPlace++;
    }
  });
});
