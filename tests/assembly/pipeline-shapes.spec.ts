import { allocate } from "../../assembly/bytes/arena";
import { tagRecord } from "../../assembly/pipeline";
import { EVENT as SCORES, RULE, TAGS, THREAT, keywardOf, listed } from "./support/annotation";
import { NO_MATCH, both } from "./support/answers";
import { startAnew } from "./support/arena";
import { EVENT, OTHER, inLogs, quoted } from "./support/envelopes";
import { place, textAt } from "./support/text";

const REST: string = TAGS + SCORES + RULE + THREAT;

/** The keyward member of matches at these paths, each of the shortest event. */
function keywardAt(paths: string[]): string {
  return keywardOf(paths.length, paths.map<string>((path) => listed(path, '"action":"DisableKey"')).join(","));
}

/** Expects both filters to annotate `record` as a match at `path`, with every addition. */
function expectAt(path: string, record: string): void {
  expect(both(record)).toBe(record.slice(0, -1) + REST + keywardAt([path]) + "}", record);
}

describe("an envelope with a match", () => {
  it("is annotated itself, with the path of the match", () => {
    expectAt("/Records/0", '{"Records":[' + EVENT + "]}");
    expectAt("/Records/1/body#", '{"Records":[{"body":"x"},{"body":' + quoted(EVENT) + "}]}");
    expectAt("/detail", '{"detail-type":"AWS API Call via CloudTrail","detail":' + EVENT + "}");
    expectAt("/log#", '{"log":' + quoted(EVENT) + "}");
    expectAt("/log#/log#/log#/log#", inLogs(EVENT, 4));
    expectAt("/Message#/0", '{"Message":' + quoted("[" + EVENT + "]") + "}");
  });

  it("counts and lists all its matches", () => {
    const record = '{"Records":[' + [EVENT, OTHER, EVENT, '{"log":' + quoted(EVENT) + "}"].join(",") + "]";
    expect(both(record + "}")).toBe(record + REST + keywardAt(["/Records/0", "/Records/2", "/Records/3/log#"]) + "}");
  });

  it("of another schema is also annotated", () => {
    const ocsf = '{"api":{"service":{"name":"kms"},"operation":"DisableKey"}}';
    const otel = '{"attributes":{"rpc.service":"kms.amazonaws.com","rpc.method":"DisableKey"}}';
    expectAt("", ocsf);
    expectAt("", otel);
    expectAt("/Records/0", '{"Records":[' + otel + "]}");
    expectAt("/log#", '{"log":' + quoted(ocsf) + "}");
  });
});

describe("a bare array", () => {
  it("with a match becomes the Records of an object", () => {
    expect(both("[" + EVENT + "]")).toBe('{"Records":[' + EVENT + "]" + REST + keywardAt(["/Records/0"]) + "}");
    expect(both(" [{}, " + EVENT + "," + EVENT + "] ")).toBe(
      ' {"Records":[{}, ' + EVENT + "," + EVENT + "]" + REST + keywardAt(["/Records/1", "/Records/2"]) + "} ",
    );
    const marked = EVENT.slice(0, -1) + ',"keyward":{}}';
    expect(both("[" + marked + "]")).toBe('{"Records":[' + marked + "]" + REST + keywardAt(["/Records/0"]) + "}");
  });

  it("without one is not a match", () => {
    expect(both("[]")).toBe(NO_MATCH);
    expect(both("[" + OTHER + "]")).toBe(NO_MATCH);
    expect(both('["EnableKey","keyward"]')).toBe(NO_MATCH);
    expect(both('[{"keyward":1}]')).toBe(NO_MATCH);
    expect(both(" \n[1] \t")).toBe(NO_MATCH);
    expect(both("[not JSON]")).toBe(NO_MATCH);
  });

  it("that names an action but has no event passes through unchanged", () => {
    expect(both('["DisableKey","keyward"]')).toBe("same");
    expect(both("[DisableKey]")).toBe("same");
  });

  it("that is incomplete, invalid or followed by more passes through unchanged", () => {
    expect(both("[" + EVENT)).toBe("same");
    expect(both("[" + EVENT + "}")).toBe("same");
    expect(both("{" + EVENT + "]")).toBe("same");
    expect(both("[" + EVENT + ",]")).toBe("same");
    expect(both("[" + EVENT + "][]")).toBe("same");
    expect(both("[" + EVENT + "]x")).toBe("same");
    expect(both("[")).toBe("same");
    expect(both("]")).toBe("same");
    expect(both("[}")).toBe("same");
    expect(both("{]")).toBe("same");
  });
});

describe("the record's event member", () => {
  const scored: string = ',"severity":47,"risk_score":47}';

  it("is left alone if it is an event, match or not", () => {
    const record = '{"event":' + EVENT + ',"sourcetype":"x"';
    expect(both(record + "}")).toBe(record + TAGS + RULE + THREAT + keywardAt(["/event"]) + "}");
    const other = '{"event":' + OTHER + ',"Records":[' + EVENT + "]";
    expect(both(other + "}")).toBe(other + TAGS + RULE + THREAT + keywardAt(["/Records/0"]) + "}");
  });

  it("is left alone if an event is found inside it", () => {
    const record = '{"event":{"Records":[' + EVENT + "]}";
    expect(both(record + "}")).toBe(record + TAGS + RULE + THREAT + keywardAt(["/event/Records/0"]) + "}");
    const other = '{"event":{"event":' + OTHER + '},"log":' + quoted(EVENT);
    expect(both(other + "}")).toBe(other + TAGS + RULE + THREAT + keywardAt(["/log#"]) + "}");
  });

  it("gets its scores if an event is only in a string, or next to it", () => {
    const original = '{"event":{"original":' + quoted(EVENT);
    expect(both(original + "}}")).toBe(
      original + scored + TAGS + RULE + THREAT + keywardAt(["/event/original#"]) + "}",
    );
    const log = '{"event":{"log":' + quoted('{"event":' + EVENT + "}");
    expect(both(log + "}}")).toBe(log + scored + TAGS + RULE + THREAT + keywardAt(["/event/log#/event"]) + "}");
    const before = '{"Records":[' + EVENT + '],"event":{"kind":"event"';
    expect(both(before + "}}")).toBe(before + scored + TAGS + RULE + THREAT + keywardAt(["/Records/0"]) + "}");
    const after = '{"event":{"kind":"event"';
    const records = ',"Records":[' + EVENT + "]";
    expect(both(after + "}" + records + "}")).toBe(
      after + scored + records + TAGS + RULE + THREAT + keywardAt(["/Records/0"]) + "}",
    );
  });

  it("is left alone if it is an event, with a match before it or after it", () => {
    const record = '{"event":' + OTHER + ',"message":' + quoted(EVENT);
    expect(both(record + "}")).toBe(record + TAGS + RULE + THREAT + keywardAt(["/message#"]) + "}");
    const first = '{"message":' + quoted(EVENT) + ',"event":' + OTHER;
    expect(both(first + "}")).toBe(first + TAGS + RULE + THREAT + keywardAt(["/message#"]) + "}");
  });
});

describe("what only looks like a match", () => {
  it("is not a match", () => {
    expect(both('{"Records":[' + OTHER + '],"x":"DisableKey"}')).toBe(NO_MATCH);
    expect(
      both(
        '{"eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy","requestParameters":{"log":' +
          quoted(EVENT) +
          "}}",
      ),
    ).toBe(NO_MATCH);
    expect(both('{"eventSource":"kms.amazonaws.com","eventName":"EnableKey","Records":[' + EVENT + "]}")).toBe(
      NO_MATCH,
    );
    expect(both('{"log":' + quoted(EVENT).replaceAll("DisableKey", "\\\\u0044isableKe") + "}")).toBe(NO_MATCH);
    // Too deep to be searched.
    expect(both(inLogs(EVENT, 5))).toBe("same");
  });

  it("in a string does not hide a match elsewhere", () => {
    const record =
      '{"log":"{\\"DisableKey\\":","message":' + quoted(OTHER + " DisableKey") + ',"Message":' + quoted(EVENT);
    expect(both(record + "}")).toBe(record + REST + keywardAt(["/Message#"]) + "}");
  });

  it("may be a match with its name escaped at either level", () => {
    const once = '{"log":' + quoted(EVENT).replaceAll("DisableKey", "\\u0044isableKey");
    expect(both(once + "}")).toBe(once + REST + keywardAt(["/log#"]) + "}");
    const twice = '{"log":' + quoted(EVENT).replaceAll("DisableKey", "\\\\u0044isableKey");
    expect(both(twice + "}")).toBe(twice + REST + keywardOf(1, listed("/log#", '"action":"\\u0044isableKey"')) + "}");
  });

  it("is judged anew in each record", () => {
    expect(both('{"event":' + OTHER + "}")).toBe(NO_MATCH);
    expectAt("", EVENT);
    expect(both("[" + OTHER + ',"DisableKey"]')).toBe(NO_MATCH);
    expect(both('{"Records":[{"keyward":1}],"a":"DisableKey"}')).toBe("same");
    expect(both('{"Records":[{"keyward":1}],"a":"EnableKey"}')).toBe(NO_MATCH);
  });
});

describe("a string that names no action", () => {
  it("is not decoded, and so takes no memory", () => {
    const text = '{"log":"' + "0123456789".repeat(60000) + '","Records":[' + EVENT + "]}";
    const source = place(text);
    // From here to the result nothing else may grow memory.
    startAnew();
    const record = allocate(source.length + 1);
    memory.copy(record, source.start, source.length);
    const before = memory.size();
    const result = tagRecord(record, source.length);
    expect(memory.size() - before).toBeLessThanOrEqual(1);
    expect(textAt(result) == text.slice(0, -1) + REST + keywardAt(["/Records/0"]) + "}").toBe(true);
  });
});
