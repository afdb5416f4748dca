import { NO_TIME, minuteOf, parseTime, weekdayOf } from "../../../assembly/config/time";

/** `YYYY-MM-DDT00:00:00Z`, with room for the digits of any day. */
const text = memory.data<u8>([
  0x30, 0x30, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x2d, 0x30, 0x30, 0x54, 0x30, 0x30, 0x3a, 0x30, 0x30, 0x3a, 0x30, 0x30,
  0x5a,
]);
const LENGTH: usize = 20;

/** Stores a number of `count` digits at `at` in the text. */
function put(value: i32, at: usize, count: i32): void {
  for (let index = count - 1; index >= 0; index--) {
    store<u8>(text + at + index, <u8>(0x30 + (value % 10)));
    value /= 10;
  }
}

/** Midnight of a day, parsed from its text. */
function midnightOf(year: i32, month: i32, day: i32): i64 {
  put(year, 0, 4);
  put(month, 5, 2);
  put(day, 8, 2);
  return parseTime(text, text + LENGTH);
}

/** The number of days in a month, by the usual rule. */
function daysIn(year: i32, month: i32): i32 {
  if (month == 2) {
    if (year % 400 == 0) return 29;
    if (year % 100 == 0) return 28;
    return year % 4 == 0 ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

describe("the calendar", () => {
  it("has every day from the year 0 to 9999, each a day after the one before", () => {
    let expected: i64 = -62167219200;
    let wrong = "";
    for (let year = 0; year <= 9999; year++) {
      for (let month = 1; month <= 12; month++) {
        for (let day = 1; day <= daysIn(year, month); day++) {
          if (midnightOf(year, month, day) != expected) wrong = `${year}-${month}-${day}`;
          expected += 86400;
        }
      }
    }
    expect(wrong).toBe("");
    expect(expected).toBe(253402300800);
  });

  it("has no other day", () => {
    let wrong = "";
    for (let year = 1800; year <= 2200; year++) {
      for (let month = 0; month <= 20; month++) {
        const first = month >= 1 && month <= 12 ? daysIn(year, month) + 1 : 1;
        if (midnightOf(year, month, 0) != NO_TIME) wrong = `${year}-${month}-0`;
        for (let day = first; day <= 32; day++) {
          if (midnightOf(year, month, day) != NO_TIME) wrong = `${year}-${month}-${day}`;
        }
      }
    }
    expect(wrong).toBe("");
  });
});

describe("weekdayOf", () => {
  it("is 0 on Mondays and 6 on Sundays, before 1970 too", () => {
    expect(weekdayOf(0)).toBe(3);
    expect(weekdayOf(midnightOf(2026, 12, 5))).toBe(5);
    expect(weekdayOf(midnightOf(2026, 12, 6))).toBe(6);
    expect(weekdayOf(midnightOf(2026, 12, 7))).toBe(0);
    expect(weekdayOf(midnightOf(1969, 12, 31))).toBe(2);
    expect(weekdayOf(midnightOf(1900, 1, 1))).toBe(0);
    expect(weekdayOf(midnightOf(2000, 1, 1))).toBe(5);
  });

  it("changes at midnight and wraps around", () => {
    let wrong = "";
    // 0000-01-01 of the Gregorian calendar was a Saturday.
    let expected = 5;
    for (let midnight: i64 = -62167219200; midnight < 4102444800; midnight += 86400) {
      if (weekdayOf(midnight) != expected || weekdayOf(midnight + 86399) != expected) wrong = midnight.toString();
      expected = (expected + 1) % 7;
    }
    expect(wrong).toBe("");
  });
});

describe("minuteOf", () => {
  it("counts minutes from midnight, before 1970 too", () => {
    const days: StaticArray<i64> = [0, -86400, 86400, -62167219200, 1796428800];
    for (let i = 0; i < days.length; i++) {
      let wrong = "";
      for (let second = 0; second < 86400; second++) {
        if (minuteOf(days[i] + second) != second / 60) wrong = second.toString();
      }
      expect(wrong).toBe("", days[i].toString());
    }
  });
});
