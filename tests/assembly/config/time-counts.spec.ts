import { NO_CLOCK, NO_TIME, parseClock, parseCount } from "../../../assembly/config/time";
import { placeLast } from "../support/text";

function count(text: string): i64 {
  const placed = placeLast(text);
  return parseCount(placed.start, placed.end);
}

function clock(text: string): i32 {
  const placed = placeLast(text);
  return parseClock(placed.start, placed.end);
}

describe("parseCount", () => {
  it("reads up to 11 digits as seconds", () => {
    expect(count("0")).toBe(0);
    expect(count("7")).toBe(7);
    expect(count("1772615021")).toBe(1772615021);
    expect(count("99999999999")).toBe(99999999999);
  });

  it("reads 12 to 14 digits as milliseconds", () => {
    expect(count("100000000000")).toBe(100000000);
    expect(count("1772615021999")).toBe(1772615021);
    expect(count("99999999999999")).toBe(99999999999);
  });

  it("reads 15 to 17 digits as microseconds", () => {
    expect(count("100000000000000")).toBe(100000000);
    expect(count("1772615021999999")).toBe(1772615021);
    expect(count("99999999999999999")).toBe(99999999999);
  });

  it("reads 18 and 19 digits as nanoseconds", () => {
    expect(count("100000000000000000")).toBe(100000000);
    expect(count("1772615021999999999")).toBe(1772615021);
    expect(count("9223372036854775807")).toBe(9223372036);
    expect(count("9223372036854775808")).toBe(9223372036);
    expect(count("9999999999999999999")).toBe(9999999999);
  });

  it("drops a fraction, whatever its length", () => {
    expect(count("1772615021.0")).toBe(1772615021);
    expect(count("1772615021.999999999999")).toBe(1772615021);
    expect(count("1772615021999.5")).toBe(1772615021);
    expect(count("0.5")).toBe(0);
  });

  it("rejects anything else", () => {
    const texts: StaticArray<string> = [
      "",
      ".",
      ".5",
      "5.",
      "5.5.5",
      "-5",
      "+5",
      " 5",
      "5 ",
      "5s",
      "0x5",
      "1e9",
      "1.5e9",
      "1_000",
      "17726150219999999990",
      "00000000000000000000",
    ];
    for (let i = 0; i < texts.length; i++) expect(count(texts[i])).toBe(NO_TIME, texts[i]);
  });
});

describe("parseClock", () => {
  it("counts minutes from midnight, up to the next one", () => {
    expect(clock("00:00")).toBe(0);
    expect(clock("00:01")).toBe(1);
    expect(clock("01:00")).toBe(60);
    expect(clock("09:59")).toBe(599);
    expect(clock("23:59")).toBe(1439);
    expect(clock("24:00")).toBe(1440);
  });

  it("accepts every minute of a day", () => {
    for (let minute = 0; minute <= 1440; minute++) {
      const hours = (minute / 60).toString().padStart(2, "0");
      const minutes = (minute % 60).toString().padStart(2, "0");
      expect(clock(hours + ":" + minutes)).toBe(minute);
    }
  });

  it("rejects anything else", () => {
    const texts: StaticArray<string> = [
      "",
      "2",
      "22",
      "22:",
      "22:0",
      "2:00",
      "2200",
      "22.00",
      "22:000",
      "022:00",
      "22:00:00",
      "22:00Z",
      " 22:00",
      "22:00 ",
      "22:60",
      "22:99",
      "24:01",
      "24:59",
      "25:00",
      "99:00",
      "-1:00",
      "xx:00",
      "22:xx",
      "2a:00",
      "22:0a",
      "noon",
    ];
    for (let i = 0; i < texts.length; i++) expect(clock(texts[i])).toBe(NO_CLOCK, texts[i]);
  });
});
