import { claimedEnd } from "../../../assembly/bytes/arena";
import { Field, fieldEnd, fieldOf, fieldStart, forgetFields, startFields } from "../../../assembly/policy/fields";
import { isJsonText } from "../../../assembly/json/validate";
import { eventWith, noteEvent, noted } from "../support/match";
import { attribute } from "../support/attributes";
import { placeLast, textBetween } from "../support/text";

/** The text of a field of the started event; "-" if it is missing. */
function textOf(field: i32): string {
  const start = fieldStart(field);
  const end = fieldEnd(field);
  assert(start <= end && start != 0, "no text");
  return start == end ? "-" : textBetween(start, end);
}

/** All fields of `event`, separated by bars. Traps if memory stays claimed, or a second reading differs. */
function fieldsOf(event: string): string {
  noteEvent(event);
  const before = claimedEnd();
  startFields(noted);
  let all = textOf(0);
  for (let field = 1; field < Field.COUNT; field++) all += "|" + textOf(field);
  let again = textOf(0);
  for (let field = 1; field < Field.COUNT; field++) again += "|" + textOf(field);
  assert(again == all, "another text");
  forgetFields();
  assert(claimedEnd() == before, "memory stays claimed");
  return all;
}

/** One field of the shortest match with these members. */
function fieldIn(field: i32, members: string): string {
  noteEvent(eventWith(members + ","));
  startFields(noted);
  const text = textOf(field);
  forgetFields();
  return text;
}

const ARN: string = "arn:aws:kms:eu-west-1:111122223333:key/k-1";

describe("the fields of an event", () => {
  it("are empty for an event without details, except for its action", () => {
    expect(fieldsOf(eventWith(""))).toBe("DisableKey|-|-|-|-|-|-|-|-|-|-|-|-|-");
  });

  it("are found in a raw event", () => {
    expect(
      fieldsOf(
        eventWith(
          '"eventID":"e","eventTime":"t","recipientAccountId":"1","awsRegion":"r","sourceIPAddress":"192.0.2.7","userAgent":"u",' +
            '"userIdentity":{"type":"Root","arn":"a","accountId":"2","sessionContext":{"sessionIssuer":{"arn":"arn:r"},' +
            '"sourceIdentity":"who"}},"vpcEndpointId":"vpce-1","requestParameters":{"keyId":"' +
            ARN +
            '"},',
        ),
      ),
    ).toBe("DisableKey|1|r|a|Root|192.0.2.7|u|" + ARN + "|k-1|arn:r|who|vpce-1|e|t");
  });

  it("have the length of the decoded text, even after an escape and if empty", () => {
    expect(
      fieldsOf(
        eventWith(
          '"eventID":"\\"' +
            "1".repeat(40) +
            '","eventTime":"t","awsRegion":"\\\\' +
            "2".repeat(40) +
            '","userAgent":"","userIdentity":{"arn":"\\"' +
            "3".repeat(40) +
            '"},',
        ),
      ),
    ).toBe("DisableKey|-|\\" + "2".repeat(40) + '|"' + "3".repeat(40) + '|-|-|-|-|-|-|-|-|"' + "1".repeat(40) + "|t");
  });

  it("are found in every other schema", () => {
    expect(
      fieldsOf(
        '{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":["x","DisableKey"],"outcome":"success","id":"e"},' +
          '"@timestamp":"t","cloud.region":"r","aws.cloudtrail":{"recipient_account_id":"1","user_identity":{"arn":"a","type":"y"}},' +
          '"source":{"address":"s"},"user_agent.original":"u","aws.cloudtrail.flattened.request_parameters.keyId":"k"}',
      ),
    ).toBe("DisableKey|1|r|a|y|s|u|-|k|-|-|-|e|t");
    expect(
      fieldsOf(
        '{"time":17,"metadata":{"uid":"e"},"cloud":{"region":"r","account":{"uid":"1"}},"actor":{"user":{"uid":"arn:a","type":"y"}},' +
          '"src_endpoint":{"domain":"d","ip":"192.0.2.7"},"http_request":{"user_agent":"u"},"api":{"service":{"name":"kms"},' +
          '"operation":"DisableKey","request":{"data":"{\\"keyId\\":\\"' +
          ARN +
          '\\"}"}}}',
      ),
    ).toBe("DisableKey|1|r|arn:a|y|192.0.2.7|u|" + ARN + "|k-1|-|-|-|e|17");
    expect(
      fieldsOf(
        '{"timeUnixNano":"17","attributes":[' +
          [
            attribute("rpc.service", '{"stringValue":"kms.amazonaws.com"}'),
            attribute("rpc.method", '{"stringValue":"DisableKey"}'),
            attribute("aws.user_identity.account_id", '{"intValue":1}'),
            attribute("source.address", '{"stringValue":"s"}'),
          ].join(",") +
          "]}",
      ),
    ).toBe("DisableKey|1|-|-|-|s|-|-|-|-|-|-|-|17");
  });

  it("are decoded texts", () => {
    expect(fieldIn(Field.USER_AGENT, '"userAgent":"a\\"\\u0062\\n\\u00e9\\ud83d\\udd11\\ud83d"')).toBe(
      'a"b\n\u00e9\u{1f511}\ufffd',
    );
    expect(fieldIn(Field.REGION, '"awsRegion":"eu\\u002dwest"')).toBe("eu-west");
    noteEvent('{"eventSource":"kms.amazonaws.com","eventName":"Disable\\u004bey"}');
    startFields(noted);
    expect(textOf(Field.ACTION)).toBe("DisableKey");
    forgetFields();
    noteEvent('{"rpc.method":"kms.amazonaws.com\\/Disable\\u004bey"}');
    startFields(noted);
    expect(textOf(Field.ACTION)).toBe("DisableKey");
    forgetFields();
  });

  it("are numbers as they are written", () => {
    expect(fieldIn(Field.ACCOUNT, '"recipientAccountId":111122223333')).toBe("111122223333");
    expect(fieldIn(Field.USER_AGENT, '"userAgent" : -1.50E+3 ')).toBe("-1.50E+3");
    expect(fieldIn(Field.TIME, '"eventTime":0')).toBe("0");
  });

  it("are not empty, boolean or nested values", () => {
    expect(fieldIn(Field.ACCOUNT, '"recipientAccountId":""')).toBe("-");
    expect(fieldIn(Field.ACCOUNT, '"recipientAccountId":null')).toBe("-");
    expect(fieldIn(Field.REGION, '"awsRegion":true')).toBe("-");
    expect(fieldIn(Field.REGION, '"awsRegion":["r"]')).toBe("-");
    expect(fieldIn(Field.ACTOR_ARN, '"userIdentity":{"arn":{"a":1}}')).toBe("-");
  });

  it("use fallbacks for missing values", () => {
    expect(fieldIn(Field.ACCOUNT, '"recipientAccountId":"1","userIdentity":{"accountId":"2"}')).toBe("1");
    expect(fieldIn(Field.ACCOUNT, '"recipientAccountId":"","userIdentity":{"accountId":"2"}')).toBe("2");
  });

  it("are found anew for each event", () => {
    expect(fieldIn(Field.REGION, '"awsRegion":"a"')).toBe("a");
    expect(fieldIn(Field.REGION, '"awsRegion":"bb"')).toBe("bb");
    expect(fieldIn(Field.REGION, '"eventID":"e"')).toBe("-");
  });
});

describe("the key", () => {
  it("is the ARN and the id in it, decoded", () => {
    const escaped = '"responseElements":{"keyId":"arn:aws:kms:r:1:key\\/m\\u0072k-1"}';
    expect(fieldIn(Field.KEY_ARN, escaped)).toBe("arn:aws:kms:r:1:key/mrk-1");
    expect(fieldIn(Field.KEY_ID, escaped)).toBe("mrk-1");
    const slash = '"responseElements":{"keyId":"arn:aws:kms:r:1:key\\u002fk\\"\\\\"}';
    expect(fieldIn(Field.KEY_ID, slash)).toBe('k"\\');
  });

  it("has no ARN if the event names it only by id", () => {
    expect(fieldIn(Field.KEY_ARN, '"requestParameters":{"keyId":"k"}')).toBe("-");
    expect(fieldIn(Field.KEY_ID, '"requestParameters":{"keyId":"k"}')).toBe("k");
    expect(fieldIn(Field.KEY_ID, '"requestParameters":{"keyId":"\\u0061lias/a"}')).toBe("alias/a");
    expect(fieldIn(Field.KEY_ID, '"awsRegion":"r"')).toBe("-");
  });

  it("may be read by its id first", () => {
    noteEvent(eventWith('"requestParameters":{"keyId":"' + ARN + '"},'));
    startFields(noted);
    expect(textOf(Field.KEY_ID)).toBe("k-1");
    expect(textOf(Field.KEY_ARN)).toBe(ARN);
    forgetFields();
  });
});

/** The field that a key with this text in a configuration names. */
function named(key: string): i32 {
  const text = placeLast('{"' + key + '":0}');
  isJsonText(text.start, text.end);
  return fieldOf(text.start + 1);
}

describe("fieldOf", () => {
  it("returns the field that a key names", () => {
    const names: StaticArray<string> = [
      "action",
      "account",
      "region",
      "actor.arn",
      "actor.type",
      "source_ip",
      "user_agent",
      "key.arn",
      "key.id",
      "actor.role",
      "source_identity",
      "vpc_endpoint",
    ];
    for (let i = 0; i < names.length; i++) expect(named(names[i])).toBe(i, names[i]);
    expect(named("\\u0061ction")).toBe(Field.ACTION);
    expect(named("key.id")).toBe(Field.KEY_ID);
    expect(named("source_ip")).toBe(Field.SOURCE_IP);
  });

  it("returns -1 for anything else", () => {
    const names: StaticArray<string> = [
      "",
      "id",
      "time",
      "Action",
      "actor",
      "key",
      "key.arns",
      "accoun",
      "user_agent ",
    ];
    for (let i = 0; i < names.length; i++) expect(named(names[i])).toBe(-1, names[i]);
  });
});
