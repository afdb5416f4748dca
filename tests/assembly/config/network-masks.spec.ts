import { LONGEST_ADDRESS, hasPrefix, isMasked } from "../../../assembly/config/network";

const one = memory.data(LONGEST_ADDRESS, 8);
const other = memory.data(LONGEST_ADDRESS, 8);

/** Flips the bit `bit`, counted from the first one, of the address at `address`. */
function turn(address: usize, bit: i32): void {
  const at = address + (bit >> 3);
  store<u8>(at, load<u8>(at) ^ ((<u8>0x80) >> (<u8>(bit & 7))));
}

/** Makes both addresses equal, with bytes that differ from each other. */
function fillBoth(): void {
  for (let i = 0; i < LONGEST_ADDRESS; i++) store<u8>(one + i, <u8>(i * 37 + 11));
  memory.copy(other, one, LONGEST_ADDRESS);
}

describe("hasPrefix", () => {
  it("is true for equal addresses, with any prefix", () => {
    fillBoth();
    for (let bits = 0; bits <= 128; bits++) expect(hasPrefix(one, other, bits)).toBe(true, bits.toString());
  });

  it("is false exactly if a bit of the prefix differs", () => {
    let wrong = "";
    for (let bit = 0; bit < 128; bit++) {
      fillBoth();
      turn(other, bit);
      for (let bits = 0; bits <= 128; bits++) {
        if (hasPrefix(one, other, bits) != bit >= bits) wrong += `${bit} of ${bits}; `;
        if (hasPrefix(other, one, bits) != bit >= bits) wrong += `${bits} of ${bit} the other way; `;
      }
    }
    expect(wrong).toBe("");
  });

  it("is true for all addresses with an empty prefix", () => {
    memory.fill(one, 0, LONGEST_ADDRESS);
    memory.fill(other, 0xff, LONGEST_ADDRESS);
    expect(hasPrefix(one, other, 0)).toBe(true);
    expect(hasPrefix(one, other, 1)).toBe(false);
  });
});

describe("isMasked", () => {
  it("is false exactly if a bit after the prefix is set", () => {
    let wrong = "";
    for (let bit = 0; bit < 128; bit++) {
      memory.fill(one, 0, LONGEST_ADDRESS);
      turn(one, bit);
      for (let bits = 0; bits <= 128; bits++) {
        if (isMasked(one, 16, bits) != bit < bits) wrong += `${bit} of ${bits}; `;
        if (bits <= 32 && isMasked(one, 4, bits) != (bit < bits || bit >= 32)) wrong += `${bit} of ${bits} in IPv4; `;
      }
    }
    expect(wrong).toBe("");
  });

  it("is true for zeros, and for all bits set with a full prefix", () => {
    memory.fill(one, 0, LONGEST_ADDRESS);
    expect(isMasked(one, 16, 0)).toBe(true);
    expect(isMasked(one, 4, 0)).toBe(true);
    memory.fill(one, 0xff, LONGEST_ADDRESS);
    expect(isMasked(one, 16, 128)).toBe(true);
    expect(isMasked(one, 4, 32)).toBe(true);
    expect(isMasked(one, 4, 31)).toBe(false);
    expect(isMasked(one, 16, 0)).toBe(false);
  });
});
