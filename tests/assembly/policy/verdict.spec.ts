import { claimedEnd } from "../../../assembly/bytes/arena";
import { configEnd } from "../../../assembly/config/settings";
import { Verdict, verdictName } from "../../../assembly/finding/verdicts";
import { skipValue } from "../../../assembly/json/cursor";
import { findMember } from "../../../assembly/json/members";
import { Judgement } from "../../../assembly/rule/rule";
import { decide } from "../../../assembly/policy/verdict";
import { configure } from "../support/config";
import { eventWith, noteEvent, noted } from "../support/match";
import { textBetween } from "../support/text";

/** The verdict on `event`, followed by the id of the exception and the number of keys in the burst, if any. */
function decided(event: string): string {
  const judgement = noteEvent(event);
  const before = claimedEnd();
  decide(noted, judgement == Judgement.FAILED);
  assert(claimedEnd() == before, "memory stays claimed");
  let answer = verdictName(noted.verdict);
  const exception = noted.exception;
  if (exception != 0) {
    const id = findMember(exception, "id", configEnd);
    answer += " " + textBetween(id, skipValue(id, configEnd));
  }
  assert(
    (exception != 0) == (noted.verdict == Verdict.SUPPRESSED),
    "an exception without a suppression, or the reverse",
  );
  return noted.burst == 0 ? answer : answer + " " + noted.burst.toString();
}

/** The verdict on the shortest match with these members. */
function decidedWith(members: string): string {
  return decided(eventWith(members == "" ? "" : members + ","));
}

/** Members of an event with this id and key, this many seconds after ten o'clock. */
function loss(id: string, key: string, second: i32): string {
  const clock = second.toString().padStart(2, "0");
  return (
    `"eventID":"${id}","requestParameters":{"keyId":"arn:aws:kms:r:1:key/${key}"},` +
    `"eventTime":"2026-12-05T10:00:${clock}Z"`
  );
}

const EXCEPTION: string = '"exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}]';
const ALL: string = "{" + EXCEPTION + ',"duplicates":{"window_seconds":60},"cap":{"count":2,"period_seconds":60}}';
const ESCALATE: string = '"escalate":{"distinct_keys":3,"window_seconds":30,"severity":"high","risk_score":73}';
const FAILED: string = '"errorCode":"AccessDenied"';
const ENDPOINT: string = '"eventCategory":"NetworkActivity","eventType":"AwsVpceEvent"';

describe("the verdict", () => {
  it("is match without a configuration, for a call that succeeded", () => {
    configure("{}");
    expect(decidedWith("")).toBe("match");
    expect(decidedWith("")).toBe("match");
    expect(decidedWith(loss("a", "k", 0))).toBe("match");
    expect(decidedWith(ENDPOINT)).toBe("match");
    expect(decidedWith(FAILED)).toBe("none");
  });

  it("is suppressed by an exception, which it names", () => {
    configure(
      '{"exceptions":[{"id":"a","reason":"r","when":{"region":["eu-*"]}},{"id":"b","reason":"r","when":{"account":["1*"]}}]}',
    );
    expect(decidedWith('"awsRegion":"eu-west-1"')).toBe('suppressed "a"');
    expect(decidedWith('"recipientAccountId":"1"')).toBe('suppressed "b"');
    expect(decidedWith('"awsRegion":"us-east-1"')).toBe("match");
    expect(decidedWith("")).toBe("match");
  });
});

describe("a failed call", () => {
  it("is denied if so configured, and otherwise not a match", () => {
    configure('{"denied":"annotate"}');
    expect(decidedWith(FAILED)).toBe("denied");
    expect(decidedWith('"errorMessage":"x"')).toBe("denied");
    expect(decidedWith('"errorCode":""')).toBe("match");
    configure('{"denied":"ignore"}');
    expect(decidedWith(FAILED)).toBe("none");
  });

  it("is not compared with exceptions, and not remembered", () => {
    configure(
      '{"denied":"annotate","exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}],"duplicates":{"window_seconds":60},' +
        '"cap":{"count":2,"period_seconds":60},"escalate":{"distinct_keys":2,"window_seconds":60,"severity":"high","risk_score":73}}',
    );
    expect(decidedWith('"awsRegion":"r",' + FAILED)).toBe("denied");
    expect(decidedWith(loss("a", "1", 0) + "," + FAILED)).toBe("denied");
    expect(decidedWith(loss("b", "2", 0) + "," + FAILED)).toBe("denied");
    expect(decidedWith(loss("c", "3", 0) + "," + FAILED)).toBe("denied");
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(decidedWith(loss("a", "1", 0) + "," + FAILED)).toBe("denied");
  });
});

describe("the event of a VPC endpoint", () => {
  it("is not a match if so configured, by its category or its type", () => {
    configure('{"network_activity":"ignore","denied":"annotate"}');
    expect(decidedWith(ENDPOINT)).toBe("none");
    expect(decidedWith('"eventCategory":"NetworkActivity"')).toBe("none");
    expect(decidedWith('"eventCategory":"Network\\u0041ctivity"')).toBe("none");
    expect(decidedWith('"eventType":"AwsVpceEvent"')).toBe("none");
    expect(decidedWith('"eventCategory":"Management","eventType":"AwsApiCall"')).toBe("match");
    expect(decidedWith('"eventCategory":"networkactivity","eventType":"AwsVpceEvents"')).toBe("match");
    expect(decidedWith('"eventCategory":["NetworkActivity"],"eventType":{"a":"AwsVpceEvent"}')).toBe("match");
    expect(decidedWith('"eventCategory":7')).toBe("match");
    expect(decidedWith('"eventType":"NetworkActivity","eventCategory":"AwsVpceEvent"')).toBe("match");
    expect(decidedWith("")).toBe("match");
    expect(decidedWith(ENDPOINT + "," + FAILED)).toBe("none");
    expect(decidedWith(FAILED)).toBe("denied");
  });

  it("is a match if configured as one", () => {
    configure('{"network_activity":"match"}');
    expect(decidedWith(ENDPOINT)).toBe("match");
  });

  it("is recognized by the fields of its own schema", () => {
    configure('{"network_activity":"ignore"}');
    const ecs =
      '{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"},';
    expect(decided(ecs + '"aws.cloudtrail.event_category":"NetworkActivity"}')).toBe("none");
    expect(decided(ecs + '"eventCategory":"NetworkActivity"}')).toBe("match");
    const ocsf = '{"api":{"service":{"name":"kms"},"operation":"DisableKey"},';
    expect(decided(ocsf + '"metadata":{"event_code":"AwsVpceEvent"}}')).toBe("none");
    expect(decided(ocsf + '"metadata.product":{"feature":{"name":"NetworkActivity"}}}')).toBe("none");
    expect(decided(ocsf + '"metadata":{"event_code":"AwsApiCall"}}')).toBe("match");
    const otel = '{"rpc.service":"kms.amazonaws.com","rpc.method":"DisableKey",';
    expect(decided(otel + '"rpc.system":"AwsVpceEvent"}')).toBe("none");
    expect(decided(otel + '"attributes":{"aws.event.category":"NetworkActivity"}}')).toBe("none");
    expect(decided(otel + '"rpc.system":"AwsApiCall"}')).toBe("match");
  });

  it("is not remembered", () => {
    configure('{"network_activity":"ignore","duplicates":{"window_seconds":60}}');
    expect(decidedWith(loss("a", "1", 0) + "," + ENDPOINT)).toBe("none");
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(decidedWith(loss("a", "1", 0))).toBe("duplicate");
  });
});

describe("a duplicate", () => {
  const ROLE = ',"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/r/s"}';

  it("has the same id, action, time, key and actor", () => {
    configure('{"duplicates":{"window_seconds":60}}');
    expect(decidedWith(loss("a", "1", 0) + ROLE)).toBe("match");
    expect(decidedWith(loss("b", "1", 0) + ROLE)).toBe("match");
    expect(decidedWith(loss("a", "2", 0) + ROLE)).toBe("match");
    expect(decidedWith(loss("a", "1", 1) + ROLE)).toBe("match");
    expect(decidedWith(loss("a", "1", 0) + ROLE.replace("/s", "/t"))).toBe("match");
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(
      decided("{" + loss("a", "1", 0) + ROLE + ',"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion"}'),
    ).toBe("match");
    expect(decidedWith(loss("a", "1", 0) + ROLE)).toBe("duplicate");
    expect(decidedWith(loss("\\u0061", "1", 0) + ROLE.replace("role/r", "\\u0072ole/r"))).toBe("duplicate");
    expect(decidedWith(loss("a", "1", 0) + ROLE.replace("AssumedRole", "Other"))).toBe("duplicate", "the ARN says who");
  });

  it("uses the actor's type if there is no ARN, and the key's id", () => {
    configure('{"duplicates":{"window_seconds":60}}');
    const one = (key: string, type: string): string =>
      '"eventID":"a","eventTime":"2026-12-05T10:00:00Z","requestParameters":{"keyId":"' +
      key +
      '"},"userIdentity":{"type":"' +
      type +
      '"}';
    expect(decidedWith(one("k", "Root"))).toBe("match");
    expect(decidedWith(one("k", "IAMUser"))).toBe("match");
    expect(decidedWith(one("l", "Root"))).toBe("match");
    expect(decidedWith(one("k", "Root"))).toBe("duplicate");
  });

  it("does not confuse texts that only join up alike", () => {
    configure('{"duplicates":{"window_seconds":60}}');
    const one = (id: string, key: string): string =>
      '"eventID":"' + id + '","eventTime":"2026-12-05T10:00:00Z","requestParameters":{"keyId":"' + key + '"}';
    expect(decidedWith(one("a", "bc"))).toBe("match");
    expect(decidedWith(one("aDisableKey", "bc"))).toBe("match");
    expect(decidedWith(one("a", "b"))).toBe("match");
  });

  it("needs an id", () => {
    configure('{"duplicates":{"window_seconds":60}}');
    const at = '"eventTime":"2026-12-05T10:00:00Z"';
    expect(decidedWith(at)).toBe("match");
    expect(decidedWith(at)).toBe("match");
    expect(decidedWith(at + ',"eventID":""')).toBe("match");
    expect(decidedWith(at + ',"eventID":""')).toBe("match");
  });
});

describe("among several reasons", () => {
  it("an exception comes first, then duplicates, then the cap", () => {
    configure(ALL);
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(decidedWith(loss("a", "1", 0) + ',"awsRegion":"r"')).toBe('suppressed "x"');
    expect(decidedWith(loss("a", "1", 0))).toBe("duplicate");
    expect(decidedWith(loss("b", "1", 0))).toBe("match");
    expect(decidedWith(loss("b", "1", 0))).toBe("duplicate");
    expect(decidedWith(loss("c", "1", 0))).toBe("capped");
    expect(decidedWith(loss("c", "1", 0))).toBe("duplicate");
    expect(decidedWith(loss("d", "1", 0) + ',"awsRegion":"r"')).toBe('suppressed "x"');
  });

  it("suppressed events are not remembered, and duplicates do not count for the cap", () => {
    configure(ALL);
    expect(decidedWith(loss("a", "1", 0) + ',"awsRegion":"r"')).toBe('suppressed "x"');
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(decidedWith(loss("a", "1", 0))).toBe("duplicate");
    expect(decidedWith(loss("a", "1", 0))).toBe("duplicate");
    expect(decidedWith(loss("b", "1", 0))).toBe("match");
    expect(decidedWith(loss("c", "1", 0))).toBe("capped");
  });
});

describe("a burst", () => {
  it("is counted in keys, and reported with each match", () => {
    configure("{" + ESCALATE + "}");
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(decidedWith(loss("b", "2", 10))).toBe("match");
    expect(decidedWith(loss("c", "1", 20))).toBe("match");
    expect(decidedWith(loss("d", "3", 30))).toBe("match 3");
    expect(decidedWith(loss("e", "3", 31))).toBe("match 3");
    expect(decidedWith(loss("f", "9", 50))).toBe("match 3");
    expect(decidedWith('"eventTime":"2026-12-05T10:00:59Z"')).toBe("match");
  });

  it("does not include suppressed events or duplicates, but includes capped ones", () => {
    configure(
      '{"exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}],"duplicates":{"window_seconds":60},' +
        '"cap":{"count":1,"period_seconds":60},' +
        ESCALATE +
        "}",
    );
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(decidedWith(loss("b", "2", 0) + ',"awsRegion":"r"')).toBe('suppressed "x"');
    expect(decidedWith(loss("a", "1", 0))).toBe("duplicate");
    expect(decidedWith(loss("d", "1", 1))).toBe("capped");
    expect(decidedWith(loss("e", "4", 0))).toBe("match");
    expect(decidedWith(loss("f", "4", 0))).toBe("capped");
    expect(decidedWith(loss("g", "5", 0))).toBe("match 3", "which begins the burst");
    expect(decidedWith(loss("h", "5", 0))).toBe("capped 3");
    expect(decidedWith(loss("h", "5", 0))).toBe("duplicate");
  });

  it("is not capped when it begins or grows, even if a match on that key passed before", () => {
    configure(
      '{"cap":{"count":1,"period_seconds":30},"escalate":{"distinct_keys":2,"window_seconds":10,"severity":"high",' +
        '"risk_score":73}}',
    );
    expect(decidedWith(loss("a", "1", 0))).toBe("match");
    expect(decidedWith(loss("b", "2", 11))).toBe("match");
    expect(decidedWith(loss("c", "2", 12))).toBe("capped");
    expect(decidedWith(loss("d", "1", 13))).toBe("match 2");
    expect(decidedWith(loss("e", "1", 14))).toBe("capped 2");
  });

  it("counts keys by their ARN, or else by the event's own name for them", () => {
    configure("{" + ESCALATE + "}");
    const at = ',"eventTime":"2026-12-05T10:00:00Z"';
    const named = (id: string): string => '"requestParameters":{"keyId":"' + id + '"}' + at;
    expect(decidedWith(named("arn:aws:kms:r:1:key/k"))).toBe("match");
    expect(decidedWith(named("arn:aws:kms:r:2:key/k"))).toBe("match");
    expect(decidedWith(named("k"))).toBe("match 3");
    expect(decidedWith(named("k"))).toBe("match 3");
    expect(decidedWith(named("alias/k"))).toBe("match 4");
  });
});
