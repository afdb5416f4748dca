import { claimedEnd } from "../../../assembly/bytes/arena";
import { NO_TIME } from "../../../assembly/config/time";
import { configEnd } from "../../../assembly/config/settings";
import { findException } from "../../../assembly/policy/exceptions";
import { Field, fieldStart, forgetFields, startFields } from "../../../assembly/policy/fields";
import { skipValue } from "../../../assembly/json/cursor";
import { findMember } from "../../../assembly/json/members";
import { configure } from "../support/config";
import { eventWith, noteEvent, noted } from "../support/match";
import { textBetween } from "../support/text";

/** The id, as JSON, of the exception that the last noted event falls under at `time`; "-" for none. */
function found(time: i64 = NO_TIME): string {
  startFields(noted);
  const exception = findException(time);
  forgetFields();
  if (exception == 0) return "-";
  const id = findMember(exception, "id", configEnd);
  return textBetween(id, skipValue(id, configEnd));
}

/** Whether an event with these members falls under an exception with this `when`. */
function meets(when: string, members: string): bool {
  configure('{"exceptions":[{"id":"x","reason":"r","when":{' + when + "}}]}");
  noteEvent(eventWith(members == "" ? "" : members + ","));
  return found() == '"x"';
}

const FULL: string =
  '"eventTime":"2026-12-05T23:30:00Z","awsRegion":"eu-west-1","recipientAccountId":"444455556666","sourceIPAddress":"198.51.100.23",' +
  '"userAgent":"aws-cli/2.27.41","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::444455556666:assumed-role/ci-teardown/run"},' +
  '"responseElements":{"keyId":"arn:aws:kms:eu-west-1:444455556666:key/5b93e0fd"}';

const SESSION: string =
  '"userIdentity":{"sessionContext":{"sourceIdentity":"mallory@example.com","sessionIssuer":' +
  '{"arn":"arn:aws:iam::444455556666:role/service/ci"}}}';
const ENDPOINT: string = '"vpcEndpointId":"vpce-1","sourceIPAddress":"10.1.2.3"';

describe("no exception", () => {
  it("is found if the configuration has none", () => {
    configure("{}");
    noteEvent(eventWith(""));
    expect(found()).toBe("-");
    configure('{"exceptions":[]}');
    expect(found()).toBe("-");
    configure('{"exceptions":[ ],"tag":"x"}');
    expect(found()).toBe("-");
  });
});

describe("a condition on a field", () => {
  it("is met by one of its values", () => {
    expect(meets('"action":["DisableKey"]', FULL)).toBe(true);
    expect(meets('"action":["ScheduleKeyDeletion"]', FULL)).toBe(false);
    expect(meets('"action":["ScheduleKeyDeletion","Disable*"]', FULL)).toBe(true);
    expect(meets('"account":["444455556666"]', FULL)).toBe(true);
    expect(meets('"account":["111122223333"]', FULL)).toBe(false);
    expect(meets('"account":["111122223333","4444*"]', FULL)).toBe(true);
    expect(meets('"region":["eu-west-?"]', FULL)).toBe(true);
    expect(meets('"region":["eu-west"]', FULL)).toBe(false);
    expect(meets('"actor.arn":["arn:aws:sts::444455556666:assumed-role/ci-*/*"]', FULL)).toBe(true);
    expect(meets('"actor.arn":["arn:aws:sts::444455556666:assumed-role/admin/*"]', FULL)).toBe(false);
    expect(meets('"actor.type":["AssumedRole"]', FULL)).toBe(true);
    expect(meets('"actor.type":["assumedrole"]', FULL)).toBe(false);
    expect(meets('"user_agent":["aws-cli/*"]', FULL)).toBe(true);
    expect(meets('"user_agent":["aws-cli/"]', FULL)).toBe(false);
    expect(meets('"key.arn":["arn:aws:kms:eu-west-1:444455556666:key/*"]', FULL)).toBe(true);
    expect(meets('"key.arn":["arn:aws:kms:eu-west-1:111122223333:key/*"]', FULL)).toBe(false);
    expect(meets('"key.id":["5b93e0fd"]', FULL)).toBe(true);
    expect(meets('"key.id":["5b93e0f"]', FULL)).toBe(false);
    expect(meets('"source_identity":["mallory@*"]', SESSION)).toBe(true);
    expect(meets('"source_identity":["mallory"]', SESSION)).toBe(false);
    expect(meets('"vpc_endpoint":["vpce-1"]', ENDPOINT)).toBe(true);
    expect(meets('"vpc_endpoint":["vpce-2"]', ENDPOINT)).toBe(false);
  });

  it("is met by the decoded text, on either side", () => {
    expect(meets('"region":["\\u0065u-*"]', '"awsRegion":"e\\u0075-x"')).toBe(true);
    expect(meets('"region":["\\u002a"]', '"awsRegion":"x"')).toBe(true);
    expect(meets('"user_agent":["a\\"\\\\\u00e9"]', '"userAgent":"\\u0061\\"\\\\\\u00e9"')).toBe(true);
    expect(meets('"user_agent":["?"]', '"userAgent":"\\ud83d\\udd11"')).toBe(true);
    expect(meets('"user_agent":["??"]', '"userAgent":"\\ud83d\\udd11"')).toBe(false);
    expect(meets('"\\u0072egion":["x"]', '"awsRegion":"x"')).toBe(true);
    expect(meets('"\\u0072egion":["y"]', '"awsRegion":"x"')).toBe(false);
  });

  it("releases the memory for its patterns", () => {
    configure('{"exceptions":[{"id":"x","reason":"r","when":{"region":["' + "a".repeat(100) + '","b"]}}]}');
    noteEvent(eventWith('"awsRegion":"c",'));
    startFields(noted);
    // The field's own text is kept.
    fieldStart(Field.REGION);
    const before = claimedEnd();
    expect(findException(NO_TIME)).toBe(0);
    expect(claimedEnd()).toBe(before);
    forgetFields();
  });

  it("is met by a number as it is written", () => {
    expect(meets('"account":["444455556666"]', '"recipientAccountId":444455556666')).toBe(true);
    expect(meets('"account":["444455556667"]', '"recipientAccountId":444455556666')).toBe(false);
  });

  it("is not met by a missing value, not even with a pattern for any text", () => {
    const fields: StaticArray<string> = [
      "account",
      "region",
      "actor.arn",
      "actor.type",
      "user_agent",
      "key.arn",
      "key.id",
    ];
    for (let i = 0; i < fields.length; i++) {
      expect(meets('"' + fields[i] + '":["*"]', "")).toBe(false, fields[i]);
      expect(meets('"' + fields[i] + '":["*"]', FULL)).toBe(true, fields[i]);
    }
    expect(meets('"action":["*"]', "")).toBe(true);
    expect(meets('"key.arn":["*"]', '"requestParameters":{"keyId":"k"}')).toBe(false);
    expect(meets('"key.id":["*"]', '"requestParameters":{"keyId":"k"}')).toBe(true);
    expect(meets('"region":["*"]', '"awsRegion":""')).toBe(false);
    expect(meets('"region":["*"]', '"awsRegion":null')).toBe(false);
  });
});

describe("a condition on the role", () => {
  it("is met by its ARN, or by its name without its path", () => {
    expect(meets('"actor.role":["arn:aws:iam::444455556666:role/service/ci"]', SESSION)).toBe(true);
    expect(meets('"actor.role":["arn:aws:iam::*:role/*"]', SESSION)).toBe(true);
    expect(meets('"actor.role":["ci"]', SESSION)).toBe(true);
    expect(meets('"actor.role":["x","c?"]', SESSION)).toBe(true);
    expect(meets('"actor.role":["service/ci"]', SESSION)).toBe(false);
    expect(meets('"actor.role":["c"]', SESSION)).toBe(false);
    expect(meets('"actor.role":["ci"]', SESSION.replace("/service/ci", "/service/ci-2"))).toBe(false);
    expect(meets('"actor.role":["ci"]', SESSION.replace("arn:aws:iam::444455556666:role/service/ci", "ci"))).toBe(true);
    expect(meets('"actor.role":["*"]', FULL)).toBe(false);
  });

  it("is the only one that may be met by the end of a text", () => {
    expect(meets('"actor.arn":["?un"]', FULL)).toBe(false);
    expect(meets('"key.arn":["?b93e0fd"]', FULL)).toBe(false);
    expect(meets('"user_agent":["2.27.41"]', FULL)).toBe(false);
  });
});

describe("a condition on the source address of a call through a VPC endpoint", () => {
  it("does not hold, unless the exception names the endpoint", () => {
    const address = '"source_ip":["10.0.0.0/8"]';
    expect(meets(address, '"sourceIPAddress":"10.1.2.3"')).toBe(true);
    expect(meets(address, '"vpcEndpointId":"","sourceIPAddress":"10.1.2.3"')).toBe(true);
    expect(meets(address, '"vpcEndpointId":null,"sourceIPAddress":"10.1.2.3"')).toBe(true);
    expect(meets(address, ENDPOINT)).toBe(false);
    expect(meets(address + ',"vpc_endpoint":["vpce-1"]', ENDPOINT)).toBe(true);
    expect(meets('"vpc_endpoint":["*"],' + address, ENDPOINT)).toBe(true);
    expect(meets(address + ',"vpc_endpoint":["vpce-2"]', ENDPOINT)).toBe(false);
    expect(meets('"source_ip":["10.1.0.0/24"],"vpc_endpoint":["vpce-1"]', ENDPOINT)).toBe(false);
    expect(meets(address + ',"vpc_\\u0065ndpoint":["vpce-1"]', ENDPOINT)).toBe(true);
  });

  it("depends on its own exception", () => {
    configure(
      '{"exceptions":[{"id":"a","reason":"r","when":{"vpc_endpoint":["vpce-2"],"source_ip":["0.0.0.0/0"]}},' +
        '{"id":"b","reason":"r","when":{"source_ip":["0.0.0.0/0"]}},' +
        '{"id":"c","reason":"r","when":{"vpc_endpoint":["vpce-1"],"source_ip":["10.0.0.0/8"]}}]}',
    );
    noteEvent(eventWith(ENDPOINT + ","));
    expect(found()).toBe('"c"');
  });
});

describe("conditions on several fields", () => {
  it("must all be met", () => {
    const both = '"account":["444455556666"],"region":["eu-*"]';
    expect(meets(both, FULL)).toBe(true);
    expect(meets(both, '"recipientAccountId":"444455556666","awsRegion":"us-east-1"')).toBe(false);
    expect(meets(both, '"recipientAccountId":"111122223333","awsRegion":"eu-west-1"')).toBe(false);
    expect(meets(both, '"recipientAccountId":"444455556666"')).toBe(false);
    expect(meets('"region":["eu-*"],"account":["1*"]', FULL)).toBe(false);
    expect(
      meets(
        '"action":["*"],"account":["*"],"region":["*"],"actor.arn":["*"],"actor.type":["*"],"source_ip":["0.0.0.0/0"],' +
          '"user_agent":["*"],"key.arn":["*"],"key.id":["*"]',
        FULL,
      ),
    ).toBe(true);
    expect(
      meets(
        '"action":["*"],"account":["*"],"region":["*"],"actor.arn":["*"],"actor.type":["*"],"source_ip":["0.0.0.0/0"],' +
          '"user_agent":["*"],"key.arn":["*"],"key.id":["x"]',
        FULL,
      ),
    ).toBe(false);
  });
});

describe("a source address", () => {
  it("is met by a network that contains it", () => {
    expect(meets('"source_ip":["198.51.100.23"]', FULL)).toBe(true);
    expect(meets('"source_ip":["198.51.100.0/24"]', FULL)).toBe(true);
    expect(meets('"source_ip":["198.51.100.16/28"]', FULL)).toBe(true);
    expect(meets('"source_ip":["198.51.100.24/29"]', FULL)).toBe(false);
    expect(meets('"source_ip":["198.51.101.0/24"]', FULL)).toBe(false);
    expect(meets('"source_ip":["198.51.100.22"]', FULL)).toBe(false);
    expect(meets('"source_ip":["0.0.0.0/0"]', FULL)).toBe(true);
    expect(meets('"source_ip":["192.0.2.0/24","198.51.100.0/24"]', FULL)).toBe(true);
  });

  it("is matched only by networks of its own kind", () => {
    const six = '"sourceIPAddress":"2001:DB8:0:1::7"';
    expect(meets('"source_ip":["2001:db8::/32"]', six)).toBe(true);
    expect(meets('"source_ip":["2001:db8:0:1:0:0:0:7"]', six)).toBe(true);
    expect(meets('"source_ip":["2001:db9::/32"]', six)).toBe(false);
    expect(meets('"source_ip":["::/0"]', six)).toBe(true);
    expect(meets('"source_ip":["0.0.0.0/0"]', six)).toBe(false);
    expect(meets('"source_ip":["::/0"]', FULL)).toBe(false);
    expect(meets('"source_ip":["0.0.0.0/0","::/0"]', six)).toBe(true);
    expect(meets('"source_ip":["::/0","0.0.0.0/0"]', FULL)).toBe(true);
  });

  it("that is not an address is in no network", () => {
    const all = '"source_ip":["0.0.0.0/0","::/0"]';
    expect(meets('"source_ip":["10.0.0.0/8"]', '"sourceIPAddress":"10.0.0.0/8"')).toBe(false);
    expect(meets(all, '"sourceIPAddress":"AWS Internal"')).toBe(false);
    expect(meets(all, '"sourceIPAddress":"kms.amazonaws.com"')).toBe(false);
    expect(meets(all, '"sourceIPAddress":""')).toBe(false);
    expect(meets(all, '"sourceIPAddress":3221226007')).toBe(false);
    expect(meets(all, '"sourceIPAddress":"198.51.100.0/24"')).toBe(false);
    expect(meets(all, "")).toBe(false);
    expect(meets(all, '"sourceIPAddress":"\\u0031.2.3.4"')).toBe(true);
  });
});

describe("a value of more than 4,096 bytes", () => {
  it("meets no pattern, but one of 4,096 does", () => {
    configure('{"exceptions":[{"id":"a","reason":"r","when":{"user_agent":["*"],"actor.role":["x"]}}]}');
    const role = ',"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"';
    for (let over = 0; over < 2; over++) {
      const agents = [4096, over + 4096];
      for (let swapped = 0; swapped < 2; swapped++) {
        const agent = "\\u00e9".repeat(2047) + "x".repeat(agents[swapped] - 4094);
        const arn = "x".repeat(agents[1 - swapped] - 2) + "/x";
        noteEvent(eventWith('"userAgent":"' + agent + '"' + role + arn + '"}}},'));
        expect(found()).toBe(over == 0 ? '"a"' : "-", agents[0].toString());
      }
    }
  });
});

describe("several exceptions", () => {
  it("are tried in order: the first one that holds is found", () => {
    configure(
      '{"exceptions":[{"id":"a","reason":"r","when":{"region":["us-*"]}},{"id":"b","reason":"r","when":{"account":["4*"]}},' +
        '{"id":"c","reason":"r","when":{"region":["*"]}}]}',
    );
    noteEvent(eventWith('"awsRegion":"us-east-1","recipientAccountId":"444455556666",'));
    expect(found()).toBe('"a"');
    noteEvent(eventWith('"awsRegion":"eu-west-1","recipientAccountId":"444455556666",'));
    expect(found()).toBe('"b"');
    noteEvent(eventWith('"awsRegion":"eu-west-1","recipientAccountId":"111122223333",'));
    expect(found()).toBe('"c"');
    noteEvent(eventWith('"recipientAccountId":"111122223333",'));
    expect(found()).toBe("-");
  });

  it("may be a thousand, with ten values each", () => {
    let values = "";
    for (let i = 0; i < 10; i++) values += (i > 0 ? "," : "") + '"arn:a:b::1:ci-' + i.toString() + '"';
    const list: string[] = [];
    for (let i = 0; i < 1000; i++) {
      list.push(`{"id":"${i}","reason":"r","when":{"actor.type":["type-${i}"],"actor.arn":[${values}]}}`);
    }
    configure('{"exceptions":[' + list.join(",") + "]}");
    noteEvent(eventWith('"userIdentity":{"type":"type-999","arn":"arn:a:b::1:ci-9"},'));
    expect(found()).toBe('"999"');
    noteEvent(eventWith('"userIdentity":{"type":"type-1000","arn":"arn:a:b::1:ci-9"},'));
    expect(found()).toBe("-");
    noteEvent(eventWith('"userIdentity":{"type":"type-5","arn":"arn:a:b::1:ci-10"},'));
    expect(found()).toBe("-");
  });
});
