/** Annotations read back by json-as into typed classes, as by a program that knows nothing of Keyward. */
import { JSON } from "json-as";
import { recycle } from "../../../assembly/bytes/arena";
import { tagRecord } from "../../../assembly/pipeline";
import { configure } from "../support/config";
import { placeRecord, quoted } from "../support/envelopes";
import { textAt } from "../support/text";


@json
class Key {
  id: string = "";
  arn: string = "";
}


@json
class Actor {
  type: string = "";
  arn: string = "";
}


@json
class Event {
  path: string = "";
  verdict: string = "";
  action: string = "";
  account: string = "";
  region: string = "";
  pending_window_days: i32 = 0;
  key: Key = new Key();
  actor: Actor = new Actor();
}


@json
class Keyward {
  verdict: string = "";
  severity: string = "";
  risk_score: i32 = 0;
  matches: i32 = 0;
  events: Event[] = [];
}


@json
class Annotated {
  tags: string[] = [];
  keyward: Keyward = new Keyward();
}

function readBack(record: string): Annotated {
  const text = placeRecord(record);
  const result = tagRecord(text.start, text.length);
  assert(result != text.start, "not annotated");
  const annotated = JSON.parse<Annotated>(textAt(result));
  recycle();
  return annotated;
}

/** A deletion scheduled by a user, with all details that CloudTrail has. */
const SCHEDULED: string =
  '{"eventTime":"2026-03-04T09:03:41Z","eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion",' +
  '"awsRegion":"eu-west-1","recipientAccountId":"111122223333",' +
  '"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/al\\u0069ce"},' +
  '"requestParameters":{"keyId":"k","pendingWindowInDays":30},' +
  '"responseElements":{"keyId":"arn:aws:kms:eu-west-1:111122223333:key/1234abcd","pendingWindowInDays":7}}';
const OTHER: string = '{"eventSource":"kms.amazonaws.com","eventName":"ListKeys"}';

describe("an annotation read back by json-as", () => {
  it("has the event's details", () => {
    configure("{}");
    const annotated = readBack(SCHEDULED);
    const keyward = annotated.keyward;
    expect(keyward.verdict).toBe("match");
    expect(keyward.severity).toBe("medium");
    expect(keyward.risk_score).toBe(47);
    expect(keyward.matches).toBe(1);
    expect(annotated.tags).toStrictEqual(["aws-kms-key-loss"]);
    expect(keyward.events.length).toBe(1);
    const event = keyward.events[0];
    expect(event.path).toBe("");
    expect(event.verdict).toBe("match");
    expect(event.action).toBe("ScheduleKeyDeletion");
    expect(event.account).toBe("111122223333");
    expect(event.region).toBe("eu-west-1");
    expect(event.pending_window_days).toBe(7);
    expect(event.key.id).toBe("1234abcd");
    expect(event.key.arn).toBe("arn:aws:kms:eu-west-1:111122223333:key/1234abcd");
    expect(event.actor.type).toBe("IAMUser");
    expect(event.actor.arn).toBe("arn:aws:iam::111122223333:user/alice");
  });

  it("counts and lists the events of a record, in order", () => {
    configure("{}");
    const second = SCHEDULED.replace("1234abcd", "5678").replace("09:03:41", "09:03:42");
    const annotated = readBack('{"tags":["own"],"Records":[' + SCHEDULED + "," + OTHER + "," + second + "]}");
    expect(annotated.tags).toStrictEqual(["own", "aws-kms-key-loss"]);
    expect(annotated.keyward.matches).toBe(2);
    expect(annotated.keyward.events.length).toBe(2);
    expect(annotated.keyward.events[0].path).toBe("/Records/0");
    expect(annotated.keyward.events[0].key.id).toBe("1234abcd");
    expect(annotated.keyward.events[1].path).toBe("/Records/2");
    expect(annotated.keyward.events[1].key.id).toBe("5678");
  });

  it("has the path of an event in a string", () => {
    configure("{}");
    expect(readBack('{"log":' + quoted(SCHEDULED) + "}").keyward.events[0].path).toBe("/log#");
  });

  it("gets a verdict but no tag unless it matches", () => {
    configure('{"exceptions":[{"id":"e","reason":"r","when":{"account":["111122223333"]}}]}');
    const suppressed = readBack(SCHEDULED);
    expect(suppressed.keyward.verdict).toBe("suppressed");
    expect(suppressed.keyward.events[0].verdict).toBe("suppressed");
    expect(suppressed.tags.length).toBe(0);
    expect(suppressed.keyward.severity).toBe("");
    configure("{}");
    const possible = readBack('{"unknown":' + SCHEDULED + "}");
    expect(possible.keyward.verdict).toBe("possible");
    expect(possible.keyward.events[0].path).toBe("/unknown");
    expect(possible.tags.length).toBe(0);
  });
});
