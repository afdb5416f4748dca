import { memoryEnd } from "../../../assembly/bytes/arena";
import { NO_TIME } from "../../../assembly/config/time";
import { REMEMBERED, startHistory } from "../../../assembly/policy/history";
import { configure } from "../support/config";
import { duplicate } from "../support/history";

function window(seconds: i32): void {
  configure(`{"duplicates":{"window_seconds":${seconds}}}`);
}

describe("a duplicate", () => {
  it("has an id that came before within the window, on either side", () => {
    window(10);
    expect(duplicate("a", 1000)).toBe(false);
    expect(duplicate("a", 1000)).toBe(true);
    expect(duplicate("a", 1010)).toBe(true);
    expect(duplicate("a", 990)).toBe(true);
    expect(duplicate("a", 1011)).toBe(false);
    expect(duplicate("a", 989)).toBe(false);
  });

  it("is measured from the times at which it was not a duplicate", () => {
    window(10);
    expect(duplicate("a", 1000)).toBe(false);
    expect(duplicate("a", 1008)).toBe(true);
    // Only within the window of the duplicate, not of the first one.
    expect(duplicate("a", 1016)).toBe(false);
    expect(duplicate("a", 1026)).toBe(true);
    expect(duplicate("a", 1012)).toBe(true);
    expect(duplicate("a", 1027)).toBe(false);
  });

  it("is not any other id, however similar", () => {
    window(604800);
    expect(duplicate("a", 0)).toBe(false);
    expect(duplicate("A", 0)).toBe(false);
    expect(duplicate("aa", 0)).toBe(false);
    expect(duplicate("a ", 0)).toBe(false);
    expect(duplicate("ab", 0)).toBe(false);
    expect(duplicate("ba", 0)).toBe(false);
    expect(duplicate("\u00e9", 0)).toBe(false);
    expect(duplicate("ab", 604800)).toBe(true);
    expect(duplicate("\u00e9", -604800)).toBe(true);
  });

  it("needs a time", () => {
    window(10);
    expect(duplicate("a", NO_TIME)).toBe(false);
    expect(duplicate("a", NO_TIME)).toBe(false);
    expect(duplicate("a", 0)).toBe(false);
    expect(duplicate("a", NO_TIME)).toBe(false);
  });

  it("may be before 1970", () => {
    window(10);
    expect(duplicate("a", -62167219200)).toBe(false);
    expect(duplicate("a", -62167219210)).toBe(true);
    expect(duplicate("a", 253402300799)).toBe(false);
    expect(duplicate("a", 253402300799)).toBe(true);
  });

  it("is off unless configured", () => {
    configure("{}");
    expect(duplicate("a", 0)).toBe(false);
    expect(duplicate("a", 0)).toBe(false);
    configure('{"cap":{"count":1,"period_seconds":1}}');
    expect(duplicate("a", 0)).toBe(false);
    expect(duplicate("a", 0)).toBe(false);
  });

  it("is forgotten with a new start", () => {
    window(10);
    expect(duplicate("a", 0)).toBe(false);
    window(10);
    expect(duplicate("a", 0)).toBe(false);
    expect(duplicate("a", 0)).toBe(true);
    configure("{}");
    expect(duplicate("a", 0)).toBe(false);
    window(10);
    expect(duplicate("a", 0)).toBe(false);
  });
});

describe("the memory of duplicates", () => {
  it("has room for 4,096 events, and forgets the oldest", () => {
    expect(REMEMBERED).toBe(4096);
    window(10);
    let wrong = 0;
    for (let i = 0; i < REMEMBERED; i++) wrong += duplicate(i.toString(), 0) ? 1 : 0;
    expect(wrong).toBe(0);
    for (let i = 0; i < REMEMBERED; i++) wrong += duplicate(i.toString(), 0) ? 0 : 1;
    expect(wrong).toBe(0, "all are remembered");
    expect(duplicate("new", 0)).toBe(false);
    expect(duplicate("new", 0)).toBe(true);
    expect(duplicate("1", 0)).toBe(true);
    expect(duplicate((REMEMBERED - 1).toString(), 0)).toBe(true);
    expect(duplicate("0", 0)).toBe(false, "the oldest is forgotten");
    expect(duplicate("1", 0)).toBe(false, "which makes the next one the oldest");
    expect(duplicate("3", 0)).toBe(true);
  });

  it("forgets in the order of arrival, whatever the times", () => {
    window(10);
    expect(duplicate("late", 1000000)).toBe(false);
    for (let i = 1; i < REMEMBERED; i++) duplicate(i.toString(), i);
    expect(duplicate("late", 1000000)).toBe(true);
    expect(duplicate("x", 0)).toBe(false);
    expect(duplicate("late", 1000000)).toBe(false);
  });

  it("does not grow", () => {
    window(10);
    for (let i = 0; i < 100; i++) duplicate(i.toString(), 0);
    const before = memoryEnd();
    for (let i = 0; i < 20000; i++) duplicate(i.toString(), 0);
    expect(memoryEnd()).toBe(before);
  });

  it("is available again after a start that needs none", () => {
    configure("{}");
    expect(startHistory()).toBe(true);
    window(10);
    expect(startHistory()).toBe(true);
    expect(duplicate("a", 0)).toBe(false);
    expect(duplicate("a", 0)).toBe(true);
  });
});
