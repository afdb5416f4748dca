import {
  decodeEnvelope,
  envelopeEnd,
  firstEnvelope,
  nextEnvelope,
  openEnvelope,
} from "../../../assembly/event/envelopes";
import { stepCount } from "../../../assembly/event/frames";
import { placeRecord, quoted } from "../support/envelopes";

describe("an envelope", () => {
  it("reports the text that it is in, and its number of steps", () => {
    const inner = '{"event":{},"message":"x"}';
    const text = placeRecord('{"log":' + quoted(inner) + ',"event":{"message":"x"}}');
    expect(firstEnvelope(text.start, text.end)).toBe(text.start);
    expect(envelopeEnd()).toBe(text.end);
    expect(stepCount()).toBe(0);
    openEnvelope();
    expect(nextEnvelope()).toBe(text.start + 7);
    expect(stepCount()).toBe(1);
    const object = decodeEnvelope();
    expect(envelopeEnd()).toBe(object + inner.length);
    expect(stepCount()).toBe(1);
    openEnvelope();
    expect(nextEnvelope()).toBe(object + 9);
    expect(stepCount()).toBe(2);
    expect(nextEnvelope()).toBe(object + 22);
    expect(envelopeEnd()).toBe(object + inner.length);
    expect(decodeEnvelope()).toBe(0);
    expect(nextEnvelope()).toBe(text.at('{"message":"x"}}'));
    expect(envelopeEnd()).toBe(text.end);
    expect(stepCount()).toBe(1);
    expect(nextEnvelope()).toBe(0);
    expect(nextEnvelope()).toBe(0);
  });
});
