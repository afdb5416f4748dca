import { sumOf } from "../../../assembly/bytes/sum";
import { place, placeLast } from "../support/text";

function sum(text: string): u64 {
  const placed = placeLast(text);
  return sumOf(placed.start, placed.end);
}

describe("sumOf", () => {
  it("is 64-bit FNV-1a, per its authors' test vectors", () => {
    expect(sum("")).toBe(0xcbf29ce484222325);
    expect(sum("a")).toBe(0xaf63dc4c8601ec8c);
    expect(sum("b")).toBe(0xaf63df4c8601f1a5);
    expect(sum("fo")).toBe(0x08985907b541d342);
    expect(sum("foo")).toBe(0xdcb27518fed9d577);
    expect(sum("foob")).toBe(0xdd120e790c2512af);
    expect(sum("fooba")).toBe(0xcac165afa2fef40a);
    expect(sum("foobar")).toBe(0x85944171f73967e8);
  });

  it("covers all bytes of the text, and none after them", () => {
    expect(sum("\u0000")).toBe(0xaf63bd4c8601b7df);
    const placed = place("foo", "bar");
    expect(sumOf(placed.start, placed.end)).toBe(0xdcb27518fed9d577);
    // The two bytes c3 a9, by hand.
    const first: u64 = (0xcbf29ce484222325 ^ 0xc3) * 0x100000001b3;
    expect(sum("\u00e9")).toBe((first ^ 0xa9) * 0x100000001b3);
  });

  it("distinguishes texts with the same bytes in another order", () => {
    expect(sum("ab")).not.toBe(sum("ba"));
    expect(sum("\u0000a")).not.toBe(sum("a"));
    expect(sum("a\u0000")).not.toBe(sum("a"));
  });
});
