import { allocate, claimedEnd, hasClaims, recycle } from "../../../assembly/bytes/arena";
import { FINDING_SIZE } from "../../../assembly/finding/finding";
import { matchCount } from "../../../assembly/finding/findings";
import { EVENT, OTHER, noteMatches, pathsFound, quoted } from "../support/envelopes";
import { PAGE, startAnew } from "../support/arena";
import { Text, place } from "../support/text";

const TEXT: string = quoted(EVENT);
const OTHER_TEXT: string = quoted(OTHER);

/** The address after the record's block, where claims begin. */
let after: usize = 0;

/** Puts `record` into a block of a fresh arena, and notes its matches. */
function note(record: string): void {
  const source = place(record);
  // From here on nothing else may grow memory.
  startAnew();
  const text = new Text(allocate(source.length + 1), 0);
  text.end = text.start + source.length;
  memory.copy(text.start, source.start, source.length);
  after = claimedEnd();
  noteMatches(text);
}

/** The number of claimed bytes. */
function claimed(): i32 {
  assert(hasClaims() == claimedEnd() > after, "claims without room, or room without claims");
  return <i32>(claimedEnd() - after);
}

/** The bytes that a text of `length` bytes takes. */
function aligned(length: i32): i32 {
  return (length + 7) & ~7;
}

describe("a record", () => {
  it("claims nothing without strings at a known place", () => {
    note(EVENT);
    expect(claimed()).toBe(0);
    note('{"Records":[' + EVENT + ',{"x":' + TEXT + "}]}");
    expect(matchCount()).toBe(1);
    expect(claimed()).toBe(0);
  });

  it("keeps the text of a string with a match, and claims no more than its length", () => {
    note('{"log":' + TEXT + "}");
    expect(matchCount()).toBe(1);
    expect(claimed()).toBe(aligned(EVENT.length));
    const long = '{"a":"' + "\\u0061".repeat(1000) + '","log":' + TEXT + "}";
    note('{"log":' + quoted(long) + "}");
    expect(matchCount()).toBe(1);
    expect(claimed()).toBe(aligned(long.length));
  });

  it("claims nothing in the end if its strings have no match", () => {
    const strings: StaticArray<string> = [
      OTHER_TEXT,
      '""',
      '"x"',
      '"{"',
      '"[]"',
      '"{}"',
      '"[{},{}]"',
      quoted('{"log":' + OTHER_TEXT + "}"),
    ];
    for (let i = 0; i < strings.length; i++) {
      note('{"log":' + strings[i] + "}");
      expect(claimed()).toBe(0, strings[i]);
      note('{"Records":[{"body":' + strings[i] + '},{"body":' + strings[i] + "}]}");
      expect(claimed()).toBe(0, strings[i]);
    }
  });

  it("keeps each text with a match, and no other", () => {
    const match = '{"body":' + TEXT + "}";
    const none = '{"body":' + OTHER_TEXT + "}";
    const size = aligned(EVENT.length);
    note('{"Records":[' + [none, match, none, "{}", match, match, none].join(",") + "]}");
    expect(pathsFound()).toBe("/Records/1/body# /Records/4/body# /Records/5/body# ");
    expect(claimed()).toBe(3 * size);
    note('{"Records":[' + [match, '{"body":"' + "x".repeat(5000) + '"}'].join(",") + "]}");
    expect(claimed()).toBe(size);
  });

  it("keeps a text with several matches once", () => {
    const records = '{"Records":[' + [EVENT, OTHER, '{"body":' + TEXT + "}", EVENT].join(",") + "]}";
    note('{"log":' + quoted(records) + "}");
    expect(matchCount()).toBe(3);
    expect(claimed()).toBe(aligned(records.length));
  });

  it("takes no room for a match of its own next to a string without one", () => {
    note('{"Records":[' + EVENT + ',{"body":' + OTHER_TEXT + "}]}");
    expect(matchCount()).toBe(1);
    expect(claimed()).toBe(0);
    note('{"Records":[{"body":' + OTHER_TEXT + "}," + EVENT + "]}");
    expect(matchCount()).toBe(1);
    expect(claimed()).toBe(0);
  });

  it("keeps what the details of an OCSF event point to", () => {
    const data = '{"keyId":"k","pendingWindowInDays":7}';
    const event = '{"api":{"service":{"name":"kms"},"operation":"DisableKey","request":{"data":' + quoted(data) + "}}}";
    note(event);
    expect(matchCount()).toBe(1);
    expect(claimed()).toBe(aligned(quoted(data).length - 1));
    note('{"Records":[{"body":' + quoted(event) + '},{"body":' + OTHER_TEXT + "}]}");
    expect(matchCount()).toBe(1);
    expect(claimed()).toBeGreaterThanOrEqual(aligned(event.length) + aligned(data.length));
  });

  it("keeps nothing for matches that are not listed", () => {
    const match = '{"body":' + TEXT + "}";
    note('{"Records":[' + (match + ",").repeat(119) + match + "]}");
    expect(matchCount()).toBe(120);
    // Findings after the first eight need room of their own.
    expect(claimed()).toBe(100 * aligned(EVENT.length) + aligned(92 * FINDING_SIZE));
  });
});

describe("memory", () => {
  it("does not grow over many records", () => {
    const source = place(
      '{"Records":[{"body":' +
        TEXT +
        '},{"body":"' +
        "x".repeat(40000) +
        '"},{"body":' +
        quoted('{"log":' + TEXT + "}") +
        "}]}",
    );
    startAnew();
    let size = 0;
    let wrong = 0;
    for (let round = 0; round < 2000; round++) {
      recycle();
      const text = new Text(allocate(source.length + 1), 0);
      text.end = text.start + source.length;
      memory.copy(text.start, source.start, source.length);
      noteMatches(text);
      if (matchCount() != 2) wrong += 1;
      if (round == 0) size = memory.size();
    }
    expect(wrong).toBe(0);
    expect(memory.size() - size).toBeLessThanOrEqual(1);
  });

  it("holds one string without a match at a time", () => {
    const body = '{"body":"' + "x".repeat(60000) + '"}';
    const source = place('{"Records":[' + (body + ",").repeat(49) + body + "]}");
    startAnew();
    const text = new Text(allocate(source.length + 1), 0);
    text.end = text.start + source.length;
    memory.copy(text.start, source.start, source.length);
    const before = memory.size();
    noteMatches(text);
    expect(memory.size() - before).toBeLessThanOrEqual(1);
    expect(<usize>before * PAGE > text.end).toBe(true);
  });
});
