import { NO_TIME } from "../../../assembly/config/time";
import { REMEMBERED, isCapped } from "../../../assembly/rule/history";
import { configure } from "../support/config";
import { capped } from "../support/history";

function cap(count: i32, period: i32): void {
  configure(`{"cap":{"count":${count},"period_seconds":${period}}}`);
}

describe("the cap", () => {
  it("lets so many matches pass in a period", () => {
    cap(3, 10);
    expect(capped([0, 0, 0, 0, 0])).toBe("...cc");
    cap(1, 10);
    expect(capped([5, 5, 9, 14, 15])).toBe(".ccc.");
    cap(1000, 604800);
    expect(capped(new Array<i64>(1002).fill(7))).toBe(".".repeat(1000) + "cc");
  });

  it("is a window that slides: a period ends just before the same second of the next", () => {
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

  it("goes by the times of events, in whatever order they come", () => {
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

  it("lets every match pass that has no time, and does not count it", () => {
    cap(1, 10);
    expect(capped([NO_TIME, NO_TIME, 0, NO_TIME, 0])).toBe("....c");
  });

  it("is off where the configuration does not ask for it", () => {
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
    for (let i = 0; i < REMEMBERED; i++) wrong += isCapped(<i64>i * 10) ? 1 : 0;
    expect(wrong).toBe(0);
    expect(capped([0, 9])).toBe("cc");
    expect(capped([<i64>REMEMBERED * 10])).toBe(".");
    expect(capped([5])).toBe("c", "within the period of the second, which is remembered");
    expect(capped([0, 10, 20, 40])).toBe("...c", "those that are forgotten make room for those that come again");
  });
});
