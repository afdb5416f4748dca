import { NO_TIME, parseTime } from "../../../assembly/config/time";
import { findException } from "../../../assembly/policy/exceptions";
import { forgetFields, startFields } from "../../../assembly/policy/fields";
import { configure, exceptionWith } from "../support/config";
import { eventWith, noteEvent, noted } from "../support/match";
import { place } from "../support/text";

/** A condition that every event meets. */
const ALL: string = '"when":{"action":["*"]},';

/** The time in `text`. */
function time(text: string): i64 {
  const placed = place(text);
  return parseTime(placed.start, placed.end);
}

/** Whether an event with this time and no other details falls under the exception in force. */
function holdsAt(seconds: i64): bool {
  noteEvent(eventWith(""));
  startFields(noted);
  const exception = findException(seconds);
  forgetFields();
  return exception != 0;
}

function holds(text: string): bool {
  const seconds = time(text);
  assert(seconds != NO_TIME, "no time");
  return holdsAt(seconds);
}

/** Puts an exception with a weekly window into force. */
function configureWeekly(days: string, from: string, until: string, rest: string = ""): void {
  configure(
    exceptionWith(`"when":{"action":["*"]},"weekly":{"days":[${days}],"from":"${from}","until":"${until}"}` + rest),
  );
}

describe("a window", () => {
  it("includes its start and excludes its end", () => {
    configure(exceptionWith('"from":"2026-12-05T22:00:00Z","until":"2026-12-06T04:00:00Z"'));
    expect(holds("2026-12-05T21:59:59Z")).toBe(false);
    expect(holds("2026-12-05T22:00:00Z")).toBe(true);
    expect(holds("2026-12-06T03:59:59Z")).toBe(true);
    expect(holds("2026-12-06T04:00:00Z")).toBe(false);
    expect(holds("2025-12-06T00:00:00Z")).toBe(false);
    expect(holds("2027-12-06T00:00:00Z")).toBe(false);
  });

  it("may be open at either end", () => {
    configure(exceptionWith(ALL + '"from":"2026-12-05T22:00:00Z"'));
    expect(holds("2026-12-05T21:59:59Z")).toBe(false);
    expect(holds("2026-12-05T22:00:00Z")).toBe(true);
    expect(holds("9999-12-31T23:59:59Z")).toBe(true);
    configure(exceptionWith(ALL + '"until":"2026-12-05T22:00:00Z"'));
    expect(holds("0000-01-01T00:00:00Z")).toBe(true);
    expect(holds("2026-12-05T21:59:59Z")).toBe(true);
    expect(holds("2026-12-05T22:00:00Z")).toBe(false);
  });

  it("may have its own offset", () => {
    configure(exceptionWith('"from":"2026-12-05T22:00:00+02:00","until":"2026-12-05T22:00:00-02:00"'));
    expect(holds("2026-12-05T19:59:59Z")).toBe(false);
    expect(holds("2026-12-05T20:00:00Z")).toBe(true);
    expect(holds("2026-12-05T23:59:59Z")).toBe(true);
    expect(holds("2026-12-06T00:00:00Z")).toBe(false);
  });

  it("may be written with escapes, and with as long a fraction as is allowed", () => {
    configure(
      exceptionWith('"fr\\u006fm":"2026-12-05T22:00:00.0000000000000000001Z","until":"2026-12-05\\u005423:00:00Z"'),
    );
    expect(holds("2026-12-05T21:59:59Z")).toBe(false);
    expect(holds("2026-12-05T22:00:00Z")).toBe(true);
    expect(holds("2026-12-05T23:00:00Z")).toBe(false);
  });

  it("includes no event without a time", () => {
    configure(exceptionWith('"from":"0000-01-01T00:00:00Z","until":"9999-12-31T23:59:59Z"'));
    expect(holdsAt(NO_TIME)).toBe(false);
    configure(exceptionWith(ALL + '"from":"0000-01-01T00:00:00Z"'));
    expect(holdsAt(NO_TIME)).toBe(false);
    configure(exceptionWith('"when":{"action":["*"]},"until":"9999-12-31T23:59:59Z"'));
    expect(holdsAt(NO_TIME)).toBe(false);
    configure(exceptionWith('"when":{"action":["*"]}'));
    expect(holdsAt(NO_TIME)).toBe(true);
  });

  it("holds together with a condition, and with another window", () => {
    configure(exceptionWith('"when":{"action":["Schedule*"]},"from":"2026-12-05T22:00:00Z"'));
    expect(holds("2026-12-05T23:00:00Z")).toBe(false);
    configure(exceptionWith('"when":{"action":["Disable*"]},"from":"2026-12-05T22:00:00Z"'));
    expect(holds("2026-12-05T23:00:00Z")).toBe(true);
    expect(holds("2026-12-05T21:00:00Z")).toBe(false);
    configureWeekly('"Sat"', "22:00", "24:00", ',"until":"2026-12-06T00:00:00Z"');
    expect(holds("2026-12-05T23:00:00Z")).toBe(true);
    expect(holds("2026-12-12T23:00:00Z")).toBe(false);
    expect(holds("2026-12-05T21:00:00Z")).toBe(false);
  });
});

describe("a weekly window", () => {
  it("recurs on its days, and includes its start and excludes its end", () => {
    configureWeekly('"Sat"', "02:00", "04:00");
    expect(holds("2026-12-05T01:59:59Z")).toBe(false);
    expect(holds("2026-12-05T02:00:00Z")).toBe(true);
    expect(holds("2026-12-05T03:59:59Z")).toBe(true);
    expect(holds("2026-12-05T04:00:00Z")).toBe(false);
    expect(holds("2026-12-04T03:00:00Z")).toBe(false);
    expect(holds("2026-12-06T03:00:00Z")).toBe(false);
    expect(holds("2026-12-12T03:00:00Z")).toBe(true);
    expect(holds("1969-12-27T03:00:00Z")).toBe(true);
    expect(holds("1969-12-28T03:00:00Z")).toBe(false);
  });

  it("has its days by name, each its own", () => {
    const days: StaticArray<string> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    for (let i = 0; i < days.length; i++) {
      configureWeekly('"' + days[i] + '"', "12:00", "13:00");
      // 2026-11-30 was a Monday.
      const monday = time("2026-11-30T12:30:00Z");
      for (let day = 0; day < 7; day++) expect(holdsAt(monday + day * 86400)).toBe(day == i, days[i]);
    }
  });

  it("may have several days, even one with escapes", () => {
    configureWeekly('"Mon","\\u0057ed","Sun"', "12:00", "13:00");
    const monday = time("2026-11-30T12:30:00Z");
    let held = "";
    for (let day = 0; day < 7; day++) held += holdsAt(monday + day * 86400) ? "x" : "-";
    expect(held).toBe("x-x---x");
  });

  it("crosses midnight if it ends before it begins, and belongs to the day it begins on", () => {
    configureWeekly('"Sat"', "22:00", "04:00");
    expect(holds("2026-12-05T03:59:59Z")).toBe(false);
    expect(holds("2026-12-05T21:59:59Z")).toBe(false);
    expect(holds("2026-12-05T22:00:00Z")).toBe(true);
    expect(holds("2026-12-05T23:59:59Z")).toBe(true);
    expect(holds("2026-12-06T00:00:00Z")).toBe(true);
    expect(holds("2026-12-06T03:59:59Z")).toBe(true);
    expect(holds("2026-12-06T04:00:00Z")).toBe(false);
    expect(holds("2026-12-06T22:30:00Z")).toBe(false);
  });

  it("crosses midnight from Sunday to Monday", () => {
    configureWeekly('"Sun"', "23:30", "00:30");
    expect(holds("2026-12-06T23:29:59Z")).toBe(false);
    expect(holds("2026-12-06T23:30:00Z")).toBe(true);
    expect(holds("2026-12-07T00:29:59Z")).toBe(true);
    expect(holds("2026-12-07T00:30:00Z")).toBe(false);
    expect(holds("2026-12-06T00:10:00Z")).toBe(false);
    configureWeekly('"Mon"', "23:30", "00:30");
    expect(holds("2026-12-07T00:10:00Z")).toBe(false);
    expect(holds("2026-12-08T00:10:00Z")).toBe(true);
  });

  it("may end at midnight, start at it, or last all day", () => {
    configureWeekly('"Sat"', "22:00", "24:00");
    expect(holds("2026-12-05T23:59:59Z")).toBe(true);
    expect(holds("2026-12-06T00:00:00Z")).toBe(false);
    configureWeekly('"Sat"', "22:00", "00:00");
    expect(holds("2026-12-05T21:59:59Z")).toBe(false);
    expect(holds("2026-12-05T23:59:59Z")).toBe(true);
    expect(holds("2026-12-06T00:00:00Z")).toBe(false);
    configureWeekly('"Sat"', "00:00", "24:00");
    expect(holds("2026-12-04T23:59:59Z")).toBe(false);
    expect(holds("2026-12-05T00:00:00Z")).toBe(true);
    expect(holds("2026-12-05T23:59:59Z")).toBe(true);
    expect(holds("2026-12-06T00:00:00Z")).toBe(false);
    configureWeekly('"Sat"', "24:00", "04:00");
    expect(holds("2026-12-05T23:59:59Z")).toBe(false);
    expect(holds("2026-12-06T00:00:00Z")).toBe(true);
    expect(holds("2026-12-06T04:00:00Z")).toBe(false);
  });

  it("agrees with a clock that counts the minutes of a week", () => {
    const froms: StaticArray<i32> = [0, 1, 90, 720, 1439];
    const untils: StaticArray<i32> = [0, 30, 91, 721, 1440];
    const sunday = time("2026-11-29T00:00:00Z");
    let wrong = "";
    for (let i = 0; i < froms.length; i++) {
      for (let j = 0; j < untils.length; j++) {
        const from = froms[i];
        const until = untils[j];
        if (from == until) continue;
        configureWeekly('"Tue","Sat"', clock(from), clock(until));
        const length = until > from ? until - from : until + 1440 - from;
        // Ten days, to meet both windows with the days before and after.
        for (let minute = 0; minute < 14400; minute += 7) {
          const sinceTuesday = (minute - 2 * 1440 - from + 10 * 10080) % 10080;
          const sinceSaturday = (minute - 6 * 1440 - from + 10 * 10080) % 10080;
          const expected = sinceTuesday < length || sinceSaturday < length;
          if (holdsAt(sunday + minute * 60) != expected) wrong += `${from}-${until} at ${minute}; `;
        }
      }
    }
    expect(wrong).toBe("");
  });

  it("includes no event without a time", () => {
    configureWeekly('"Mon","Tue","Wed","Thu","Fri","Sat","Sun"', "00:00", "24:00");
    expect(holdsAt(NO_TIME)).toBe(false);
    expect(holdsAt(0)).toBe(true);
  });
});

/** A number of minutes since midnight, as a configuration has it. */
function clock(minutes: i32): string {
  return (minutes / 60).toString().padStart(2, "0") + ":" + (minutes % 60).toString().padStart(2, "0");
}
