import {
  MAX_RENAMED,
  additionsNeeded,
  isAnnotated,
  keywardCount,
  keywardEnd,
  readPlaces,
} from "../../../assembly/annotate/places";
import { allocate } from "../../../assembly/bytes/arena";
import { tagRecord } from "../../../assembly/pipeline";
import { all, MATCH, RULE, THREAT, keyward } from "../support/annotation";
import { both } from "../support/answers";
import { startAnew } from "../support/arena";
import { configure } from "../support/config";
import { Text, place, placeLast, textAt } from "../support/text";

let text: Text = new Text(0, 0);

function read(record: string): void {
  text = placeLast(record);
  readPlaces(text.start, text.end);
}

/** Where the keys `keyward` end, as offsets in the record, and how often the suffix is needed. */
function ends(record: string): string {
  read(record);
  let all = "";
  for (let index = 0; index < keywardCount(); index++) all += `${keywardEnd(index) - text.start} `;
  return all + additionsNeeded().toString();
}

function isOurs(record: string): bool {
  read(record);
  return isAnnotated(text.end);
}

describe("the keyward keys of a record", () => {
  it("are found with their ends, however they are written", () => {
    expect(ends("{}")).toBe("1");
    expect(ends('{"keyward":1}')).toBe("9 1");
    expect(ends('{"a":1,"k\\u0065yward" : {}}')).toBe("20 1");
    expect(ends('{"keyward":1,"keyward":2}')).toBe("9 21 1");
    expect(ends('{"keywards":1,"Keyward":2,"x":{"keyward":3},"y":["keyward"]}')).toBe("1");
    expect(ends('[{"keyward":1}]')).toBe("1");
  });

  it("are at most four", () => {
    expect(MAX_RENAMED).toBe(4);
    read("{" + '"keyward":1,'.repeat(7) + '"a":1}');
    expect(keywardCount()).toBe(4);
  });

  it("get the first name that the record lacks", () => {
    expect(ends('{"keyward":1,"keyward_original":2}')).toBe("9 2");
    expect(ends('{"keyward_original":2,"keyward":1,"keyward_original_original":3}')).toBe("30 3");
    expect(ends('{"keyward":1,"keyward_original_original":3}')).toBe("9 1");
    expect(ends('{"keyward":1,"keyward\\u005forigin\\u0061l":3}')).toBe("9 2");
    expect(ends('{"keyward":1,"keyward_origina":2,"keyward_originals":3,"keyward_original_":4}')).toBe("9 1");
    let record = '{"keyward":1';
    for (let times = 1; times < 8; times++) {
      record += ',"keyward' + "_original".repeat(times) + '":1';
      expect(ends(record + "}")).toBe("9 " + (times + 1).toString());
    }
    expect(ends(record.replaceAll("keyward_", "k\\u0065yward_") + "}")).toBe("9 8");
  });

  it("are forgotten with the next record", () => {
    read('{"keyward":1,"keyward_original":2}');
    expect(ends('{"a":1}')).toBe("1");
    read('{"keyward":1,"keyward_original":2}');
    expect(ends("[]")).toBe("1");
  });
});

describe("an annotation", () => {
  it("is an object with a verdict and a list of events, or with the verdict lost", () => {
    const verdicts: StaticArray<string> = ["denied", "suppressed", "duplicate", "capped", "possible", "match"];
    for (let i = 0; i < verdicts.length; i++) {
      expect(isOurs('{"keyward":{"verdict":"' + verdicts[i] + '","events":[]}}')).toBe(true, verdicts[i]);
      expect(isOurs('{"keyward":{"verdict":"' + verdicts[i] + '"}}')).toBe(false, verdicts[i]);
      expect(isOurs('{"keyward":{"verdict":"' + verdicts[i].slice(1) + '","events":[]}}')).toBe(false, verdicts[i]);
    }
    expect(isOurs('{"keyward":{"events":[1],"x":2,"verdict":"m\\u0061tch"}}')).toBe(true);
    expect(isOurs('{"keyward":{"verdict":"lost"}}')).toBe(true);
    expect(isOurs('{"keyward":{"verdict":"lost","events":1}}')).toBe(true);
  });

  it("is nothing else", () => {
    const others: StaticArray<string> = ["null", "{}", '"match"', "[]", '["match"]', "7", "true"];
    for (let i = 0; i < others.length; i++) {
      expect(isOurs('{"keyward":' + others[i] + "}")).toBe(false, others[i]);
      expect(isOurs('{"keyward":{"verdict":' + others[i] + ',"events":[]}}')).toBe(i == 2, others[i]);
      expect(isOurs('{"keyward":{"verdict":"match","events":' + others[i] + "}}")).toBe(i == 3 || i == 4, others[i]);
    }
    expect(isOurs('{"keyward":{"verdict":"none","events":[]}}')).toBe(false);
    expect(isOurs('{"keyward":{"verdict":"unread","events":[]}}')).toBe(false);
    expect(isOurs('{"x":{"keyward":{"verdict":"lost"}}}')).toBe(false);
    expect(isOurs('[{"keyward":{"verdict":"lost"}}]')).toBe(false);
    expect(isOurs('{"keyward":{"x":{"verdict":"lost"}}}')).toBe(false);
  });

  it("is the last member of that name", () => {
    expect(isOurs('{"keyward":1,"keyward":{"verdict":"lost"}}')).toBe(true);
    expect(isOurs('{"keyward":{"verdict":"lost"},"keyward":1}')).toBe(false);
  });
});

describe("a record with a keyward of another kind", () => {
  it("has it renamed, with its value unchanged", () => {
    configure("{}");
    const values: StaticArray<string> = ["null", "{}", '"x"', "[1,{}]", "1.50E+0", '{"verdict":"match"}'];
    for (let i = 0; i < values.length; i++) {
      expect(both('{"keyward":' + values[i] + "," + MATCH + "}")).toBe(
        '{"keyward_original":' + values[i] + "," + MATCH + all() + "}",
      );
      expect(both('{ "keyward" : ' + values[i] + " , " + MATCH + " } ")).toBe(
        '{ "keyward_original" : ' + values[i] + " , " + MATCH + " " + all() + "} ",
      );
    }
    expect(both('{"keywar\\u0064":1,' + MATCH + "}")).toBe('{"keywar\\u0064_original":1,' + MATCH + all() + "}");
  });

  it("has all of them renamed to the same name", () => {
    configure("{}");
    expect(both('{"keyward":1,' + MATCH + ',"k\\u0065yward":2}')).toBe(
      '{"keyward_original":1,' + MATCH + ',"k\\u0065yward_original":2' + all() + "}",
    );
    expect(both('{"keyward":1,"keyward":2,"keyward_original":3,"keyward":4,"keyward":5,' + MATCH + "}")).toBe(
      '{"keyward_original_original":1,"keyward_original_original":2,"keyward_original":3,"keyward_original_original":4,' +
        '"keyward_original_original":5,' +
        MATCH +
        all() +
        "}",
    );
  });

  it("gets its other additions like any record, in the order of the record", () => {
    configure("{}");
    expect(both('{"tags":["a"],"keyward":1,"event":{"b":1},"keyward":2,' + MATCH + "}")).toBe(
      '{"tags":["a","aws-kms-key-loss"],"keyward_original":1,"event":{"b":1,"severity":47,"risk_score":47},' +
        '"keyward_original":2,' +
        MATCH +
        RULE +
        THREAT +
        keyward('"action":"DisableKey"') +
        "}",
    );
    expect(both('{"keyward":1,"event":{},"keyward":2,"keyward":3,"keyward":4,"tags":"a",' + MATCH + "}")).toBe(
      '{"keyward_original":1,"event":{"severity":47,"risk_score":47},"keyward_original":2,"keyward_original":3,' +
        '"keyward_original":4,"tags":["a","aws-kms-key-loss"],' +
        MATCH +
        RULE +
        THREAT +
        keyward('"action":"DisableKey"') +
        "}",
    );
  });

  it("is annotated only once", () => {
    configure("{}");
    const once = both('{"keyward":null,' + MATCH + "}");
    expect(both(once)).toBe("same");
    expect(once.split('"keyward":').length).toBe(2);
  });

  it("has the same result if its own block is spread", () => {
    configure("{}");
    const agent = '"userAgent":"' + "0123456789".repeat(14000) + '"';
    const record = '{"keyward":1,' + agent + ',"keyward":2,' + MATCH + "}";
    const source = place(record);
    // Only the arena may grow memory from here to the result.
    startAnew();
    const block = allocate(source.length + 1);
    memory.copy(block, source.start, source.length);
    const result = tagRecord(block, source.length);
    expect(result > block && result < block + source.length).toBe(true, "in place");
    const start = '{"keyward_original":1,' + agent + ',"keyward_original":2,' + MATCH + ',"tags":';
    expect(textAt(result).startsWith(start)).toBe(true);
  });

  it("stays unchanged if there is nothing to report", () => {
    configure("{}");
    expect(both('{"keyward":1,"x":"DisableKey"}')).toBe("same");
    expect(both('{"keyward":1,"x":"EnableKey"}')).toBe("same / dropped");
  });
});
