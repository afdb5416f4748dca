import { hasClaims, recycle, reserve } from "../../../assembly/bytes/arena";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { LARGEST_CONFIG, checkConfig } from "../../../assembly/config/check";
import { mistakesIn } from "../support/config";
import { placeBytesLast, placeLast, textBetween } from "../support/text";

const NOT_JSON: string = "the configuration is not JSON; use one object as RFC 8259 has it, in UTF-8\n";
const TOO_LARGE: string = "the configuration is too large; use at most 262144 bytes\n";
const NAMES: string =
  "$schema, tag, severity, risk_score, exceptions, places, elsewhere, denied, network_activity, duplicates, cap, escalate";

const target = memory.data(1024, 8);

/** The mistakes in the `length` bytes at `from`. */
function mistakesInBytes(from: usize, length: i32): string {
  const text = placeBytesLast(from, length);
  startWriting(target, 1024);
  checkConfig(text.start, text.end);
  return textBetween(target, target + writtenSince(target));
}

describe("a configuration", () => {
  it("may be empty", () => {
    expect(mistakesIn("{}")).toBe("-");
    expect(mistakesIn(" \r\n\t{ \n } \n")).toBe("-");
    expect(mistakesIn('{"exceptions":[]}')).toBe("-");
    expect(mistakesIn('{"exceptions": [ ] }')).toBe("-");
  });

  it("may have every key", () => {
    expect(
      mistakesIn(
        '{"$schema":"./keyward.schema.json","tag":"aws-kms-key-loss","severity":"medium","risk_score":47,"exceptions":[' +
          '{"id":"ci-teardown","reason":"CI deletes its own stacks","when":{"action":["DisableKey"],"account":["444455556666"],' +
          '"region":["eu-*"],"actor.arn":["arn:aws:sts::444455556666:assumed-role/ci-*/*"],"actor.type":["AssumedRole"],' +
          '"source_ip":["198.51.100.0/24","2001:db8::/32"],"user_agent":["aws-cli/*"],' +
          '"key.arn":["arn:aws:kms:eu-west-1:111122223333:key/*"],"key.id":["mrk-*"],"actor.role":["ci"],"source_identity":["a"],"vpc_endpoint":["vpce-*"]}},' +
          '{"id":"december-migration","reason":"CHG-1042","from":"2026-12-05T22:00:00Z","until":"2026-12-06T04:00:00Z"},' +
          '{"id":"saturday-window","reason":"maintenance","when":{"action":["*"]},"weekly":{"days":["Sat"],"from":"02:00","until":"04:00"}}],' +
          '"places":["/payload/*/x~1y#"],"elsewhere":"ignore","denied":"ignore","network_activity":"match","duplicates":{"window_seconds":3600},' +
          '"cap":{"count":100,"period_seconds":600},' +
          '"escalate":{"distinct_keys":3,"window_seconds":600,"severity":"high","risk_score":73}}',
      ),
    ).toBe("-");
  });

  it("may have its keys in any order, with white space anywhere and with escapes", () => {
    expect(
      mistakesIn(
        ' { "cap" : { "period_seconds" : 1 , "count" : 1 } , "t\\u0061g" : "\\u0061" ,\n"exceptions" : [ { "when" : ' +
          '{ "\\u0061ction" : [ "Disable\\u004bey" ] } , "reason" : "r" , "id" : "i" } ] , "d\\u0065nied" : "annotat\\u0065" } ',
      ),
    ).toBe("-");
  });

  it("must be JSON in UTF-8", () => {
    expect(mistakesIn("")).toBe(NOT_JSON);
    expect(mistakesIn(" ")).toBe(NOT_JSON);
    expect(mistakesIn("tag: x")).toBe(NOT_JSON);
    expect(mistakesIn("null")).toBe(NOT_JSON);
    expect(mistakesIn("17")).toBe(NOT_JSON);
    expect(mistakesIn('"tag"')).toBe(NOT_JSON);
    expect(mistakesIn("{")).toBe(NOT_JSON);
    expect(mistakesIn('{"tag":"x"')).toBe(NOT_JSON);
    expect(mistakesIn('{"tag":"x",}')).toBe(NOT_JSON);
    expect(mistakesIn("{'tag':'x'}")).toBe(NOT_JSON);
    expect(mistakesIn('{"tag":"x"}}')).toBe(NOT_JSON);
    expect(mistakesIn('{"tag":"x"}{}')).toBe(NOT_JSON);
    expect(mistakesIn('{"tag":"x"} // why')).toBe(NOT_JSON);
    expect(mistakesIn("\ufeff{}")).toBe(NOT_JSON);
    const bytes = placeLast('{"tag":"x"}');
    store<u8>(bytes.start + 8, 0xff);
    expect(mistakesInBytes(bytes.start, bytes.length)).toBe(NOT_JSON);
    expect(mistakesIn('{"tag":"\u00e9\u20ac\ud83d\udd11"}')).toBe("-");
    const cut = placeLast('{"tag":"\u20ac"}');
    store<u8>(cut.start + 10, 0x78);
    expect(mistakesInBytes(cut.start, cut.length)).toBe(NOT_JSON);
  });

  it("must be an object", () => {
    expect(mistakesIn("[]")).toBe("the configuration: an empty list is invalid; use an object with " + NAMES + "\n");
    expect(mistakesIn('[{"tag":"x"}]')).toBe(
      "the configuration: a list is invalid; use an object with " + NAMES + "\n",
    );
  });

  it("is at most 262,144 bytes", () => {
    expect(LARGEST_CONFIG).toBe(262144);
    expect(mistakesIn("{" + " ".repeat(262142) + "}")).toBe("-");
    expect(mistakesIn("{" + " ".repeat(262143) + "}")).toBe(TOO_LARGE);
    expect(mistakesIn("x".repeat(262145))).toBe(TOO_LARGE);
    expect(mistakesIn("x".repeat(262144))).toBe(NOT_JSON);
  });
});

describe("the check", () => {
  it("releases all its claims", () => {
    recycle();
    reserve(1048576);
    expect(mistakesIn('{"exceptions":[{"id":"a","reason":"b","when":{"region":["x"]}},{"id":""}],"tag":7}')).not.toBe(
      "-",
    );
    expect(hasClaims()).toBe(false);
    expect(mistakesIn("{}")).toBe("-");
    expect(hasClaims()).toBe(false);
  });

  it("starts anew each time, even after a configuration that it gave up on", () => {
    expect(mistakesIn('{"tag":""}')).toBe("/tag: an empty string is invalid; use a string of 1 to 256 bytes\n");
    expect(mistakesIn("{")).toBe(NOT_JSON);
    expect(mistakesIn('{"exceptions":[{"id":"a","reason":"b","when":{"region":["x"]}}]}')).toBe("-");
    expect(mistakesIn('{"exceptions":[{"id":"a","reason":"b","when":{"region":["x"]}}]}')).toBe("-");
  });

  it("checks as many exceptions as fit", () => {
    // The shortest possible ones are invalid, but each of them is checked.
    const count = 20000;
    const config = '{"exceptions":[' + '{"id":""},'.repeat(count - 1) + '{"id":""}]}';
    const text = placeLast(config);
    startWriting(0, 0);
    expect(checkConfig(text.start, text.end)).toBe(count * 4 - 1);
  });
});
