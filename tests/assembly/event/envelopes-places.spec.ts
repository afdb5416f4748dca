import { decodePlace, firstPlace, nextPlace, openPlace, placeEnd, stepCount } from "../../../assembly/event/envelopes";
import { placeRecord, quoted } from "../support/envelopes";

describe("a place", () => {
  it("tells which text it stands in, and how many steps away it is", () => {
    const inner = '{"event":{},"message":"x"}';
    const text = placeRecord('{"log":' + quoted(inner) + ',"event":{"message":"x"}}');
    expect(firstPlace(text.start, text.end)).toBe(text.start);
    expect(placeEnd()).toBe(text.end);
    expect(stepCount()).toBe(0);
    openPlace();
    expect(nextPlace()).toBe(text.start + 7);
    expect(stepCount()).toBe(1);
    const object = decodePlace();
    expect(placeEnd()).toBe(object + inner.length);
    expect(stepCount()).toBe(1);
    openPlace();
    expect(nextPlace()).toBe(object + 9);
    expect(stepCount()).toBe(2);
    expect(nextPlace()).toBe(object + 22);
    expect(placeEnd()).toBe(object + inner.length);
    expect(decodePlace()).toBe(0);
    expect(nextPlace()).toBe(text.at('{"message":"x"}}'));
    expect(placeEnd()).toBe(text.end);
    expect(stepCount()).toBe(1);
    expect(nextPlace()).toBe(0);
    expect(nextPlace()).toBe(0);
  });
});
