/**
 * Long patterns on long texts. Each takes milliseconds in linear time, and minutes if time grows with the product of
 * both lengths: such a regression shows as a run that does not end.
 */
import { matchGlob } from "../../../assembly/config/glob";
import { Text, place } from "../support/text";

function matches(pattern: Text, text: Text): bool {
  return matchGlob(pattern.start, pattern.end, text.start, text.end);
}

const LONG: i32 = 400000;

describe("a long pattern", () => {
  it("may be stars alone", () => {
    const text = place("a".repeat(LONG));
    expect(matches(place("*".repeat(10000)), text)).toBe(true);
    expect(matches(place("*".repeat(262144)), text)).toBe(true);
    expect(matches(place("*".repeat(262144) + "b"), text)).toBe(false);
    expect(matches(place("*".repeat(262144)), place(""))).toBe(true);
  });

  it("may be 10,000 stars with a letter after each", () => {
    const text = place("a".repeat(LONG));
    expect(matches(place("*a".repeat(10000)), text)).toBe(true);
    expect(matches(place("*a".repeat(10000) + "*"), text)).toBe(true);
    expect(matches(place("*a".repeat(10000) + "*b"), text)).toBe(false);
    expect(matches(place("*a".repeat(10000) + "*b*"), text)).toBe(false);
    expect(matches(place("*b".repeat(10000) + "*"), text)).toBe(false);
  });

  it("may have more letters than the text", () => {
    expect(matches(place("*a".repeat(10000) + "*"), place("a".repeat(9999)))).toBe(false);
    expect(matches(place("*a".repeat(10000) + "*"), place("a".repeat(10000)))).toBe(true);
    expect(matches(place("?".repeat(100000)), place("a".repeat(100000)))).toBe(true);
    expect(matches(place("?".repeat(100000)), place("a".repeat(99999)))).toBe(false);
  });
});

describe("a long part", () => {
  it("may nearly match at every position of the text", () => {
    const text = place("a".repeat(LONG));
    const most = "a".repeat(LONG / 2);
    expect(matches(place("*" + most + "b*"), text)).toBe(false);
    expect(matches(place("*b" + most + "*"), text)).toBe(false);
    expect(matches(place("*" + most + "b" + most.slice(1) + "*"), text)).toBe(false);
    expect(matches(place("*" + most + "*" + most + "*"), text)).toBe(true);
    expect(matches(place("*" + most + "*" + most + "a*"), text)).toBe(false);
  });

  it("may repeat itself", () => {
    const text = place("ab".repeat(LONG / 2));
    expect(matches(place("*" + "ab".repeat(100000) + "b*"), text)).toBe(false);
    expect(matches(place("*" + "ab".repeat(100000) + "*"), text)).toBe(true);
    expect(matches(place("*" + "ba".repeat(100000) + "*"), text)).toBe(true);
    expect(matches(place("*" + "aab".repeat(60000) + "*"), text)).toBe(false);
  });

  it("may have its prefixes again inside it", () => {
    expect(matches(place("*aabaaab*"), place("xaabaabaaabx"))).toBe(true);
    expect(matches(place("*aabaaab*"), place("xaabaabaabx"))).toBe(false);
    expect(matches(place("*abacababc*"), place("abacabacababc"))).toBe(true);
    expect(matches(place("*abacababc*"), place("abacabacabab"))).toBe(false);
    expect(matches(place("*abcabd*"), place("abcabcabd"))).toBe(true);
    expect(matches(place("*aaab*"), place("aaaab"))).toBe(true);
    expect(matches(place("*\u20ac\u20ad*"), place("\u20ac\u20ac\u20ad"))).toBe(true);
  });
});
