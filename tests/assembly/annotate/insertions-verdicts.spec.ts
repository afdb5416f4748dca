import { allocate } from "../../../assembly/bytes/arena";
import { tagRecord } from "../../../assembly/pipeline";
import { MATCH, RULE, THREAT, origin } from "../support/annotation";
import { NO_MATCH, both } from "../support/answers";
import { PAGE, startAnew } from "../support/arena";
import { configure } from "../support/config";
import { quoted } from "../support/envelopes";
import { place, textAt } from "../support/text";

const EXPECTED: string = '{"exceptions":[{"id":"x","reason":"r","when":{"action":["DisableKey"]}}]}';

/** The keyward member of a record with one suppressed event at `path`. */
function suppressed(path: string): string {
  return (
    ',"keyward":{"verdict":"suppressed","matches":0,"events":[{"path":"' +
    path +
    '","verdict":"suppressed","exception":{"id":"x","reason":"r"},"action":"DisableKey"}]' +
    origin() +
    "}"
  );
}

/** Expects a record to get only the keyward member, before its closing brace. */
function expectOnlyKeyward(record: string, path: string): void {
  const at = record.lastIndexOf("}");
  expect(both(record)).toBe(record.slice(0, at) + suppressed(path) + record.slice(at), record);
}

describe("a record without a match", () => {
  it("gets a keyward member, and nothing else", () => {
    configure(EXPECTED);
    expectOnlyKeyward("{" + MATCH + "}", "");
    expectOnlyKeyward(" { " + MATCH + " \n} \n", "");
    expectOnlyKeyward('{"tags":["a"],"event":{"kind":"event"},' + MATCH + "}", "");
    expectOnlyKeyward('{"tags":"a",' + MATCH + ',"event":{}}', "");
    expectOnlyKeyward('{"tags":[],"rule":1,"threat":2,' + MATCH + "}", "");
    expectOnlyKeyward('{"Records":[{' + MATCH + '}],"tags":["a"]}', "/Records/0");
    expectOnlyKeyward('{"log":' + quoted("{" + MATCH + "}") + "}", "/log#");
    expectOnlyKeyward('{"event":{' + MATCH + "}}", "/event");
  });

  it("becomes the Records of an object if it is a bare array", () => {
    configure(EXPECTED);
    expect(both("[{" + MATCH + "}]")).toBe('{"Records":[{' + MATCH + "}]" + suppressed("/Records/0") + "}");
    expect(both(" [1,{" + MATCH + "} ] ")).toBe(' {"Records":[1,{' + MATCH + "} ]" + suppressed("/Records/1") + "} ");
  });

  it("stays unchanged if already annotated, and has any other keyward member renamed", () => {
    configure(EXPECTED);
    expect(both("{" + MATCH + ',"keyward":1}')).toBe("{" + MATCH + ',"keyward_original":1' + suppressed("") + "}");
    expect(both("{" + MATCH + suppressed("") + "}")).toBe("same");
  });

  it("gets nothing if there is nothing to report", () => {
    configure(EXPECTED);
    expect(both('{"eventSource":"kms.amazonaws.com","eventName":"EnableKey"}')).toBe(NO_MATCH);
    expect(both("{" + MATCH + ',"errorCode":"x"}')).toBe(NO_MATCH);
  });

  it("has the same result if its own block is spread", () => {
    configure(EXPECTED);
    const agent = '"userAgent":"' + "0123456789".repeat(14000) + '"';
    const record = "{" + agent + "," + MATCH + "}";
    const source = place(record);
    startAnew();
    const block = allocate(source.length + 1);
    memory.copy(block, source.start, source.length);
    const result = tagRecord(block, source.length);
    expect(result > block && result < block + source.length).toBe(true, "in place");
    const inPlace = textAt(result);
    startAnew();
    allocate(16 * PAGE);
    const separate = textAt(tagRecord(source.start, source.length));
    expect(separate == inPlace).toBe(true);
    expect(separate.startsWith(record.slice(0, -1) + ',"keyward":{"verdict":"suppressed",')).toBe(true);
  });
});

describe("a record with a match", () => {
  it("gets the configured tag, and its risk score in the event", () => {
    configure('{"tag":"my-\\u0074ag","severity":"high","risk_score":73}');
    const keyward =
      ',"keyward":{"verdict":"match","rule":{"id":"6951f15e-533c-4a60-8014-a3c3ab851a1b","version":"107"},"severity":"high",' +
      '"risk_score":73,"matches":1,"events":[{"path":"","verdict":"match","action":"DisableKey"}]' +
      origin() +
      "}";
    const scores = ',"event":{"severity":73,"risk_score":73}';
    const rest = RULE + THREAT + keyward + "}";
    expect(both("{" + MATCH + "}")).toBe("{" + MATCH + ',"tags":["my-\\u0074ag"]' + scores + rest);
    expect(both('{"tags":["a"],' + MATCH + "}")).toBe('{"tags":["a","my-\\u0074ag"],' + MATCH + scores + rest);
    expect(both('{"tags":[],' + MATCH + "}")).toBe('{"tags":["my-\\u0074ag"],' + MATCH + scores + rest);
    expect(both('{"tags":"a",' + MATCH + "}")).toBe('{"tags":["a","my-\\u0074ag"],' + MATCH + scores + rest);
    expect(both('{"tags":"my-tag",' + MATCH + "}")).toBe('{"tags":"my-tag",' + MATCH + scores + rest);
    expect(both('{"tags":["a","m\\u0079-tag"],' + MATCH + "}")).toBe(
      '{"tags":["a","m\\u0079-tag"],' + MATCH + scores + rest,
    );
    expect(both('{"tags":["aws-kms-key-loss"],' + MATCH + "}")).toBe(
      '{"tags":["aws-kms-key-loss","my-\\u0074ag"],' + MATCH + scores + rest,
    );
    expect(both('{"event":{"risk_score":1},' + MATCH + "}")).toBe(
      '{"event":{"risk_score":1,"severity":73},' + MATCH + ',"tags":["my-\\u0074ag"]' + rest,
    );
  });

  it("gets the tag even if other elements' bytes look like it", () => {
    configure('{"tag":"ull,"}');
    expect(both('{"tags":[null,"a"],' + MATCH + "}").startsWith('{"tags":[null,"a","ull,"],')).toBe(true);
    expect(both('{"tags":[null,"ull,"],' + MATCH + "}").startsWith('{"tags":[null,"ull,"],' + MATCH)).toBe(true);
  });

  it("gets all members if only one of its events is a match", () => {
    configure('{"exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}]}');
    const record = '{"Records":[{' + MATCH + ',"awsRegion":"r"},{' + MATCH + "}]";
    const answer = both(record + "}");
    expect(
      answer.startsWith(record + ',"tags":["aws-kms-key-loss"],"event":{"severity":47,"risk_score":47},"rule":{'),
    ).toBe(true, answer);
    expect(answer.includes(',"threat":{') && answer.includes('"keyward":{"verdict":"match","rule":')).toBe(
      true,
      answer,
    );
  });
});
