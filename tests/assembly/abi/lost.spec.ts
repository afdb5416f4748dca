import { writeLost } from "../../../assembly/abi/lost";
import { textAt } from "../support/text";

function lost(length: u32): string {
  return textAt(writeLost(length));
}

describe("writeLost", () => {
  it("tells of the record's length and the reason", () => {
    expect(lost(1234)).toBe(
      '{"keyward":{"verdict":"lost","bytes":1234,"reason":"the host had no memory to hand the record to the filter"}}',
    );
  });

  it("has room for every length", () => {
    const before = '{"keyward":{"verdict":"lost","bytes":';
    const behind = ',"reason":"the host had no memory to hand the record to the filter"}}';
    expect(lost(0)).toBe(before + "0" + behind);
    expect(lost(4294967295)).toBe(before + "4294967295" + behind);
    expect(lost(7)).toBe(before + "7" + behind);
  });
});
