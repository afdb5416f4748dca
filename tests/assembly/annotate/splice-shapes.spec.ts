import { allocate, claimedEnd, recycle } from "../../../assembly/bytes/arena";
import { EVENT as SCORES, RULE, TAGS, THREAT, keywardOf, listed, spliceMatch } from "../support/annotation";
import { PAGE, startAnew } from "../support/arena";
import { EVENT, quoted } from "../support/envelopes";
import { Text, place, textAt, textBetween } from "../support/text";

const REST: string = TAGS + SCORES + RULE + THREAT;

/** The annotated record `record`; traps if the record changed or is its own result. */
function spliced(record: string): string {
  recycle();
  const text = place(record);
  const result = spliceMatch(text);
  assert(result != 0 && result != text.start, "no result of its own");
  assert(textBetween(text.start, text.end) == record, "the record changed");
  return textAt(result);
}

/** The keyward member of one match at `path`. */
function keywardAt(path: string): string {
  return keywardOf(1, listed(path, '"action":"DisableKey"'));
}

describe("splice", () => {
  it("puts a bare array into an object", () => {
    expect(spliced("[" + EVENT + "]")).toBe('{"Records":[' + EVENT + "]" + REST + keywardAt("/Records/0") + "}");
    expect(spliced(' \n[ 1.50E+0,"\\u00E9" , ' + EVENT + " ]\t \n")).toBe(
      ' \n{"Records":[ 1.50E+0,"\\u00E9" , ' + EVENT + " ]" + REST + keywardAt("/Records/2") + "}\t \n",
    );
  });

  it("leaves strings unchanged, and writes their details after them", () => {
    const event = '{"eventSource":"kms.amazonaws.com","eventName":"\\u0044isableKey","eventID":"\\"e\\""}';
    expect(spliced('{"log":' + quoted(event) + "}")).toBe(
      '{"log":' +
        quoted(event) +
        REST +
        keywardOf(1, listed("/log#", '"id":"\\"e\\"","action":"\\u0044isableKey"')) +
        "}",
    );
  });

  it("writes the details of many strings", () => {
    let record = "";
    let events = "";
    for (let i = 0; i < 60; i++) {
      const event = `{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"e${i}"}`;
      record += ',{"body":' + quoted(event) + "}";
      events += "," + listed(`/Records/${i}/body#`, `"id":"e${i}","action":"DisableKey"`);
    }
    record = '{"Records":[' + record.slice(1) + "]";
    expect(spliced(record + "}")).toBe(record + REST + keywardOf(60, events.slice(1)) + "}");
  });
});

describe("a record with claims", () => {
  it("is annotated after them, even if memory is short", () => {
    const event =
      '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","userAgent":"' + "0123456789".repeat(8000) + '"}';
    const record = '{"log":' + quoted(event) + "}";
    const source = place(record);
    const expected =
      '{"log":' +
      quoted(event) +
      REST +
      keywardOf(1, listed("/log#", '"action":"DisableKey","user_agent":"' + "0123456789".repeat(8000) + '"')) +
      "}";
    // From here to the result nothing else may grow memory.
    startAnew();
    allocate(PAGE - 64);
    const text = new Text(allocate(source.length + 1), 0);
    text.end = text.start + source.length;
    memory.copy(text.start, source.start, source.length);
    const result = spliceMatch(text);
    expect(claimedEnd() > text.end + 1).toBe(true, "the text is claimed");
    expect(result).toBe(claimedEnd());
    expect(textAt(result) == expected).toBe(true);
    expect(textBetween(text.start, text.end) == record).toBe(true);
  });
});
