import {
  configure,
  keepRecord,
  lengthOf,
  malloc,
  matchCount,
  tagRecord,
  unreadReason,
  verdict,
} from "../../../assembly/abi/kafka-connect";
import { all, MATCH } from "../support/annotation";
import { place, textAt } from "../support/text";

const EVENT: string = "{" + MATCH + "}";

/** A block with the record, as the host makes it. */
function block(text: string): usize {
  const placed = place(text);
  const start = malloc(placed.length);
  memory.copy(start, placed.start, placed.length);
  heap.free(placed.start);
  return start;
}

describe("the adapter for Kafka Connect", () => {
  it("annotates a match and reports the verdict", () => {
    const record = block(EVENT);
    const result = tagRecord(record, EVENT.length);
    expect(result).not.toBe(record);
    expect(textAt(result)).toBe("{" + MATCH + all() + "}");
    expect(<i32>lengthOf(result)).toBe(textAt(result).length);
    expect(textAt(verdict())).toBe("match");
    expect(matchCount()).toBe(1);
  });

  it("reports nothing for a record that is not a match, which keep drops", () => {
    const record = block("{}");
    expect(tagRecord(record, 2)).toBe(record);
    expect(textAt(verdict())).toBe("");
    expect(keepRecord(block("{}"), 2)).toBe(0);
    expect(textAt(verdict())).toBe("");
  });

  it("reports why a record is unread, which keep does not drop", () => {
    const record = block(EVENT);
    expect(keepRecord(record, EVENT.length - 1)).toBe(record);
    expect(textAt(verdict())).toBe("unread");
    expect(textAt(unreadReason())).toBe("is not a JSON object or array");
  });

  it("returns a record that is not inside memory as unread", () => {
    tagRecord(block("{}"), 2);
    expect(tagRecord(<usize>0xffff_fff0, 100)).toBe(<usize>0xffff_fff0);
    expect(textAt(verdict())).toBe("unread");
    expect(textAt(unreadReason())).toBe("needs more memory than there is");
  });

  it("lists the mistakes of a configuration, and accepts one without mistakes", () => {
    const wrong = '{"severity":"lo","cap":1}';
    const mistakes = textAt(configure(block(wrong), wrong.length));
    expect(mistakes.includes("/severity: lo") && mistakes.includes("/cap: 1")).toBe(true);
    const right = '{"severity":"low"}';
    expect(textAt(configure(block(right), right.length))).toBe("");
    expect(textAt(tagRecord(block(EVENT), EVENT.length)).includes('"severity":"low"')).toBe(true);
  });
});
