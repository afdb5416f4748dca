import { sha256 } from "../../../assembly/bytes/sha256";
import { place } from "../support/text";

/** The first 16 digits, as `sha256sum` prints them. */
function digestOf(text: string): string {
  const placed = place(text);
  let digits = "";
  for (let left = sha256(placed.start, placed.end), count = 0; count < 16; count++, left <<= 4) {
    digits += (left >> 60).toString(16);
  }
  heap.free(placed.start);
  return digits;
}

describe("sha256", () => {
  it("matches the examples of FIPS 180-4", () => {
    expect(digestOf("abc")).toBe("ba7816bf8f01cfea");
    expect(digestOf("")).toBe("e3b0c44298fc1c14");
    expect(digestOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe("248d6a61d20638b8");
    expect(digestOf("a".repeat(1000000))).toBe("cdc76e5c9914fb92");
  });

  it("matches known sums of texts that end near block boundaries", () => {
    // From Python's hashlib.
    const sums: StaticArray<string> = [
      "2d711642b726b044",
      "ac73c874b7538f34",
      "3cf4c499b9c9fd50",
      "a8323521652551a6",
      "4e7c53303bfc1fa3",
      "6b46e1fee2ac8a0e",
      "54d867327fe1e98b",
      "5e16944978f1dc90",
      "bde63e932657e27a",
      "3d2c9ad0c3cd2732",
      "18227d9b34e37a06",
      "7928d76d5bcfa543",
      "5a4ef8adbe7e6778",
    ];
    const lengths: StaticArray<i32> = [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129];
    for (let i = 0; i < lengths.length; i++)
      expect(digestOf("\u00a7".repeat(lengths[i] >> 1) + "x".repeat(lengths[i] & 1))).toBe(
        sums[i],
        lengths[i].toString(),
      );
  });
});
