import { NO_TIME } from "../../../assembly/config/time";
import { REMEMBERED } from "../../../assembly/policy/history";
import { configure } from "../support/config";
import { burst, burstRaised } from "../support/history";

function escalate(keys: i32, window: i32): void {
  configure(`{"escalate":{"distinct_keys":${keys},"window_seconds":${window},"severity":"high","risk_score":73}}`);
}

describe("a burst", () => {
  it("is enough distinct keys lost within the window, including the last one", () => {
    escalate(3, 10);
    expect(burst("a", 0)).toBe(0);
    expect(burst("b", 5)).toBe(0);
    expect(burst("c", 10)).toBe(3);
    expect(burst("d", 10)).toBe(4);
  });

  it("does not count a key twice", () => {
    escalate(2, 10);
    expect(burst("a", 0)).toBe(0);
    expect(burst("a", 1)).toBe(0);
    expect(burst("a", 2)).toBe(0);
    expect(burst("b", 3)).toBe(2);
    expect(burst("a", 3)).toBe(2);
    expect(burst("b", 4)).toBe(2);
  });

  it("continues with each loss, even of a key that was lost before", () => {
    escalate(3, 600);
    expect(burst("1", 0)).toBe(0);
    expect(burst("2", 0)).toBe(0);
    expect(burst("1", 0)).toBe(0);
    expect(burst("3", 0)).toBe(3);
    expect(burst("1", 0)).toBe(3);
    expect(burst("4", 601)).toBe(0);
  });

  it("ends after the window, and may begin again", () => {
    escalate(2, 10);
    expect(burst("a", 0)).toBe(0);
    expect(burst("b", 10)).toBe(2);
    expect(burst("c", 21)).toBe(0);
    expect(burst("d", 31)).toBe(2);
    expect(burst("e", 32)).toBe(2);
  });

  it("counts a key by the latest time that it was lost at", () => {
    escalate(2, 10);
    expect(burst("a", 0)).toBe(0);
    expect(burst("a", 100)).toBe(0);
    expect(burst("b", 105)).toBe(2);
    escalate(2, 10);
    expect(burst("a", 100)).toBe(0);
    expect(burst("a", 95)).toBe(0);
    expect(burst("b", 110)).toBe(2);
  });

  it("counts this loss regardless of earlier losses of the same key", () => {
    escalate(2, 10);
    expect(burst("b", 0)).toBe(0);
    expect(burst("a", 100)).toBe(0);
    expect(burst("a", 0)).toBe(2);
  });

  it("does not need its events in order", () => {
    escalate(3, 10);
    expect(burst("c", 10)).toBe(0);
    expect(burst("a", 0)).toBe(0);
    expect(burst("b", 5)).toBe(3);
    expect(burst("d", -11)).toBe(0);
  });

  it("does not confuse similar keys", () => {
    escalate(2, 10);
    const keys: StaticArray<string> = ["arn:aws:kms:r:1:key/1", "arn:aws:kms:r:1:key/2", "arn:aws:kms:r:2:key/1"];
    expect(burst(keys[0], 0)).toBe(0);
    expect(burst(keys[1], 0)).toBe(2);
    expect(burst(keys[2], 0)).toBe(3);
    expect(burst(keys[0], 0)).toBe(3);
  });

  it("does not include events without a key or a time", () => {
    escalate(2, 10);
    expect(burst("a", 0)).toBe(0);
    expect(burst("", 0)).toBe(0);
    expect(burst("b", NO_TIME)).toBe(0);
    expect(burst("", 0)).toBe(0);
    expect(burst("c", 0)).toBe(2);
  });

  it("is off unless configured", () => {
    configure("{}");
    expect(burst("a", 0)).toBe(0);
    expect(burst("b", 0)).toBe(0);
    escalate(2, 10);
    expect(burst("c", 0)).toBe(0);
    configure('{"duplicates":{"window_seconds":1},"cap":{"count":1,"period_seconds":1}}');
    expect(burst("d", 0)).toBe(0);
    expect(burst("e", 0)).toBe(0);
  });

  it("may have a thousand keys", () => {
    escalate(1000, 604800);
    for (let i = 0; i < 999; i++) expect(burst(i.toString(), i)).toBe(0);
    expect(burst("999", 604800)).toBe(1000);
  });

  it("remembers 4,096 keys, and forgets the one that came first", () => {
    escalate(2, 604800);
    for (let i = 0; i < REMEMBERED; i++) burst(i.toString(), 0);
    expect(burst("0", 0)).toBe(REMEMBERED);
    expect(burst("new", 0)).toBe(REMEMBERED + 1);
    expect(burst("1", 0)).toBe(REMEMBERED);
  });

  it("is begun or raised by a key that was not lost within the window before", () => {
    escalate(2, 10);
    expect(burstRaised("a", 0)).toBe("0");
    expect(burstRaised("b", 0)).toBe("2!");
    expect(burstRaised("b", 5)).toBe("2");
    expect(burstRaised("a", 10)).toBe("2");
    expect(burstRaised("c", 10)).toBe("3!");
    expect(burstRaised("c", 20)).toBe("2");
    expect(burstRaised("a", 21)).toBe("2!", "its own loss is outside the window");
    expect(burstRaised("a", 21)).toBe("2");
    expect(burstRaised("", 21)).toBe("0");
    expect(burstRaised("d", NO_TIME)).toBe("0");
  });
});
