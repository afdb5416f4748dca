import { both, listedIn, tag } from "./support/answers";
import { configure } from "./support/config";
import { EVENT, quoted } from "./support/envelopes";

const MEMBERS: string = EVENT.slice(1, -1);

/** An event with this id, time, key and actor. */
function event(id: string, time: string = "t", key: string = "k", arn: string = "a", rest: string = ""): string {
  return (
    "{" +
    MEMBERS +
    `,"eventID":"${id}","eventTime":"${time}","requestParameters":{"keyId":"${key}"},` +
    `"userIdentity":{"arn":"${arn}"}${rest}}`
  );
}
const ONE: string = event("1");

describe("the same event twice in a record", () => {
  it("counts once, at its first path", () => {
    configure("{}");
    expect(listedIn(both('{"log":' + quoted(ONE) + ',"log_processed":' + ONE + "}"))).toBe("match /log# ");
    expect(listedIn(both('{"x":' + ONE + ',"y":' + quoted(ONE) + "}"))).toBe("possible /x ");
    expect(listedIn(both("[" + ONE + "," + event("2") + "," + ONE + "]"))).toBe("match /Records/0 match /Records/1 ");
    expect(both("[" + ONE + "," + ONE + "," + ONE + "]").includes('"matches":1,')).toBe(true);
  });

  it("counts at the known place rather than any other", () => {
    configure("{}");
    expect(listedIn(both('{"x":' + ONE + ',"log":' + ONE + ',"y":' + ONE + "}"))).toBe("match /log ");
    expect(listedIn(both('{"log":' + ONE + ',"x":' + ONE + "}"))).toBe("match /log ");
    expect(listedIn(both('{"w":' + EVENT + ',"x":' + ONE + ',"y":' + event("2") + ',"log":' + ONE + "}"))).toBe(
      "possible /w possible /y match /log ",
    );
    const only = both('{"x":' + ONE + ',"log":' + ONE.replace("}}", '},"awsRegion":"r"}') + "}");
    expect(only.includes('"keyward":{"verdict":"match"')).toBe(true, only);
  });

  it("counts there even if it is not a match, as long as it gets a verdict", () => {
    configure('{"denied":"annotate","exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}]}');
    const suppressed = both('{"x":' + ONE + ',"log":' + event("1", "t", "k", "a", ',"awsRegion":"r"') + "}");
    expect(listedIn(suppressed)).toBe("suppressed /log ");
    expect(suppressed.includes('"keyward":{"verdict":"suppressed"')).toBe(true, suppressed);
    expect(listedIn(both('{"x":' + ONE + ',"log":' + event("1", "t", "k", "a", ',"errorCode":"c"') + "}"))).toBe(
      "denied /log ",
    );
    // One without a verdict hides nothing.
    configure("{}");
    expect(listedIn(both('{"x":' + ONE + ',"log":' + event("1", "t", "k", "a", ',"errorCode":"c"') + "}"))).toBe(
      "possible /x ",
    );
    configure('{"network_activity":"ignore"}');
    expect(
      listedIn(both('{"x":' + ONE + ',"log":' + event("1", "t", "k", "a", ',"eventType":"AwsVpceEvent"') + "}")),
    ).toBe("possible /x ");
  });

  it("is a different event if any of its identifying values differs, or it has no id", () => {
    configure("{}");
    const two = (other: string): string => listedIn(both("[" + ONE + "," + other + "]"));
    const TWO = "match /Records/0 match /Records/1 ";
    expect(two(event("2"))).toBe(TWO);
    expect(two(event("1", "u"))).toBe(TWO);
    expect(two(event("1", "t", "l"))).toBe(TWO);
    expect(two(event("1", "t", "k", "b"))).toBe(TWO);
    expect(two(ONE.replace("DisableKey", "ScheduleKeyDeletion"))).toBe(TWO);
    expect(two(ONE.replace('"arn":"a"', '"type":"b"'))).toBe(TWO);
    expect(two(ONE.replace('"keyId":"k"', '"keyI":"k"'))).toBe(TWO);
    expect(two(ONE.replace('"eventTime":"t",', ""))).toBe(TWO);
    expect(two(ONE.replace('"eventID":"1"', '"eventID":1'))).toBe(TWO);
    expect(two(ONE.replace('"keyId":"k"', '"keyId":"arn:aws:kms:r:1:key/k"'))).toBe(TWO);
    expect(listedIn(both("[" + EVENT + "," + EVENT + "]"))).toBe(TWO);
    const noId = ONE.replace('"eventID":"1",', "");
    expect(listedIn(both("[" + noId + "," + noId + "]"))).toBe(TWO);
  });

  it("is the same however it is written, and whatever else it has", () => {
    configure("{}");
    const two = (other: string): string => listedIn(both("[" + ONE + "," + other + "]"));
    expect(two(ONE.replace('"1"', '"\\u0031"').replace('"k"', '"\\u006b"').replace('"a"', '"\\u0061"'))).toBe(
      "match /Records/0 ",
    );
    expect(two(ONE.replace("DisableKey", "\\u0044isableKey"))).toBe("match /Records/0 ");
    expect(two(event("1", "t", "k", "a", ',"awsRegion":"r","userAgent":"u"'))).toBe("match /Records/0 ");
    expect(two(ONE.replace('"arn":"a"', '"arn":"a","type":"T"'))).toBe("match /Records/0 ");
    // Numbers as they are written.
    const number = ONE.replace('"1"', "1");
    expect(listedIn(both("[" + number + "," + number + "]"))).toBe("match /Records/0 ");
    expect(listedIn(both("[" + number + "," + number.replace('D":1', 'D":1.0') + "]"))).toBe(
      "match /Records/0 match /Records/1 ",
    );
    // The key by its ARN, wherever that is.
    const arn = '"arn:aws:kms:r:1:key/k"';
    const named = ONE.replace('"keyId":"k"', '"keyId":' + arn);
    const resource = ONE.slice(0, -1) + ',"resources":[{"ARN":' + arn + "}]}";
    expect(listedIn(both("[" + named + "," + resource + "]"))).toBe("match /Records/0 ");
  });

  it("is neither judged by the history nor remembered a second time", () => {
    configure('{"duplicates":{"window_seconds":60},"cap":{"count":2,"period_seconds":60}}');
    const at = (id: string): string => event(id, "2026-12-05T10:00:00Z");
    expect(listedIn(tag("[" + at("1") + "," + at("1") + "," + at("2") + "," + at("3") + "]"))).toBe(
      "match /Records/0 match /Records/2 capped /Records/3 ",
    );
  });

  it("is compared with the listed events", () => {
    configure("{}");
    let records = "";
    for (let i = 0; i < 101; i++) records += event(i.toString()) + ",";
    const answer = both('{"Records":[' + records + event("100") + "," + event("99") + "]}");
    expect(answer.includes('"matches":102,')).toBe(true);
  });
});
