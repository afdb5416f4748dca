import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "#keyward/findings/findings-of.js";
import { locateEvent } from "#keyward/findings/locate.js";
import { detectSchema } from "#keyward/findings/schema.js";
import { FluentBitHost, loadModule } from "#keyward/index.js";
import { fixtures } from "../../oracle/project.js";

describe("an event's path", () => {
  it("is followed by names, indexes and strings that are decoded", () => {
    const record = {
      a: [{ "b/c~d": JSON.stringify({ e: [1, JSON.stringify([2])] }) }],
      "": { "": 3 },
      "x#": 4,
      x: "5",
      "~1": 6,
    };
    const places: [string, unknown][] = [
      ["", record],
      ["/a/0/b~1c~0d#/e/0", 1],
      ["/a/0/b~1c~0d#/e/1#/0", 2],
      ["/a/0/b~1c~0d#/e/1", "[2]"],
      ["//", 3],
      ["/x#", 5],
      ["/~01", 6],
    ];
    for (const [path, value] of places) assert.deepEqual(locateEvent(record, path), value, path);
  });

  it("goes into strings as the module does: after text, and into several texts by their index", () => {
    const record = {
      cri: '2026-03-04T09:03:41Z stdout F {"a":1}\n',
      several: ' [1]x{"a":"}\\""} , {"b":2} and more',
      alone: '{"a":1} \n',
      broken: '{"a":1}{"b":}',
      scalar: '"{}"',
    };
    const places: [string, unknown][] = [
      ["/cri#/a", 1],
      ["/several#/0/0", 1],
      ["/several#/1/a", '}"'],
      ["/several#/2/b", 2],
      ["/several#/3", undefined],
      ["/alone#/a", 1],
      ["/alone#/0", undefined],
      ["/broken#/0/a", 1],
      ["/broken#/1", undefined],
      ["/scalar#/0", undefined],
    ];
    for (const [path, value] of places) assert.deepEqual(locateEvent(record, path), value, path);
  });

  it("that leads nowhere finds nothing", () => {
    const record = { a: ["x"], text: "{", toString: undefined, n: null, s: "abc" };
    const paths = [
      "a",
      "#",
      "/b",
      "/a/1",
      "/a/-1",
      "/a/00",
      "/a/length",
      "/a/0#",
      "/text#",
      "/n/x",
      "/n#",
      "/s/0",
      "/s/length",
    ];
    for (const path of [...paths, "/a#", "/valueOf", "/__proto__", "/a/constructor", "/~1"]) {
      assert.equal(locateEvent(record, path), undefined, path);
    }
  });

  it("goes through strings of any length, soon", { timeout: 20_000 }, () => {
    const long = `{"a":${JSON.stringify("x".repeat(20_000_000))}} and more`;
    assert.equal((locateEvent({ log: `INFO ${long}` }, "/log#/0/a") as string).length, 20_000_000);
    assert.deepEqual(locateEvent({ log: `{"a":1} {"${'\\"'.repeat(2_000_000)}` }, "/log#/0/a"), 1);
  });

  it("takes __proto__ for the name that it is in JSON", () => {
    assert.equal(locateEvent(JSON.parse('{"__proto__":{"a":1}}'), "/__proto__/a"), 1);
  });

  it("leads to an event for every finding of every fixture, in every shape", async () => {
    const host = new FluentBitHost(await loadModule());
    let events = 0;
    for (const { where, bytes, paths } of fixtures().filter(({ matches }) => matches)) {
      const result = host.filter("keep", Buffer.from(bytes).toString());
      assert.equal(result.outcome, "modified", where);
      const record = JSON.parse(Buffer.from(result.record).toString()) as unknown;
      const { findings } = findingsOf(result.record, where, 1);
      assert.deepEqual(
        findings.map(({ path }) => path),
        paths,
        where,
      );
      for (const { path } of findings) {
        assert.notEqual(detectSchema(locateEvent(record, path)), undefined, `${where}: ${path}`);
        events++;
      }
    }
    assert.ok(events > 100, `${events} events`);
  });
});
