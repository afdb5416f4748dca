import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clockMinutes, isInWeekly, rfc3339Seconds, secondsOf } from "./times.js";

const seconds = (text: string) => Date.parse(text) / 1000;

describe("the time of an event", () => {
  it("can be RFC 3339, without fractions of a second", () => {
    const expected = seconds("2026-12-05T22:00:07Z");
    for (const text of [
      "2026-12-05T22:00:07Z",
      "2026-12-05t22:00:07z",
      "2026-12-05 22:00:07Z",
      "2026-12-05T22:00:07.999999999999Z",
      "2026-12-05T23:00:07+01:00",
      "2026-12-05T12:30:07-09:30",
      "2026-12-06T21:59:07+23:59",
      "2026-12-05T22:00:07-00:00",
    ]) {
      assert.equal(secondsOf(text), expected, text);
    }
    assert.equal(secondsOf("2026-12-05T21:59:60Z"), seconds("2026-12-05T22:00:00Z"));
    assert.equal(secondsOf("1969-12-31T23:59:59.5Z"), -1);
    assert.equal(secondsOf("0000-03-01T00:00:00Z"), seconds("0000-03-01T00:00:00Z"));
    assert.equal(secondsOf("2000-02-29T00:00:00Z"), seconds("2000-02-29T00:00:00Z"));
  });

  it("can be a number whose digits give the unit", () => {
    const expected = 1_796_508_000;
    for (const digits of ["", "000", "999", "000000", "999999", "000000000", "999999999"]) {
      assert.equal(secondsOf(`${expected}${digits}`), expected, digits);
      assert.equal(secondsOf(`${expected}${digits}.75`), expected, digits);
    }
    for (const [digits, value] of [
      [11, 11_111_111_111],
      [12, 111_111_111],
      [14, 11_111_111_111],
      [15, 111_111_111],
      [17, 11_111_111_111],
      [18, 111_111_111],
      [19, 1_111_111_111],
    ] as const) {
      assert.equal(secondsOf("1".repeat(digits)), value, `${digits} digits`);
    }
    assert.equal(secondsOf("0"), 0);
    assert.equal(secondsOf("007"), 7);
    assert.equal(secondsOf("9999999999999999999"), 9_999_999_999);
  });

  it("has no other form", () => {
    for (const text of [
      ..."|yesterday|2026-12-05|2026-12-05T22:00Z|2026-12-05T22:00:00|2026-02-29T00:00:00Z|2026-13-01T00:00:00Z".split(
        "|",
      ),
      ..."2026-00-01T00:00:00Z|2026-01-00T00:00:00Z|2026-01-01T24:00:00Z|2026-01-01T00:60:00Z|2026-01-01T00:00:61Z".split(
        "|",
      ),
      ..."2026-01-01T00:00:00+24:00|2026-01-01T00:00:00+00:60|2026-01-01T00:00:00.Z|2026-01-01T00:00:00+0000".split(
        "|",
      ),
      ..." 1|1 |+1|-1|1.|.5|1e9|1.5.5|0x1|11111111111111111111|2026-01-01T00:00:00Z |1900-02-29T00:00:00Z".split("|"),
    ]) {
      assert.equal(secondsOf(text), undefined, JSON.stringify(text));
    }
    assert.equal(rfc3339Seconds("1796508000"), undefined);
  });
});

describe("a weekly window", () => {
  const at = (text: string, days: string[], from: string, until: string) =>
    isInWeekly(seconds(text), { days, from: clockMinutes(from) as number, until: clockMinutes(until) as number });

  it("is on its days, from the first second (inclusive) to the last (exclusive)", () => {
    // A Saturday.
    assert.ok(at("2026-12-05T02:00:00Z", ["Sat"], "02:00", "04:00"));
    assert.ok(at("2026-12-05T03:59:59Z", ["Sat"], "02:00", "04:00"));
    assert.ok(!at("2026-12-05T01:59:59Z", ["Sat"], "02:00", "04:00"));
    assert.ok(!at("2026-12-05T04:00:00Z", ["Sat"], "02:00", "04:00"));
    assert.ok(!at("2026-12-05T03:00:00Z", ["Fri", "Sun"], "02:00", "04:00"));
    assert.ok(at("2026-12-06T23:59:59Z", ["Sat", "Sun"], "00:00", "24:00"));
  });

  it("may pass midnight, and belongs to the day on which it begins", () => {
    assert.ok(at("2026-12-05T22:00:00Z", ["Sat"], "22:00", "04:00"));
    assert.ok(at("2026-12-06T03:59:59Z", ["Sat"], "22:00", "04:00"));
    assert.ok(!at("2026-12-06T04:00:00Z", ["Sat"], "22:00", "04:00"));
    assert.ok(!at("2026-12-05T03:00:00Z", ["Sat"], "22:00", "04:00"));
    assert.ok(!at("2026-12-06T22:00:00Z", ["Sat"], "22:00", "04:00"));
    assert.ok(at("2026-12-07T00:30:00Z", ["Sun"], "24:00", "01:00"));
    assert.ok(!at("2026-12-06T00:30:00Z", ["Sun"], "24:00", "01:00"));
    assert.ok(!at("2026-12-06T00:00:00Z", ["Sat"], "24:00", "00:00"));
  });

  it("knows the days since and before 1970", () => {
    assert.ok(at("1970-01-01T12:00:00Z", ["Thu"], "00:00", "24:00"));
    assert.ok(at("1969-12-31T12:00:00Z", ["Wed"], "00:00", "24:00"));
    assert.ok(at("1969-12-22T12:00:00Z", ["Mon"], "00:00", "24:00"));
  });

  it("has times of day from 00:00 to 24:00", () => {
    assert.deepEqual(["00:00", "09:05", "23:59", "24:00"].map(clockMinutes), [0, 545, 1439, 1440]);
    for (const text of ["24:01", "25:00", "2:00", "02:60", "0200", "02:00:00", " 02:00", ""]) {
      assert.equal(clockMinutes(text), undefined, text);
    }
  });
});
