import { NO_TIME } from "../../../assembly/config/time";
import { REMEMBERED, isCapped } from "../../../assembly/policy/history";
import { configure } from "../support/config";
import { capped, cappedKeys, sum } from "../support/history";

function cap(count: i32, period: i32): void {
  configure(`{"cap":{"count":${count},"period_seconds":${period}}}`);
}

describe("the cap", () => {
  it("lets that many matches pass in a period", () => {
    cap(3, 10);
    expect(capped([0, 0, 0, 0, 0])).toBe("...cc");
    cap(1, 10);
    expect(capped([5, 5, 9, 14, 15])).toBe(".ccc.");
    cap(1000, 604800);
    expect(capped(new Array<i64>(1002).fill(7))).toBe(".".repeat(1000) + "cc");
  });

  it("is a sliding window: a period ends just before the same second of the next", () => {
    cap(2, 10);
    expect(capped([0, 5, 9])).toBe("..c");
    expect(capped([10])).toBe(".");
    expect(capped([14, 15, 19, 20])).toBe("c.c.");
  });

  it("does not count what it capped", () => {
    cap(2, 10);
    expect(capped([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toBe("..cccccccc.");
    expect(capped([11, 12])).toBe(".c");
  });

  it("depends on the times of events, in any order of arrival", () => {
    cap(2, 10);
    expect(capped([100, 0, 91, 9, 90])).toBe(".....");
    expect(capped([100, 0, 91, 200, 9])).toBe("ccc.c");
    cap(2, 10);
    expect(capped([109, 105, 100])).toBe("..c");
    expect(capped([99])).toBe(".");
    cap(1, 10);
    expect(capped([100, 91, 90, 109, 110])).toBe(".c.c.");
  });

  it("works before 1970", () => {
    cap(1, 10);
    expect(capped([-5, -14, -15, 4, 5])).toBe(".c.c.");
    expect(capped([-62167219200, -62167219200])).toBe(".c");
  });

  it("lets every match without a time pass, and does not count it", () => {
    cap(1, 10);
    expect(capped([NO_TIME, NO_TIME, 0, NO_TIME, 0])).toBe("....c");
  });

  it("is off unless configured", () => {
    configure("{}");
    expect(capped(new Array<i64>(2000).fill(7)).includes("c")).toBe(false);
    cap(1, 10);
    expect(capped([0, 0])).toBe(".c");
    configure('{"duplicates":{"window_seconds":1}}');
    expect(capped([0, 0, 0])).toBe("...");
  });

  it("starts anew with the configuration", () => {
    cap(1, 10);
    expect(capped([0, 0])).toBe(".c");
    cap(1, 10);
    expect(capped([0, 0])).toBe(".c");
  });

  it("remembers 4,096 matches, and forgets the oldest", () => {
    cap(1, 10);
    let wrong = 0;
    for (let i = 0; i < REMEMBERED; i++) wrong += isCapped(0, 0, false, <i64>i * 10) ? 1 : 0;
    expect(wrong).toBe(0);
    expect(capped([0, 9])).toBe("cc");
    expect(capped([<i64>REMEMBERED * 10])).toBe(".");
    expect(capped([5])).toBe("c", "within the period of the second, which is remembered");
    expect(capped([0, 10, 20, 40])).toBe("...c", "those that are forgotten make room for those that come again");
  });

  it("does not hide a match on a key that had no match passed within the period", () => {
    cap(1, 10);
    expect(cappedKeys("abab", [0, 0, 0, 0])).toBe("..cc");
    expect(cappedKeys("c", [9])).toBe(".", "in the period of others");
    expect(cappedKeys("a", [9])).toBe("c");
    expect(cappedKeys("a", [10])).toBe(".", "its own match is a period away");
    expect(cappedKeys("a", [19])).toBe("c");
    cap(2, 10);
    expect(cappedKeys("aa", [0, 0])).toBe("..");
    expect(cappedKeys("bbb", [5, 5, 5])).toBe(".cc");
    expect(cappedKeys("a", [-9])).toBe("c", "on the other side too");
  });

  it("depends only on the keys of passed matches, not of capped ones", () => {
    cap(1, 10);
    expect(cappedKeys("a", [0])).toBe(".");
    expect(cappedKeys("a", [5])).toBe("c");
    expect(cappedKeys("a", [11])).toBe(".");
  });

  it("makes no such exception for matches without a key, which count for those with one", () => {
    cap(1, 10);
    expect(cappedKeys("  a ", [0, 0, 0, 0])).toBe(".c.c");
    cap(1, 10);
    expect(cappedKeys("a a", [0, 0, 0])).toBe(".cc");
  });

  it("lets the first match of a burst, or of a larger one, pass within its window", () => {
    configure(
      '{"cap":{"count":1,"period_seconds":100},"escalate":{"distinct_keys":2,"window_seconds":10,"severity":"low","risk_score":1}}',
    );
    const key = sum("a");
    expect(isCapped(key, 0, false, 0)).toBe(false);
    expect(isCapped(key, 0, false, 1)).toBe(true);
    expect(isCapped(key, 2, false, 2)).toBe(false);
    expect(isCapped(key, 2, false, 3)).toBe(true);
    expect(isCapped(key, 3, false, 4)).toBe(false);
    expect(isCapped(key, 3, false, 14)).toBe(true);
    expect(isCapped(key, 2, false, 14)).toBe(true, "one of three keys was reported");
    expect(isCapped(key, 2, false, 15)).toBe(false);
    expect(isCapped(key, 2, false, -8)).toBe(true, "on the other side too");
    expect(isCapped(key, 2, false, -9)).toBe(false);
    expect(isCapped(key, 0, false, 60)).toBe(true);
  });

  it("lets a forced match pass, and counts it", () => {
    cap(1, 10);
    const key = sum("a");
    expect(isCapped(key, 0, false, 0)).toBe(false);
    expect(isCapped(key, 2, true, 5)).toBe(false);
    expect(isCapped(key, 0, false, 11)).toBe(true, "the one that had to pass is within the period");
    expect(isCapped(key, 2, true, 11)).toBe(false);
    expect(isCapped(0, 2, true, 11)).toBe(false);
    expect(isCapped(0, 0, false, 11)).toBe(true);
    cap(1, 10);
    expect(isCapped(key, 2, true, NO_TIME)).toBe(false);
    expect(isCapped(key, 0, false, 0)).toBe(false, "one without a time is not counted");
  });
});
