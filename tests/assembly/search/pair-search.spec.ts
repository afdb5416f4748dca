import { FARTHEST, allowPair, jumpAt } from "../../../assembly/search/pair-search";
import { place } from "../support/text";

const text = place("..");

/** The jump from the pair of `first` and `second`. */
function jumpOf(first: u32, second: u32): usize {
  store<u8>(text.start, <u8>first);
  store<u8>(text.start + 1, <u8>second);
  return jumpAt(text.start);
}

describe("the jumps", () => {
  it("are as far as a window reaches for pairs that were not allowed", () => {
    expect(jumpOf(0x61, 0x62)).toBe(FARTHEST);
    expect(jumpOf(0xff, 0xff)).toBe(FARTHEST);
    expect(jumpOf(0, 0)).toBe(FARTHEST);
  });

  it("are the fewest bytes allowed for a pair, in this order of its bytes", () => {
    allowPair(0x61, 0x63, 4);
    allowPair(0x61, 0x63, 2);
    allowPair(0x61, 0x63, 7);
    expect(jumpOf(0x61, 0x63)).toBe(2);
    expect(jumpOf(0x63, 0x61)).toBe(FARTHEST);
    allowPair(0xff, 0x80, 0);
    expect(jumpOf(0xff, 0x80)).toBe(0);
  });
});
