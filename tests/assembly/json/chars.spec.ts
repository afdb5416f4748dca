import { hexValue, isDigit, isSpace } from "../../../assembly/json/chars";

describe("chars", () => {
  it("recognizes space, tab, line feed and carriage return as white space, and no other byte", () => {
    let found = "";
    for (let byte: u32 = 0; byte < 256; byte++) {
      if (isSpace(byte)) found += byte.toString() + " ";
    }
    expect(found).toBe("9 10 13 32 ");
  });

  it("recognizes 0 to 9 as digits, and no other byte", () => {
    let found = "";
    for (let byte: u32 = 0; byte < 256; byte++) {
      if (isDigit(byte)) found += String.fromCharCode(byte);
    }
    expect(found).toBe("0123456789");
  });

  it("returns the value of every hexadecimal digit, and -1 for every other byte", () => {
    let found = "";
    for (let byte: u32 = 0; byte < 256; byte++) {
      const value = hexValue(byte);
      if (value != -1) found += String.fromCharCode(byte) + "=" + value.toString() + " ";
    }
    expect(found).toBe(
      "0=0 1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9 " + "A=10 B=11 C=12 D=13 E=14 F=15 a=10 b=11 c=12 d=13 e=14 f=15 ",
    );
  });
});
