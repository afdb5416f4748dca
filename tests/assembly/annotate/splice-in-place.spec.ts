import { allocate, reserve } from "../../../assembly/bytes/arena";
import { all, EVENT, MATCH, RULE, TAGS, THREAT, keywardOf, listed, spliceMatch } from "../support/annotation";
import { PAGE, startAnew } from "../support/arena";
import { Text, place, textAt } from "../support/text";

const MEMBERS: string = TAGS + EVENT + RULE + THREAT;

/** The result of the match `record` if memory has room after it. */
function inRoom(record: string): string {
  const text = place(record);
  startAnew();
  reserve(16 * PAGE);
  const result = spliceMatch(text);
  assert(result < text.start || result >= text.end, "not next to the record");
  return textAt(result);
}

/** The record whose block memory ends with. */
const last = new Text(0, 0);

/** The address of the result of the match `record`, with whose block memory ends. */
function spliceLast(record: string): usize {
  const source = place(record);
  const text = last;
  // From here to the result nothing else may grow memory.
  startAnew();
  const size = (<usize>source.length + 8) & ~7;
  const beyond = size % PAGE;
  if (beyond != 0) allocate(PAGE - beyond + (size < PAGE ? PAGE : 0));
  text.start = allocate(size);
  text.end = text.start + source.length;
  memory.copy(text.start, source.start, source.length);
  return spliceMatch(text);
}

/** The result of the match `record` if it is spread in place. */
function inPlace(record: string): string {
  const result = spliceLast(record);
  assert(result > last.start && result < last.end, "not in place");
  return textAt(result);
}

/** Text of `length` bytes without a repetition that could hide a copy from a wrong offset. */
function noise(length: i32): string {
  const numbers: string[] = [];
  // Each is at least one digit and a comma.
  for (let i = 0; i * 2 < length; i++) numbers.push((i * 7919).toString());
  return numbers.join(",").slice(0, length);
}

/** Whether a record's result in place equals the one with room in memory, byte for byte. */
function isEqual(record: string): bool {
  return inPlace(record) == inRoom(record);
}

describe("a result in place", () => {
  it("is the same as one next to the record", () => {
    expect(inPlace("{" + MATCH + ',"x":"' + noise(300) + '"}')).toBe(
      "{" + MATCH + ',"x":"' + noise(300) + '"' + all() + "}",
    );
  });

  it("is the same for records of every length", () => {
    for (let length = 100; length < 180; length++) {
      expect(isEqual("{" + MATCH + ',"x":"' + noise(length) + '"}')).toBe(true, length.toString());
    }
  });

  it("is the same with any space after the record's brace", () => {
    for (let spaces = 0; spaces < 40; spaces++) {
      const record = "{" + MATCH + ',"x":"' + noise(200) + '" }' + " ".repeat(spaces);
      expect(isEqual(record)).toBe(true, spaces.toString());
    }
    expect(isEqual('{"x":"' + noise(5000) + '",' + MATCH + "}" + "\n".repeat(3000))).toBe(true);
  });

  it("is the same with insertions in the middle, in either order", () => {
    const x = ',"x":"' + noise(200) + '",';
    expect(isEqual('{"tags":["a"]' + x + '"event":{"b":1}' + x + MATCH + "}")).toBe(true);
    expect(isEqual('{"event":{"b":1}' + x + '"tags":["a"]' + x + MATCH + "}")).toBe(true);
    expect(isEqual('{"tags":"a"' + x + '"event":{}' + x + MATCH + "}")).toBe(true);
    expect(isEqual('{"event":{}' + x + '"tags":"a"' + x + MATCH + "}")).toBe(true);
    expect(isEqual('{"tags":[],"event":{}' + x + MATCH + "}")).toBe(true);
    expect(isEqual("{" + MATCH + x + '"event":{"severity":1},"tags":[]}')).toBe(true);
    expect(isEqual("{" + MATCH + x + '"tags":"","event":{"risk_score":1}}')).toBe(true);
    expect(isEqual("{" + MATCH + x + '"tags":[ ] , "event" : { } }')).toBe(true);
  });

  it("is the same if the copied values are larger than all the room allowed next to the record", () => {
    const agent = '"userAgent":"' + noise(140000) + '"';
    const details =
      ',"eventID":"e","requestParameters":{"keyId":"k","pendingWindowInDays":"9"},' +
      '"responseElements":{"keyId":"arn:aws:kms:r:1:key/k1","keyState":"PendingDeletion","deletionDate":"d"}';
    expect(isEqual("{" + agent + "," + MATCH + details + "}")).toBe(true);
    expect(isEqual("{" + MATCH + details + "," + agent + "}")).toBe(true);
    expect(isEqual('{"tags":["t"],' + agent + "," + MATCH + ',"event":{"a":1}}')).toBe(true);
    expect(isEqual('{"event":{"a":1},' + MATCH + details + "," + agent + ',"tags":"t"} \n')).toBe(true);
  });

  it("is the same for an ECS event whose values are all copied", () => {
    const record =
      '{"tags":["t"],"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey",' +
      '"outcome":"success","id":"' +
      noise(20000) +
      '"},"@timestamp":"t","source.ip":"i","user_agent.original":"' +
      noise(70000) +
      '","cloud":{"region":"r","account":{"id":"' +
      noise(50000) +
      '"}}}';
    expect(isEqual(record)).toBe(true);
  });

  it("is the same for a bare array, with any space around it", () => {
    const x = '{"x":"' + noise(200) + '"}';
    expect(inPlace("[{" + MATCH + "}," + x + "]")).toBe(
      '{"Records":[{' +
        MATCH +
        "}," +
        x +
        "]" +
        MEMBERS +
        keywardOf(1, listed("/Records/0", '"action":"DisableKey"')) +
        "}",
    );
    for (let spaces = 0; spaces < 40; spaces++) {
      expect(isEqual(" ".repeat(spaces) + "[" + x + ",{" + MATCH + "}]")).toBe(true, spaces.toString());
      expect(isEqual("[{" + MATCH + "}," + x + "]" + " ".repeat(spaces))).toBe(true, spaces.toString());
    }
    for (let length = 100; length < 140; length++) {
      const agent = '{"userAgent":"' + noise(length) + '",' + MATCH + "}";
      expect(isEqual("[" + agent + "]")).toBe(true, length.toString());
      expect(isEqual("[" + agent + "," + agent + "]")).toBe(true, length.toString());
    }
  });

  it("is the same with many matches, whose texts are longer than the record", () => {
    const event = "{" + MATCH + ',"requestParameters":{"keyId":"arn:aws:kms:r:1:key/' + noise(200) + '"}}';
    expect(isEqual('{"Records":[' + (event + ",").repeat(7) + event + '],"tags":["a"]}')).toBe(true);
    expect(isEqual("[" + (event + ",").repeat(7) + event + "]")).toBe(true);
  });

  it("is not used if findings are stored after the record, from the ninth match on", () => {
    const event = "{" + MATCH + ',"requestParameters":{"keyId":"arn:aws:kms:r:1:key/' + noise(200) + '"}}';
    const record = '{"Records":[' + (event + ",").repeat(150) + event + '],"tags":["a"]}';
    const result = spliceLast(record);
    expect(result > last.end).toBe(true);
    expect(textAt(result) == inRoom(record)).toBe(true);
  });
});
