import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost, type FilterResult } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { MODULE_PATH } from "../oracle/project.js";
import { disagreement, shrink, tellDisagreement, type Host } from "./compare.js";

const encode = (text: string) => new TextEncoder().encode(text);
const MATCH = encode('{"eventSource":"kms.amazonaws.com","n":1.0,"eventName":"DisableKey","x":[{"y":1},2]}');
const OTHER = encode('{"eventSource":"kms.amazonaws.com","eventName":"EnableKey"}');
const ALREADY = encode('{"keyward":{"verdict":"match","events":[{"action":"DisableKey"}]}}');
const BROKEN = encode('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey",}');
const CUT = encode('{"a":1');
const UNREAD = encode('{"a":1,}');
const OTHERS = encode('[{"eventSource":"kms.amazonaws.com","eventName":"EnableKey"}]');
const BROKEN_ARRAY = encode(
  String.raw`[{"log":"{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"Disable\\u004bey\"}"},]`,
);

/** Returns a host that behaves like the real one, except for `err`. */
async function erring(err: (result: FilterResult, filter: string, record: Uint8Array) => FilterResult): Promise<Host> {
  const host = new FluentBitHost(await loadModule(MODULE_PATH));
  return {
    filter: (filter, record) => {
      const bytes = typeof record === "string" ? encode(record) : record;
      return err(host.filter(filter, bytes), filter, bytes);
    },
  };
}

describe("the comparison with the oracle", () => {
  it("reports nothing if nothing is wrong", async () => {
    const host = await erring((result) => result);
    for (const record of [MATCH, OTHER, ALREADY, BROKEN, CUT, UNREAD, OTHERS, BROKEN_ARRAY]) {
      assert.equal(disagreement(host, record), undefined, Buffer.from(record).toString());
    }
  });

  it("reports a wrong outcome of either filter", async () => {
    const kept: FilterResult = { outcome: "kept", record: MATCH };
    const cases: [string, FilterResult, Uint8Array[]][] = [
      ["tag", kept, [MATCH]],
      ["tag", { outcome: "dropped", reason: "null" }, [MATCH, OTHER, ALREADY, BROKEN, CUT, UNREAD]],
      ["tag", { outcome: "modified", record: ALREADY }, [OTHER, ALREADY, BROKEN]],
      ["keep", kept, [MATCH, OTHER, OTHERS]],
      ["keep", { outcome: "dropped", reason: "null" }, [MATCH, ALREADY, BROKEN, CUT, BROKEN_ARRAY]],
      ["keep", { outcome: "dropped", reason: "trap" }, [MATCH, OTHER, ALREADY, BROKEN, CUT, UNREAD]],
      ["keep", { outcome: "modified", record: ALREADY }, [OTHER, ALREADY, BROKEN, UNREAD]],
    ];
    for (const [wrongFilter, wrong, records] of cases) {
      const host = await erring((result, filter) => (filter === wrongFilter ? wrong : result));
      for (const record of records) {
        const told = disagreement(host, record);
        assert.match(told ?? "nothing", new RegExp(`^${wrongFilter}: `), Buffer.from(record).toString());
      }
    }
  });

  it("reports the smallest text in a record, and the smallest record around it", async () => {
    const blind = await erring((_, __, record) => ({ outcome: "kept", record }));
    const message = JSON.stringify({ x: [1], Records: [2, JSON.parse(Buffer.from(MATCH).toString())], log: "x" });
    const record = encode(JSON.stringify({ y: 3, Messages: [4, { Body: message, z: "5" }] }).replace("y", "\\u0079"));
    assert.equal(
      Buffer.from(shrink(blind, record)).toString(),
      String.raw`{"Messages":[{"Body":"{\"Records\":[{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"DisableKey\"}]}"}]}`,
    );
  });

  it("reports a wrong annotation with the smallest record", async () => {
    const host = await erring((result, filter) => {
      if (result.outcome !== "modified" || filter !== "tag") return result;
      return { outcome: "modified", record: encode(Buffer.from(result.record).toString().replace("1.0", "1")) };
    });
    assert.match(disagreement(host, MATCH) ?? "", /^tag: the bytes part from the input's/);
    const broad = await erring((result) =>
      result.outcome === "modified" ? { outcome: "kept", record: MATCH } : result,
    );
    const smallest = Buffer.from(shrink(broad, MATCH)).toString();
    assert.equal(smallest, '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}');
    assert.match(
      tellDisagreement(broad, MATCH, "here") ?? "",
      /^here: tag: oracle says match, so modified; module says kept/,
    );
  });
});
