/** A module that carries a configuration with a mistake: it is ignored as a whole, and every annotation says so. */
import { config, keep, malloc, tag } from "../../../assembly/abi/fluent-bit";
import { EVENT, MATCH, RULE, TAGS, THREAT, keyward, origin } from "../support/annotation";
import { place, textAt } from "../support/text";

const PROBLEM: string = '"config_error":"/denied: annotated is invalid; use ignore, annotate"';

function handed(record: string): usize {
  const placed = place(record);
  const block = malloc(placed.length + 1);
  memory.copy(block, placed.start, placed.length);
  store<u8>(block + placed.length, 0);
  return block;
}

describe("a configuration with a mistake", () => {
  it("is ignored as a whole, and reported in every keyward member", () => {
    const text = place(
      '{"tag":"x","denied":"annotated","exceptions":[{"id":"x","reason":"r","when":{"action":["*"]}}]}',
    );
    store<u32>(config, <u32>text.start, 8);
    store<u32>(config, text.length, 12);
    const plain = "{" + MATCH + TAGS + EVENT + RULE + THREAT + keyward('"action":"DisableKey"') + "}";
    const expected = plain.replace('"keyward":{"verdict":"match",', '"keyward":{"verdict":"match",' + PROBLEM + ",");
    const record = "{" + MATCH + "}";
    expect(textAt(tag(0, 0, 0, 0, handed(record), record.length))).toBe(expected);
    expect(textAt(keep(0, 0, 0, 0, handed(record), record.length))).toBe(expected);
  });

  it("leaves a non-matching record unchanged", () => {
    const record = "{" + MATCH + ',"errorCode":"x"}';
    const block = handed(record);
    expect(tag(0, 0, 0, 0, block, record.length)).toBe(block);
    expect(keep(0, 0, 0, 0, handed(record), record.length)).toBe(0);
  });

  it("is also reported for a lost record", () => {
    expect(textAt(tag(0, 0, 0, 0, 0, 7))).toBe(
      '{"keyward":{"verdict":"lost","bytes":7,"reason":"the host had no memory to hand the record to the filter",' +
        '"actions":["DisableKey","ScheduleKeyDeletion"],' +
        PROBLEM +
        origin() +
        "}}",
    );
  });
});
