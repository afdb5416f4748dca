/** A module that carries a configuration, which it reads only once: all tests of this file share it. */
import { _initialize, config, keep, malloc, tag } from "../../../assembly/abi/fluent-bit";
import { tag as tagInForce } from "../../../assembly/config/settings";
import { origin } from "../support/annotation";
import { place, textAt } from "../support/text";

const MATCH: string = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';

/** Writes into the module's header where the configuration is, as `keyward build` does. */
function embed(text: string): void {
  const placed = place(text);
  store<u32>(config, <u32>placed.start, 8);
  store<u32>(config, placed.length, 12);
}

/** The filter's result for a record; "dropped" for none. */
function filtered(record: string, isKept: bool): string {
  const placed = place(record);
  const block = malloc(placed.length + 1);
  memory.copy(block, placed.start, placed.length);
  const result = isKept ? keep(0, 0, 0, 0, block, placed.length) : tag(0, 0, 0, 0, block, placed.length);
  return result == 0 ? "dropped" : textAt(result);
}

describe("a configuration that the module carries", () => {
  it("is in force from the first record on", () => {
    embed(
      '{"tag":"carried","exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}],"duplicates":{"window_seconds":60}}',
    );
    expect(tagInForce).toBe(0);
    _initialize();
    expect(tagInForce).not.toBe(0, "before any block is asked for");
    expect(filtered(MATCH + "}", false).includes('"tags":["carried"]')).toBe(true);
    expect(filtered(MATCH + ',"awsRegion":"r"}', true)).toBe(
      MATCH +
        ',"awsRegion":"r","keyward":{"verdict":"suppressed","matches":0,"events":[{"path":"","verdict":"suppressed",' +
        '"exception":{"id":"x","reason":"r"},"action":"DisableKey","region":"r"}]' +
        origin() +
        "}}",
    );
  });

  it("remembers earlier events if it asks for that", () => {
    const event = MATCH + ',"eventID":"e","eventTime":"2026-12-05T10:00:00Z"}';
    expect(filtered(event, true).includes('"keyward":{"verdict":"match"')).toBe(true);
    expect(filtered(event, true).includes('"keyward":{"verdict":"duplicate"')).toBe(true);
  });

  it("is not read again, whatever the header says by then", () => {
    embed('{"tag":"other"}');
    _initialize();
    expect(filtered(MATCH + "}", false).includes('"tags":["carried"]')).toBe(true);
  });

  it("is not overwritten by blocks and records", () => {
    for (let i = 0; i < 200; i++) {
      const answer = filtered(MATCH + ',"userAgent":"' + "z".repeat(10000) + '"}', i % 2 == 0);
      assert(answer.includes('"tags":["carried"]'), "another configuration");
    }
    expect(filtered(MATCH + ',"awsRegion":"r"}', false).includes('"exception":{"id":"x","reason":"r"}')).toBe(true);
  });
});
