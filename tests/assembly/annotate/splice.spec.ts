import { allocate, recycle } from "../../../assembly/bytes/arena";
import { all, EVENT, MATCH, RULE, TAGS, THREAT, keyward, spliceMatch } from "../support/annotation";
import { PAGE, startAnew } from "../support/arena";
import { Text, place, textAt, textBetween } from "../support/text";

const KEYWARD: string = keyward('"action":"DisableKey"');

/** The annotated match `record`; traps if the record changed or is its own result. */
function spliced(record: string): string {
  recycle();
  const text = place(record);
  const result = spliceMatch(text);
  assert(result != 0 && result != text.start, "no result of its own");
  assert(textBetween(text.start, text.end) == record, "the record changed");
  return textAt(result);
}

describe("splice", () => {
  it("adds every member that the shortest match lacks", () => {
    expect(spliced("{" + MATCH + "}")).toBe("{" + MATCH + all() + "}");
  });

  it("writes nothing anywhere while it measures", () => {
    store<u8>(0, 0xaa);
    expect(spliced("{" + MATCH + ',"tags":"t"}').startsWith("{" + MATCH + ',"tags":["t",')).toBe(true);
    expect(<u32>load<u8>(0)).toBe(0xaa);
    store<u8>(0, 0);
  });

  it("keeps all white space before, between and after members", () => {
    expect(spliced(' \n{ "a" :\t1 ,\r ' + MATCH + " \n} \t\n")).toBe(
      ' \n{ "a" :\t1 ,\r ' + MATCH + " \n" + all() + "} \t\n",
    );
    expect(spliced("{" + MATCH + "}" + " ".repeat(300))).toBe("{" + MATCH + all() + "}" + " ".repeat(300));
  });

  it("keeps numbers, escapes, wide characters and repeated keys unchanged", () => {
    const members = '"n":1.50E+0,"u":"\\u00E9\u00e9\\/\ud83d\udd11","d":1,"d":2,"big":12345678901234567890,';
    expect(spliced("{" + members + MATCH + "}")).toBe("{" + members + MATCH + all() + "}");
  });

  it("adds to tags and event in place", () => {
    expect(spliced('{"tags":["a"],"event":{"b":1},' + MATCH + "}")).toBe(
      '{"tags":["a","aws-kms-key-loss"],"event":{"b":1,"severity":47,"risk_score":47},' +
        MATCH +
        RULE +
        THREAT +
        KEYWARD +
        "}",
    );
    expect(spliced("{" + MATCH + ',"event":{},"x":[1],"tags":"t"}')).toBe(
      "{" +
        MATCH +
        ',"event":{"severity":47,"risk_score":47},"x":[1],"tags":["t","aws-kms-key-loss"]' +
        RULE +
        THREAT +
        KEYWARD +
        "}",
    );
    expect(spliced('{"tags":[],' + MATCH + "}")).toBe(
      '{"tags":["aws-kms-key-loss"],' + MATCH + EVENT + RULE + THREAT + KEYWARD + "}",
    );
  });

  it("adds only keyward to a record that has the rest", () => {
    const members = '"tags":"aws-kms-key-loss","event":{"severity":1,"risk_score":2},"rule":1,"threat":2,';
    expect(spliced("{" + members + MATCH + "}")).toBe("{" + members + MATCH + KEYWARD + "}");
    expect(spliced('{"event":7,"rule":1,"threat":2,' + MATCH + "}")).toBe(
      '{"event":7,"rule":1,"threat":2,' + MATCH + TAGS + KEYWARD + "}",
    );
  });

  it("ends the result with a NUL after the closing brace", () => {
    const text = place("{" + MATCH + "}");
    recycle();
    const result = spliceMatch(text);
    const length = MATCH.length + all().length + 2;
    expect(load<u8>(result + length)).toBe(0);
    expect(load<u8>(result + length - 1)).toBe(0x7d);
  });

  it("has room for the NUL if memory ends with the result", () => {
    // With the additions, a multiple of 8 bytes, like blocks.
    const size = (MATCH.length + all().length + 2 + 7) & ~7;
    const spaces = " ".repeat(size - MATCH.length - all().length - 2);
    const text = place("{" + MATCH + spaces + "}");
    startAnew();
    allocate(2 * PAGE - size);
    const result = spliceMatch(text);
    expect(load<u8>(result + size)).toBe(0);
    expect(textAt(result)).toBe("{" + MATCH + spaces + all() + "}");
  });

  it("leaves the record unchanged if memory already has room", () => {
    const source = place("{" + MATCH + "}");
    startAnew();
    const text = new Text(allocate(source.length), 0);
    text.end = text.start + source.length;
    memory.copy(text.start, source.start, source.length);
    const result = spliceMatch(text);
    expect(result).toBeGreaterThanOrEqual(text.end);
    expect(textBetween(text.start, text.end)).toBe("{" + MATCH + "}");
    expect(textAt(result)).toBe("{" + MATCH + all() + "}");
  });

  it("gives the same result every time", () => {
    const record = '{"tags":"x","event":{},' + MATCH + ',"userAgent":"u"}';
    const first = spliced(record);
    spliced("{" + MATCH + "}");
    expect(spliced(record)).toBe(first);
  });

  it("annotates a record of a megabyte", () => {
    const members = '"x":"' + "0123456789".repeat(100000) + '",';
    const result = spliced("{" + members + MATCH + "}");
    expect(result == "{" + members + MATCH + all() + "}").toBe(true);
  });
});
