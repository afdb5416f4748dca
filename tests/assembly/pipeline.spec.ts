import { allocate } from "../../assembly/bytes/arena";
import { keepRecord, tagRecord } from "../../assembly/pipeline";
import { all, EVENT, MATCH, RULE, TAGS, THREAT, keyward } from "./support/annotation";
import { PAGE, startAnew } from "./support/arena";
import { NO_MATCH, both } from "./support/answers";
import { place, textAt } from "./support/text";

const KEYWARD: string = keyward('"action":"DisableKey"');
const ECS: string =
  '"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"';

describe("a match", () => {
  it("is annotated by both filters", () => {
    expect(both("{" + MATCH + "}")).toBe("{" + MATCH + all() + "}");
    expect(both(" {" + MATCH + ',"awsRegion":"r"}\n')).toBe(
      " {" +
        MATCH +
        ',"awsRegion":"r"' +
        TAGS +
        EVENT +
        RULE +
        THREAT +
        keyward('"action":"DisableKey","region":"r"') +
        "}\n",
    );
    expect(both('{"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion"}')).toBe(
      '{"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion"' +
        TAGS +
        EVENT +
        RULE +
        THREAT +
        keyward('"action":"ScheduleKeyDeletion"') +
        "}",
    );
  });

  it("gets its details from the fields of its own schema", () => {
    expect(both("{" + ECS + ',"id":"e"},"eventID":"raw","user_agent":{"original":["u"]}}')).toBe(
      "{" +
        ECS +
        ',"id":"e","severity":47,"risk_score":47},"eventID":"raw","user_agent":{"original":["u"]}' +
        TAGS +
        RULE +
        THREAT +
        keyward('"id":"e","action":"DisableKey","user_agent":"u"') +
        "}",
    );
    expect(both("{" + MATCH + ',"eventID":"raw","event":{"id":"e"},"userAgent":["u"]}')).toBe(
      "{" +
        MATCH +
        ',"eventID":"raw","event":{"id":"e","severity":47,"risk_score":47},"userAgent":["u"]' +
        TAGS +
        RULE +
        THREAT +
        keyward('"id":"raw","action":"DisableKey"') +
        "}",
    );
  });

  it("may have its name only in escapes", () => {
    const record = '{"eventSource":"kms.amazonaws.com","eventName":"\\u0044isableKey"';
    expect(both(record + "}")).toBe(
      record + TAGS + EVENT + RULE + THREAT + keyward('"action":"\\u0044isableKey"') + "}",
    );
  });

  it("ends with a NUL, even if the record's own block is spread", () => {
    const agent = '"userAgent":"' + "0123456789".repeat(14000) + '"';
    const record = "{" + agent + "," + MATCH + "}";
    const source = place(record);
    const expected =
      "{" +
      agent +
      "," +
      MATCH +
      TAGS +
      EVENT +
      RULE +
      THREAT +
      keyward('"action":"DisableKey","user_agent":' + agent.slice(12)) +
      "}";
    // Only the arena may grow memory from here to the result.
    startAnew();
    const block = allocate(source.length + 1);
    memory.copy(block, source.start, source.length);
    store<u8>(block + source.length, 0);
    const result = tagRecord(block, source.length);
    expect(result > block && result < block + source.length).toBe(true, "in place");
    expect(textAt(result) == expected).toBe(true);
    // The same next to the record.
    startAnew();
    allocate(16 * PAGE);
    const separate = tagRecord(source.start, source.length);
    expect(separate < source.start || separate > source.end).toBe(true, "next to the record");
    expect(textAt(separate) == expected).toBe(true);
  });
});

describe("a non-matching record", () => {
  it("passes through tag unchanged, and is dropped by keep", () => {
    expect(both("{}")).toBe(NO_MATCH);
    expect(both('{"eventSource":"kms.amazonaws.com","eventName":"EnableKey"}')).toBe(NO_MATCH);
    expect(both('{"eventSource":"s3.amazonaws.com","eventName":"DisableKey"}')).toBe(NO_MATCH);
    expect(both("{" + MATCH + ',"errorCode":"AccessDenied"}')).toBe(NO_MATCH);
    expect(both("{" + MATCH + ',"event":{"outcome":"failure"}}')).toBe(NO_MATCH);
    expect(both('{"message":"\\u0061"}')).toBe(NO_MATCH);
    expect(both(' \t\r\n{"a":1} \t\r\n')).toBe(NO_MATCH);
  });

  it("is dropped without parsing if it cannot match", () => {
    expect(both('{"a":}')).toBe(NO_MATCH);
    expect(both('{"a":1}{"b":2}')).toBe(NO_MATCH);
    expect(both("{not JSON}")).toBe(NO_MATCH);
  });
});

describe("an already annotated record", () => {
  it("passes through unchanged, match or not", () => {
    const real = '"keyward":{"verdict":"suppressed","matches":0,"events":[]}';
    expect(both("{" + MATCH + all() + "}")).toBe("same");
    expect(both("{" + MATCH + "," + real + "}")).toBe("same");
    expect(both("{" + real + "," + MATCH + "}")).toBe("same");
    expect(both('{"a":"DisableKey",' + real + "}")).toBe("same");
    expect(both("{" + MATCH + "," + real.replace("keyward", "k\\u0065yward") + "}")).toBe("same");
    expect(both('{"keyward":1,' + MATCH + "," + real + "}")).toBe("same", "the last one decides");
  });

  it("may have any kind of annotation", () => {
    const verdicts: StaticArray<string> = ["denied", "suppressed", "duplicate", "capped", "possible", "match"];
    for (let i = 0; i < verdicts.length; i++) {
      const annotation = '"keyward":{"events":[],"verdict":"' + verdicts[i] + '"}';
      expect(both("{" + MATCH + "," + annotation + "}")).toBe("same", verdicts[i]);
    }
    expect(both("{" + MATCH + ',"keyward":{"verdict":"l\\u006fst"}}')).toBe("same");
    expect(both('{"keyward":{"verdict":"lost","bytes":1,"actions":["DisableKey","ScheduleKeyDeletion"]}}')).toBe(
      "same",
    );
  });

  it("is not one with another keyward member, which is renamed", () => {
    const others: StaticArray<string> = [
      "null",
      "{}",
      '""',
      '"match"',
      "1",
      "[]",
      '{"verdict":"match"}',
      '{"verdict":"match","events":{}}',
      '{"verdict":"none","events":[]}',
      '{"verdict":"Match","events":[]}',
      '{"verdict":["match"],"events":[]}',
      '{"events":[]}',
      '{"verdict":"unread"}',
    ];
    for (let i = 0; i < others.length; i++) {
      const record = "{" + MATCH + ',"keyward":' + others[i];
      const renamed = "{" + MATCH + ',"keyward_original":' + others[i];
      expect(both(record + "}")).toBe(renamed + all() + "}", others[i]);
      expect(both('{"a":"DisableKey","keyward":' + others[i] + "}")).toBe("same");
    }
  });

  it("is not one that only mentions the mark", () => {
    expect(both('{"a":"keyward"}')).toBe(NO_MATCH);
    expect(both('{"a":{"keyward":1}}')).toBe(NO_MATCH);
    expect(both('{"keyward":""}')).toBe(NO_MATCH);
    expect(both('{"k\\u0065yward":1}')).toBe(NO_MATCH);
    expect(both('{"keywards":1,"Keyward":2}')).toBe(NO_MATCH);
    expect(both('{"a":"keyward",' + MATCH + "}")).toBe('{"a":"keyward",' + MATCH + all() + "}");
    expect(both('{"x":{"keyward":1},' + MATCH + "}")).toBe('{"x":{"keyward":1},' + MATCH + all() + "}");
  });
});

describe("a record that is not one JSON object or array", () => {
  it("passes through unchanged if it could have been a match", () => {
    expect(both("{" + MATCH)).toBe("same");
    expect(both("{" + MATCH + ",}")).toBe("same");
    expect(both("{" + MATCH + "}}")).toBe("same");
    expect(both("{" + MATCH + "}x")).toBe("same");
    expect(both("{" + MATCH + "}{}")).toBe("same");
    expect(both("{" + MATCH + ',"a":01}')).toBe("same");
    expect(both("{" + MATCH + ',"a":"\t"}')).toBe("same");
    expect(both("\ufeff{" + MATCH + "}")).toBe("same");
    expect(both('{"keyward":1,}')).toBe(NO_MATCH);
  });

  it("passes through unchanged if it is empty, a scalar or text", () => {
    expect(both("")).toBe("same");
    expect(both(" \n")).toBe("same");
    expect(both('"DisableKey"')).toBe("same");
    expect(both('"x"')).toBe("same");
    expect(both("null")).toBe("same");
    expect(both("17")).toBe("same");
    expect(both("2024-10-01 DisableKey")).toBe("same");
    expect(both("plain text")).toBe("same");
    expect(both("{")).toBe("same");
    expect(both("}")).toBe("same");
    expect(both('{"a":1')).toBe("same");
    expect(both('"a":1}')).toBe("same");
    expect(both("}{")).toBe("same");
  });

  it("passes through unchanged if it is a match cut off anywhere", () => {
    const text = place("{" + MATCH + "}");
    let wrong = "";
    for (let length = 0; length < text.length; length++) {
      if (tagRecord(text.start, length) != text.start) wrong += `tag ${length} `;
      if (keepRecord(text.start, length) != text.start) wrong += `keep ${length} `;
    }
    expect(wrong).toBe("");
  });
});

describe("nesting", () => {
  it("of 100,000 levels is handled", () => {
    const deep = '"deep":' + "[".repeat(100000) + "]".repeat(100000) + ",";
    expect(both("{" + deep + MATCH + "}") == "{" + deep + MATCH + all() + "}").toBe(true);
    expect(both("{" + deep + '"eventName":"DisableKey"}')).toBe("same");
    expect(both("{" + deep + '"eventName":"EnableKey"}')).toBe(NO_MATCH);
    expect(both("{" + deep.slice(0, -2) + "," + MATCH + "}")).toBe("same");
    const event = ',"event":' + '{"event":'.repeat(100000) + "1" + "}".repeat(99999);
    expect(
      both("{" + MATCH + event + "}}") ==
        "{" + MATCH + event + ',"severity":47,"risk_score":47}' + TAGS + RULE + THREAT + KEYWARD + "}",
    ).toBe(true);
  });
});
