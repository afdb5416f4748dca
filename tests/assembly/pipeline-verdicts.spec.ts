import { recycle } from "../../assembly/bytes/arena";
import { keepRecord, tagRecord } from "../../assembly/pipeline";
import { origin } from "./support/annotation";
import { NO_MATCH, both, keep, tag } from "./support/answers";
import { configure, exceptionWith } from "./support/config";
import { inLogs, quoted } from "./support/envelopes";
import { place, textAt } from "./support/text";

/** The verdict in an answer, followed by those of the listed events; the answer itself if it has none. */
function verdictsOf(answer: string): string {
  const at = answer.lastIndexOf('"keyward":{"verdict":"');
  if (at < 0) return answer;
  const parts = answer.slice(at).split('"verdict":"');
  let verdicts = "";
  for (let i = 1; i < parts.length; i++) verdicts += (i > 1 ? " " : "") + parts[i].split('"')[0];
  return verdicts;
}

/** An event with this id, this many seconds after ten o'clock, and further members. */
function event(id: string, second: i32, rest: string = ""): string {
  const clock = second.toString().padStart(2, "0");
  return (
    `{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"${id}",` +
    `"eventTime":"2026-12-05T10:00:${clock}Z"${rest}}`
  );
}

describe("an expected event", () => {
  it("is kept and marked by both filters, wherever it is", () => {
    configure(exceptionWith('"when":{"action":["DisableKey"]}'));
    const records: StaticArray<string> = [
      event("a", 0),
      '{"Records":[' + event("a", 0) + "]}",
      "[" + event("a", 0) + "]",
      inLogs(event("a", 0), 4),
      '{"detail-type":"AWS API Call via CloudTrail","detail":' + event("a", 0) + "}",
    ];
    for (let i = 0; i < records.length; i++) {
      expect(verdictsOf(both(records[i]))).toBe("suppressed suppressed", records[i]);
    }
    expect(verdictsOf(both(event("a", 0).replace("DisableKey", "ScheduleKeyDeletion")))).toBe("match match");
  });

  it("is recognized by the values in a decoded string", () => {
    configure(exceptionWith('"when":{"user_agent":["ci/*"],"region":["?\u00e9"]}'));
    const inner = event("a", 0, ',"userAgent":"ci/1","awsRegion":"\\u0061\u00e9"');
    expect(verdictsOf(both('{"log":' + quoted(inner) + "}"))).toBe("suppressed suppressed");
    expect(verdictsOf(both('{"log":' + quoted(inner.replace("ci/1", "ci")) + "}"))).toBe("match match");
  });
});

describe("a failed call", () => {
  it("passes through unchanged, or is annotated if so configured", () => {
    const failed = event("a", 0, ',"errorCode":"AccessDenied"');
    configure("{}");
    expect(both(failed)).toBe(NO_MATCH);
    configure('{"denied":"annotate"}');
    expect(verdictsOf(both(failed))).toBe("denied denied");
    expect(both(failed.replace("DisableKey", "EnableKey"))).toBe(NO_MATCH);
    expect(both(failed.replace("kms.amazonaws", "s3.amazonaws"))).toBe(NO_MATCH);
    expect(verdictsOf(both("[" + failed + "," + event("b", 0) + "]"))).toBe("match denied match");
  });
});

describe("the event of a VPC endpoint", () => {
  it("gets no verdict if so configured, but is not dropped either", () => {
    const endpoint = event("a", 0, ',"eventCategory":"NetworkActivity","eventType":"AwsVpceEvent"');
    configure('{"network_activity":"ignore"}');
    expect(both(endpoint)).toBe("same");
    expect(both(endpoint.replace("DisableKey", "EnableKey"))).toBe(NO_MATCH);
    expect(both("[" + endpoint + "]")).toBe("same");
    expect(verdictsOf(both('{"Records":[' + endpoint + "," + event("b", 0) + "]}"))).toBe("match match");
    configure("{}");
    expect(verdictsOf(both(endpoint))).toBe("match match");
  });
});

describe("the history", () => {
  it("remembers events from one record to the next, and within one", () => {
    configure('{"duplicates":{"window_seconds":60}}');
    expect(verdictsOf(tag(event("a", 0)))).toBe("match match");
    expect(verdictsOf(keep(event("a", 0)))).toBe("duplicate duplicate");
    expect(verdictsOf(tag("[" + event("b", 0) + "," + event("a", 0) + "," + event("b", 0) + "]"))).toBe(
      "match match duplicate",
    );
    expect(verdictsOf(tag('{"log":' + quoted(event("\u00e9", 0)) + "}"))).toBe("match match");
    expect(verdictsOf(tag(event("\\u00e9", 0)))).toBe("duplicate duplicate");
  });

  it("caps within a record", () => {
    configure('{"cap":{"count":2,"period_seconds":60}}');
    expect(verdictsOf(tag("[" + event("a", 0) + "," + event("b", 0) + "," + event("c", 0) + "]"))).toBe(
      "match match match capped",
    );
    expect(verdictsOf(tag(event("d", 0)))).toBe("capped capped");
  });

  it("is kept in memory, however many records pass", () => {
    configure('{"duplicates":{"window_seconds":60},"exceptions":[{"id":"x","reason":"r","when":{"region":["r*"]}}]}');
    const text = place(event("seen", 0));
    const large = place('{"x":"' + "y".repeat(300000) + '","log":' + quoted(event("e", 1, ',"awsRegion":"rr"')) + "}");
    expect(tagRecord(text.start, text.length) != text.start).toBe(true);
    recycle();
    for (let i = 0; i < 50; i++) {
      const result = keepRecord(large.start, large.length);
      assert(
        result != large.start && result != 0 && textAt(result).endsWith('"region":"rr"}]' + origin() + "}}"),
        "not suppressed",
      );
      recycle();
    }
    const answer = textAt(tagRecord(text.start, text.length));
    expect(verdictsOf(answer)).toBe("duplicate duplicate");
    recycle();
  });
});

describe("more events than are listed", () => {
  it("are all judged, and matches among them are listed first", () => {
    configure(exceptionWith('"when":{"region":["r"]}'));
    const expected = event("s", 0, ',"awsRegion":"r"');
    let records = "";
    for (let i = 0; i < 150; i++) records += expected.replace('"s"', '"s' + i.toString() + '"') + ",";
    const answer = both('{"Records":[' + records + event("m", 0) + "]}");
    expect(verdictsOf(answer)).toBe("match" + " suppressed".repeat(99) + " match");
    expect(answer.includes('"matches":1,')).toBe(true);
    expect(answer.includes('{"path":"/Records/150","verdict":"match"')).toBe(true);
  });
});

describe("the record's event member", () => {
  it("is an event of its own, whatever its verdict", () => {
    configure(exceptionWith('"when":{"region":["r"]}'));
    const inner = event("a", 0, ',"awsRegion":"r"');
    const answer = both('{"event":' + inner + ',"message":' + quoted(event("b", 0)) + "}");
    expect(verdictsOf(answer)).toBe("match suppressed match");
    expect(answer.startsWith('{"event":' + inner + ',"message":')).toBe(true, answer);
  });
});
