import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding } from "#keyward/engine/finding.js";
import { collect } from "#keyward/scan/collect.js";
import { totalsOf } from "#keyward/scan/totals.js";

function finding(line: number, facts: Partial<Finding> = {}): Finding {
  return { file: "f", line, path: "", verdict: "match", action: "DisableKey", details: {}, ...facts };
}

function collected(findings: Finding[]): string[] {
  return collect(findings).map(({ line, verdict, seen, also }) =>
    [line, verdict, seen, ...also.map((place) => place.line)].join(" "),
  );
}

describe("collect", () => {
  it("treats one id as two events if key or actor differ: an id is easily copied", () => {
    const time = "2026-03-04T09:00:00Z";
    const one = finding(0, { id: "a", time, key: { arn: "k1" }, actor: { arn: "mallory" } });
    assert.equal(collected([one, { ...one, key: { arn: "k2" } }]).length, 2);
    assert.equal(collected([one, { ...one, actor: { arn: "bob" } }]).length, 2);
    assert.deepEqual(collected([one, { ...one, line: 7 }]), ["0 match 2 7"]);
  });

  it("shows a match instead of a possible match of the same event", () => {
    const all = (["possible", "match"] as const).map((verdict, line) => finding(line, { id: "a", verdict }));
    assert.deepEqual(collected(all), ["1 match 2 0"]);
  });

  it("treats one id, action and second as one event, in any form of the time", () => {
    const time = "2026-03-04T09:00:00Z";
    const same = [time, "2026-03-04T09:00:00.000Z", "2026-03-04T10:00:00+01:00", "1772614800", "1772614800123"];
    assert.deepEqual(collected(same.map((text, index) => finding(index, { id: "a", time: text }))), [
      "0 match 5 1 2 3 4",
    ]);
    const others = [
      finding(0, { id: "a", time }),
      finding(1, { id: "b", time }),
      finding(2, { id: "a", time, action: "ScheduleKeyDeletion" }),
      finding(3, { id: "a", time: "2026-03-04T09:00:01Z" }),
      finding(4, { time }),
      finding(5, { time }),
    ];
    assert.equal(collected(others).length, others.length);
  });

  it("lists ten other locations, and counts all", () => {
    const all = Array.from({ length: 14 }, (_, line) => finding(line, { id: "a" }));
    assert.deepEqual(collected(all), ["0 match 14 1 2 3 4 5 6 7 8 9 10"]);
  });

  it("shows the strongest verdict, and its first location", () => {
    const all = (["suppressed", "match", "denied", "match"] as const).map((verdict, line) =>
      finding(line, { id: "a", verdict }),
    );
    assert.deepEqual(collected(all), ["1 match 4 0 2 3"]);
  });

  it("orders by time, then as found, unreadable times last", () => {
    const all = [
      finding(0, { time: "never" }),
      finding(1, { time: "2026-03-04T10:00:00+02:00" }),
      finding(2),
      finding(3, { time: "2026-03-04T07:59:59Z" }),
      finding(4, { time: "2026-03-04T08:00:00Z" }),
    ];
    assert.deepEqual(
      collected(all).map((text) => text.charAt(0)),
      ["3", "1", "4", "0", "2"],
    );
  });
});

describe("totalsOf", () => {
  it("orders by count, unknown last, and days in order", () => {
    const exception = { id: "x", reason: "" };
    const totals = totalsOf([
      finding(0, { actor: { arn: "b" }, key: { id: "k", arn: "arn-k" }, time: "2026-03-05T00:30:00+01:00" }),
      finding(1, { actor: { type: "Root" }, verdict: "suppressed", exception, time: "2026-03-01T00:00:00Z" }),
      finding(2, { actor: { arn: "b" }, key: { id: "k" } }),
      finding(3, { actor: { arn: "a" } }),
      finding(4),
    ]);
    const shown = (list: { name: string; count: number }[]): string[] =>
      list.map(({ name, count }) => `${name} ${count}`);
    assert.deepEqual(totals.verdicts, { match: 4, suppressed: 1 });
    assert.deepEqual(shown(totals.actors), ["b 2", "Root 1", "a 1", "(unknown) 1"]);
    assert.deepEqual(shown(totals.keys), ["(unknown) 3", "arn-k 1", "k 1"]);
    assert.deepEqual(shown(totals.days), ["2026-03-01 1", "2026-03-04 1", "(unknown) 3"]);
    assert.deepEqual(totals.exceptions, [{ name: "x", count: 1, verdicts: { suppressed: 1 } }]);
  });
});
