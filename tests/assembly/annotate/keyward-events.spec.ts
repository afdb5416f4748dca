import { writeKeyward } from "../../../assembly/annotate/keyward";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { keywardOf, listed } from "../support/annotation";
import { EVENT, OTHER, noteMatches, placeRecord, quoted } from "../support/envelopes";
import { attribute } from "../support/attributes";
import { textBetween } from "../support/text";

const target = memory.data(65536, 8);

/** The `keyward` member of `record`; traps if measuring it gives another length. */
function written(record: string, within: string = ""): string {
  noteMatches(placeRecord(record));
  startWriting(0, 0);
  writeKeyward(within);
  const length = writtenSince(0);
  startWriting(target, length);
  writeKeyward(within);
  assert(length <= 65536 && writtenSince(target) == length, "measured otherwise");
  return textBetween(target, target + length);
}

const ACTION: string = '"action":"DisableKey"';

describe("the keyward member of several matches", () => {
  it("lists each with its path and its own details", () => {
    const first = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"a","awsRegion":"r"}';
    const second =
      '{"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion","userIdentity":{"type":"Root"}}';
    expect(written('{"Records":[' + first + "," + OTHER + "," + second + '],"log":' + quoted(EVENT) + "}")).toBe(
      keywardOf(
        3,
        listed("/Records/0", '"id":"a",' + ACTION + ',"region":"r"') +
          "," +
          listed("/Records/2", '"action":"ScheduleKeyDeletion","actor":{"type":"Root"}') +
          "," +
          listed("/log#", ACTION),
      ),
    );
  });

  it("copies values from decoded strings as they are after decoding", () => {
    const event =
      '{"eventSource":"kms.amazonaws.com","eventName":"Disable\\u004bey","userAgent":"a\\"b\\\\\\u00e9","eventID":1.50}';
    expect(written('{"log":' + quoted(event) + "}")).toBe(
      keywardOf(1, listed("/log#", '"id":1.50,"action":"Disable\\u004bey","user_agent":"a\\"b\\\\\\u00e9"')),
    );
    const body =
      '{\\"eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":\\"\\u0044isableKey\\",\\"eventID\\":\\"\\u00e9\\ud83d\\"}';
    expect(written('{"log":"' + body + '"}')).toBe(keywardOf(1, listed("/log#", '"id":"\u00e9\ufffd",' + ACTION)));
  });

  it("still has the values of one string after later ones were decoded", () => {
    const first = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"first"}';
    const second = first.replaceAll("first", "other");
    const inner = '{"Records":[{"body":' + quoted(first) + '},{"body":"x"},{"body":' + quoted(second) + "}]}";
    const ids: string[] = ["first", "other"];
    let events = "";
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 2; j++)
        events += listed(`/Records/${i}/body#/Records/${j * 2}/body#`, `"id":"${ids[j]}",` + ACTION) + ",";
    }
    expect(
      written('{"Records":[{"body":' + quoted(inner) + '},{"body":' + quoted(inner) + '},{"body":"zzzzzzzzzzzz"}]}'),
    ).toBe(keywardOf(4, events.slice(0, -1)));
  });

  it("starts each path with the member that the record is put into", () => {
    expect(written("[1," + EVENT + ',{"log":' + quoted("[" + EVENT + "]") + "}]", "/Records")).toBe(
      keywardOf(2, listed("/Records/1", ACTION) + "," + listed("/Records/2/log#/0", ACTION)),
    );
  });

  it("lists a hundred, and counts all", () => {
    let events = listed("/Records/0", ACTION);
    for (let i = 1; i < 100; i++) events += "," + listed("/Records/" + i.toString(), ACTION);
    expect(written('{"Records":[' + (EVENT + ",").repeat(99) + EVENT + "]}")).toBe(keywardOf(100, events));
    expect(written('{"Records":[' + (EVENT + ",").repeat(100) + EVENT + "]}")).toBe(keywardOf(101, events));
    expect(written('{"Records":[' + (EVENT + ",").repeat(12344) + EVENT + "]}")).toBe(keywardOf(12345, events));
  });
});

describe("the keyward member of other schemas", () => {
  const arn: string = "arn:aws:kms:us-west-2:111122223333:key/k1";

  it("has the details of an OCSF event, with its data in objects or in strings", () => {
    const head =
      '{"class_uid":6003,"time":17,"metadata":{"uid":"e"},"cloud":{"region":"r","account":{"uid":"1"}},"actor":{"user":{"uid":"arn:u"}},' +
      '"src_endpoint":{"domain":"d"},"http_request":{"user_agent":"a"},"api":{"service":{"name":"kms"},"operation":"DisableKey",';
    const details =
      '"id":"e","time":17,"action":"DisableKey","account":"1","region":"r","actor":{"arn":"arn:u"},"source_ip":"d","user_agent":"a",' +
      `"key":{"id":"k1","arn":"${arn}","state":"s"},"pending_window_days":7`;
    const request = '{"keyId":"k0","pendingWindowInDays":"7"}';
    const response = `{"keyId":"${arn}","keyState":"s"}`;
    expect(written(head + '"request":{"data":' + request + '},"response":{"data":' + response + "}}}")).toBe(
      keywardOf(1, listed("", details)),
    );
    const inStrings =
      head + '"request":{"data":' + quoted(request) + '},"response":{"data":' + quoted(response) + "}}}";
    expect(written(inStrings)).toBe(keywardOf(1, listed("", details)));
    expect(written('{"Records":[{"body":' + quoted(inStrings) + "},{}," + inStrings + "]}")).toBe(
      keywardOf(2, listed("/Records/0/body#", details) + "," + listed("/Records/2", details)),
    );
  });

  it("has the details of an OpenTelemetry record", () => {
    const attributes = [
      attribute("rpc.service", '{"stringValue":"kms.amazonaws.com"}'),
      attribute("rpc.method", '{"stringValue":"DisableKey"}'),
      attribute("aws.cloudtrail.event_id", '{"stringValue":"e"}'),
      attribute("aws.request.parameters.keyId", '{"stringValue":"k"}'),
      attribute("aws.request.parameters.pendingWindowInDays", '{"intValue":"30"}'),
    ];
    expect(
      written(
        '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"9","attributes":[' +
          attributes.join(",") +
          "]}]}]}]}",
      ),
    ).toBe(
      keywardOf(
        1,
        listed(
          "/resourceLogs/0/scopeLogs/0/logRecords/0",
          '"id":"e","time":"9","action":"DisableKey","key":{"id":"k"},"pending_window_days":30',
        ),
      ),
    );
  });
});

describe("an event in the annotation", () => {
  it("has who did it, in a fixed order", () => {
    const identity =
      '{"type":"AssumedRole","arn":"arn:s","sessionContext":{"sessionIssuer":{"arn":"arn:r"},"sourceIdentity":"who"},' +
      '"onBehalfOf":{"userId":"u"}}';
    const rest = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey","sourceIPAddress":"i","userAgent":"a"';
    expect(written('{"vpcEndpointId":"vpce-1",' + rest + ',"userIdentity":' + identity + "}")).toBe(
      keywardOf(
        1,
        listed(
          "",
          ACTION +
            ',"actor":{"type":"AssumedRole","arn":"arn:s","role":"arn:r"},"source_identity":"who","on_behalf_of":"u",' +
            '"source_ip":"i","user_agent":"a","vpc_endpoint":"vpce-1"',
        ),
      ),
    );
  });

  it("has an actor if only its role is known", () => {
    const identity = '"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"arn:r"}}},';
    expect(written("{" + identity + '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}')).toBe(
      keywardOf(1, listed("", ACTION + ',"actor":{"role":"arn:r"}')),
    );
  });

  it("has the bare name of a qualified method as its action", () => {
    expect(written('{"rpc.method":"kms.amazonaws.com\\/Disable\\u004bey","cloud.region":"r"}')).toBe(
      keywardOf(1, listed("", '"action":"Disable\\u004bey","region":"r"')),
    );
    const inner = '{"rpc.method":"kms.amazonaws.com/DisableKey"}';
    expect(written('{"log":' + quoted(inner) + "}")).toBe(keywardOf(1, listed("/log#", ACTION)));
  });
});
