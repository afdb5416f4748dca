import { claimedEnd } from "../../../assembly/bytes/arena";
import { configEnd } from "../../../assembly/config/settings";
import { listClues } from "../../../assembly/explain/clues";
import {
  Condition,
  conditionField,
  conditionHolds,
  exception,
  exceptionHolds,
  findCondition,
  findNextException,
  metIndex,
  startExceptions,
  time,
} from "../../../assembly/explain/conditions";
import { Found, findPlace, suppressing } from "../../../assembly/explain/events";
import { dataObject, dataString, detailOf, fieldEnd, fieldStart, valueOf } from "../../../assembly/explain/values";
import { skipValue } from "../../../assembly/json/cursor";
import { findMember } from "../../../assembly/json/members";
import { Field } from "../../../assembly/policy/fields";
import { configure } from "../support/config";
import { quoted } from "../support/envelopes";
import { eventWith } from "../support/match";
import { begin } from "../support/explain";
import { textBetween } from "../support/text";

const ALL: string =
  '{"exceptions":[' +
  '{"id":"a","reason":"r","when":{"region":["eu-*","us-*"],"account":["1*"]},"from":"2026-12-05T10:00:00Z"},' +
  '{"weekly":{"days":["Sat"],"from":"09:00","until":"11:00"},"id":"b","reason":"r","from":"0000-01-01T00:00:00Z","until":"2026-12-05T10:00:00Z"},' +
  '{"id":"c","reason":"r","when":{"key\\u002eid":["k","x*"]}}]}';

/** Finds the only event, and starts with the exceptions. */
function start(record: string): void {
  assert(begin(record), "no record");
  assert(findPlace() == Found.EVENT, "no event");
  startExceptions();
}

/** Each exception, marked `!` if it suppresses the event, and its conditions: what they are, and whether they hold. */
function listed(record: string): string {
  start(record);
  const parts: string[] = [];
  while (findNextException()) {
    const id = findMember(exception, "id", configEnd);
    let part = textBetween(id + 1, skipValue(id, configEnd) - 1);
    part += (exception == suppressing ? "!" : "") + (exceptionHolds ? "+" : "-") + ":";
    for (let kind = findCondition(); kind != Condition.NONE; kind = findCondition()) {
      part += kind == Condition.FIELD ? " " + conditionField.toString() + "/" + metIndex.toString() : "";
      if (kind == Condition.WINDOW) part += " window";
      if (kind == Condition.WEEKLY) part += " weekly";
      part += conditionHolds ? "+" : "-";
    }
    parts.push(part);
  }
  return parts.join("; ");
}

describe("the conditions of exceptions", () => {
  it("are reported one by one, with the index of the value that is met", () => {
    configure(ALL);
    const event = '"awsRegion":"us-east-1","recipientAccountId":"111122223333","eventTime":"2026-12-05T10:00:00Z",';
    expect(listed(eventWith(event))).toBe("a!+: 2/1+ 1/0+ window+; b-: window- weekly+; c-: 8/-1-");
    expect(listed(eventWith(event + '"requestParameters":{"keyId":"xyz"},'))).toBe(
      "a!+: 2/1+ 1/0+ window+; b-: window- weekly+; c+: 8/1+",
    );
    expect(listed(eventWith('"requestParameters":{"keyId":"k"},"eventTime":"2026-12-05T09:59:59Z",'))).toBe(
      "a-: 2/-1- 1/-1- window-; b!+: window+ weekly+; c+: 8/0+",
    );
  });

  it("do not hold for an event without a time if they depend on it", () => {
    configure(ALL);
    expect(listed(eventWith('"awsRegion":"eu-1","recipientAccountId":"1",'))).toBe(
      "a-: 2/0+ 1/0+ window-; b-: window- weekly-; c-: 8/-1-",
    );
    expect(time).toBe(i64.MIN_VALUE);
    start(eventWith('"eventTime":"1970-01-02T00:00:00Z",'));
    expect(time).toBe(86400);
  });

  it("are empty without exceptions", () => {
    configure("{}");
    expect(listed(eventWith(""))).toBe("");
    configure('{"exceptions":[]}');
    expect(listed(eventWith(""))).toBe("");
  });
});

describe("what is claimed for an event", () => {
  it("is released with the next one, even inside a string", () => {
    configure(ALL);
    const event = eventWith('"awsRegion":"us-east-1","recipientAccountId":"1","errorCode":"","userAgent":"x",');
    begin('{"log":' + quoted("[" + event + "," + event + "," + event + "]") + "}");
    findPlace();
    const ends: usize[] = [];
    while (findPlace() == Found.EVENT) {
      listClues();
      startExceptions();
      while (findNextException()) while (findCondition() != Condition.NONE);
      ends.push(claimedEnd());
    }
    expect(ends.length).toBe(3);
    expect(ends[1]).toBe(ends[0]);
    expect(ends[2]).toBe(ends[0]);
  });
});

describe("the compared values", () => {
  it("are those of the event", () => {
    configure("{}");
    start(eventWith('"awsRegion":"\\u0065u","recipientAccountId":17,"eventCategory":"c","eventType":"t",'));
    expect(textBetween(fieldStart(Field.REGION), fieldEnd(Field.REGION))).toBe("eu");
    expect(load<u8>(valueOf(Field.REGION) + 1)).toBe(0x5c);
    expect(textBetween(fieldStart(Field.ACCOUNT), fieldEnd(Field.ACCOUNT))).toBe("17");
    expect(valueOf(Field.USER_AGENT)).toBe(0);
    expect(load<u8>(detailOf(0) + 1)).toBe(0x63);
    expect(load<u8>(detailOf(1) + 1)).toBe(0x74);
  });

  it("may be in an OCSF event's JSON in a string", () => {
    configure("{}");
    const ocsf = '{"api":{"service":{"name":"kms"},"operation":"DisableKey","request":{"data":"{\\"keyId\\":\\"q\\"}"}';
    start(ocsf + ',"response":{"data":"no object"}}}');
    expect(dataObject(1)).toBe(0);
    expect(load<u8>(dataString(0))).toBe(0x22);
    expect(load<u8>(dataObject(0))).toBe(0x7b);
    expect(valueOf(Field.KEY_ID)).toBe(dataObject(0) + 10);
    // What was found for one event is not used for the next.
    start(ocsf.replace('{\\"keyId\\":\\"q\\"}', "-") + ',"response":{"data":"{\\"keyId\\":\\"r\\"}"}}}');
    expect(dataObject(0)).toBe(0);
    expect(valueOf(Field.KEY_ID)).toBe(dataObject(1) + 10);
  });
});
