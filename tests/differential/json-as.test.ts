/** A second implementation of the rule for raw events, which parses each into a class with json-as, agrees with the module. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileAssembly } from "#bench/engines/compile-assembly.js";
import { compile, filterOf, instantiate } from "#bench/engines/instance.js";
import { Guest } from "#keyward/hosts/guest.js";
import { compileModule } from "#keyward/module-files.js";
import { parseRecord, type JsonObject } from "../oracle/json.js";
import { actionsAndFew, cloudTrailLines, MODULE_PATH } from "../oracle/project.js";
import { few } from "../settings.js";
import { FilterHost } from "./filter-host.js";

/** Not optimized: the same answers, and half the time to compile it. */
const PLAIN = ["--optimizeLevel", "0", "--shrinkLevel", "0"];

/** The deciding fields of a call, in every combination, put into a real event. */
const SOURCES = ["kms.amazonaws.com", "KMS.amazonaws.com", "ec2.amazonaws.com", null];
const NAMES = ["DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion", "disableKey", "DisableKeys"];
const ERRORS = [undefined, null, "", "AccessDenied"];

describe("json-as and the module", async () => {
  const module = await compileModule(MODULE_PATH);

  it("find the same matches among real events, and for each combination of the deciding fields", (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const host = new FilterHost(module);
    const exports = instantiate(compile(compileAssembly("json-as-filter", PLAIN)));
    const guest = new Guest(exports);
    const filter = filterOf(exports, "tag");
    const isMatch = (bytes: Uint8Array): boolean => {
      const call = guest.call(filter, Buffer.from("t"), bytes, { seconds: 0, nanoseconds: 0 });
      guest.free(call);
      return call.result !== call.recordAddress;
    };
    let records = 0;
    let matches = 0;
    const compare = (event: JsonObject, where: string): void => {
      // json-as reads `\/` as NUL, which JSON.stringify never writes.
      const bytes = new TextEncoder().encode(JSON.stringify(event));
      const expected = isMatch(bytes);
      assert.equal(host.filter("tag", bytes).outcome === "modified", expected, `${where}: ${JSON.stringify(event)}`);
      records++;
      if (expected) matches++;
    };
    const varied = few(
      lines.filter((_, index) => index % 200 === 0),
      4,
    );
    for (const line of actionsAndFew(lines, 400)) compare(parseRecord(line.bytes) as JsonObject, line.where);
    for (const { bytes, where } of varied) {
      const event = parseRecord(bytes) as JsonObject;
      for (const eventSource of SOURCES)
        for (const eventName of NAMES)
          for (const errorCode of ERRORS)
            for (const errorMessage of ERRORS)
              compare(withFields(event, { eventSource, eventName, errorCode, errorMessage }), where);
    }
    // Two spellings of one source, with no error in either field: 2 × 3 × 3 per varied event.
    assert.equal(matches, 10 + varied.length * 18);
    t.diagnostic(`${records} records, ${matches} matches`);
  });
});

/** Returns the event with other fields; undefined removes one. */
function withFields(event: JsonObject, fields: Record<string, string | null | undefined>): JsonObject {
  return JSON.parse(JSON.stringify({ ...event, ...fields })) as JsonObject;
}
