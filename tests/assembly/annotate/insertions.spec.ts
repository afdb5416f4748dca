import { positionOf, writeInsertion } from "../../../assembly/annotate/insertions";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { all, EVENT, MATCH, RULE, TAGS, THREAT, keyward, planMatch } from "../support/annotation";
import { placeLast, textBetween } from "../support/text";

const target = memory.data(4096, 8);
const KEYWARD: string = keyward('"action":"DisableKey"');

/** The text of an insertion; traps if measuring it gives another length. */
function textOf(index: i32): string {
  startWriting(0, 0);
  writeInsertion(index);
  const length = writtenSince(0);
  startWriting(target, length);
  writeInsertion(index);
  assert(writtenSince(target) == length, "measured otherwise");
  return textBetween(target, target + length);
}

/** A match with these members before its own, and each insertion between < and > at its position. */
function planned(members: string): string {
  const text = placeLast("{" + members + MATCH + "}");
  const count = planMatch(text);
  let result = "";
  let after = text.start;
  for (let index = 0; index < count; index++) {
    result += textBetween(after, positionOf(index)) + "<" + textOf(index) + ">";
    after = positionOf(index);
  }
  return result + textBetween(after, text.end);
}

/** The match with these members and insertions before its own, and `added` at its end. */
function match(members: string, added: string): string {
  return "{" + members + MATCH + "<" + added + ">}";
}

const NO_TAGS: string = EVENT + RULE + THREAT + KEYWARD;
const NO_EVENT: string = TAGS + RULE + THREAT + KEYWARD;

describe("a record with none of the members", () => {
  it("gets all of them at its end", () => {
    expect(planned("")).toBe(match("", all()));
  });

  it("gets them before its closing brace, after any space there", () => {
    const text = placeLast(" { " + MATCH + " \n} \n");
    expect(planMatch(text)).toBe(1);
    expect(positionOf(0) - text.start).toBe(3 + MATCH.length + 2);
  });
});

describe("tags", () => {
  it("that are a list get the tag at the end", () => {
    expect(planned('"tags":["a"],')).toBe(match('"tags":["a"<,"aws-kms-key-loss">],', NO_TAGS));
    expect(planned('"tags":["a",["b"],{"c":1}],')).toBe(
      match('"tags":["a",["b"],{"c":1}<,"aws-kms-key-loss">],', NO_TAGS),
    );
    expect(planned('"tags": [ "a" ] ,')).toBe(match('"tags": [ "a" <,"aws-kms-key-loss">] ,', NO_TAGS));
    expect(planned('"tags":[null],')).toBe(match('"tags":[null<,"aws-kms-key-loss">],', NO_TAGS));
  });

  it("that are an empty list get it without a comma", () => {
    expect(planned('"tags":[],')).toBe(match('"tags":[<"aws-kms-key-loss">],', NO_TAGS));
    expect(planned('"tags":[ \n],')).toBe(match('"tags":[ \n<"aws-kms-key-loss">],', NO_TAGS));
  });

  it("that are a string become a list of the string and the tag", () => {
    expect(planned('"tags":"a",')).toBe(match('"tags":<[>"a"<,"aws-kms-key-loss"]>,', NO_TAGS));
    expect(planned('"tags":"",')).toBe(match('"tags":<[>""<,"aws-kms-key-loss"]>,', NO_TAGS));
    expect(planned('"tags": "]" ,')).toBe(match('"tags": <[>"]"<,"aws-kms-key-loss"]> ,', NO_TAGS));
    expect(planned('"tags":"aws-kms-key-loss2",')).toBe(
      match('"tags":<[>"aws-kms-key-loss2"<,"aws-kms-key-loss"]>,', NO_TAGS),
    );
  });

  it("that already have the tag do not get it again", () => {
    expect(planned('"tags":["a","aws-kms-key-loss","b"],')).toBe(
      match('"tags":["a","aws-kms-key-loss","b"],', NO_TAGS),
    );
    expect(planned('"tags":["aws-kms-key\\u002dloss"],')).toBe(match('"tags":["aws-kms-key\\u002dloss"],', NO_TAGS));
    expect(planned('"tags":"aws-kms-key-loss",')).toBe(match('"tags":"aws-kms-key-loss",', NO_TAGS));
  });

  it("that only have similar values get it", () => {
    const tags =
      '"tags":["Aws-kms-key-loss"," aws-kms-key-loss","aws-kms-key-los","",["aws-kms-key-loss"],{"aws-kms-key-loss":1}';
    expect(planned(tags + "],")).toBe(match(tags + '<,"aws-kms-key-loss">],', NO_TAGS));
    expect(planned('"tags":[1,null,true],')).toBe(match('"tags":[1,null,true<,"aws-kms-key-loss">],', NO_TAGS));
  });

  it("of another type are left alone", () => {
    expect(planned('"tags":null,')).toBe(match('"tags":null,', NO_TAGS));
    expect(planned('"tags":7,')).toBe(match('"tags":7,', NO_TAGS));
    expect(planned('"tags":true,')).toBe(match('"tags":true,', NO_TAGS));
    expect(planned('"tags":{"a":1},')).toBe(match('"tags":{"a":1},', NO_TAGS));
  });

  it("that appear twice: only the last ones count", () => {
    expect(planned('"tags":"a","tags":[],')).toBe(match('"tags":"a","tags":[<"aws-kms-key-loss">],', NO_TAGS));
    expect(planned('"tags":[],"tags":5,')).toBe(match('"tags":[],"tags":5,', NO_TAGS));
  });

  it("that are nested or named differently are not the record's", () => {
    expect(planned('"x":{"tags":["a"]},"Tags":[],')).toBe(match('"x":{"tags":["a"]},"Tags":[],', all()));
  });
});

describe("the event object", () => {
  it("gets the scores it lacks at its end", () => {
    expect(planned('"event":{"kind":"event"},')).toBe(
      match('"event":{"kind":"event"<,"severity":47,"risk_score":47>},', NO_EVENT),
    );
    expect(planned('"event":{"severity":1},')).toBe(match('"event":{"severity":1<,"risk_score":47>},', NO_EVENT));
    expect(planned('"event":{"risk_score":1},')).toBe(match('"event":{"risk_score":1<,"severity":47>},', NO_EVENT));
    expect(planned('"event":{"a":{"severity":1,"risk_score":2} },')).toBe(
      match('"event":{"a":{"severity":1,"risk_score":2} <,"severity":47,"risk_score":47>},', NO_EVENT),
    );
  });

  it("gets them without a comma if it is empty", () => {
    expect(planned('"event":{},')).toBe(match('"event":{<"severity":47,"risk_score":47>},', NO_EVENT));
    expect(planned('"event":{ },')).toBe(match('"event":{ <"severity":47,"risk_score":47>},', NO_EVENT));
  });

  it("gets no score that it already has, whatever its value", () => {
    expect(planned('"event":{"severity":null,"risk_score":"x"},')).toBe(
      match('"event":{"severity":null,"risk_score":"x"},', NO_EVENT),
    );
    expect(planned('"event":{"\\u0073everity":1,"risk_score":2},')).toBe(
      match('"event":{"\\u0073everity":1,"risk_score":2},', NO_EVENT),
    );
  });

  it("gets no score that the record has as a dotted key", () => {
    expect(planned('"event":{"a":1},"event.severity":1,')).toBe(
      match('"event":{"a":1<,"risk_score":47>},"event.severity":1,', NO_EVENT),
    );
    expect(planned('"event.risk_score":1,"event":{},')).toBe(
      match('"event.risk_score":1,"event":{<"severity":47>},', NO_EVENT),
    );
    expect(planned('"event.risk_score":1,"event":{},"event.severity":null,')).toBe(
      match('"event.risk_score":1,"event":{},"event.severity":null,', NO_EVENT),
    );
  });

  it("is created for the scores that the record lacks, but not if it lacks none", () => {
    expect(planned('"event.severity":1,')).toBe(
      match('"event.severity":1,', TAGS + ',"event":{"risk_score":47}' + RULE + THREAT + KEYWARD),
    );
    expect(planned('"event.risk_score":1,')).toBe(
      match('"event.risk_score":1,', TAGS + ',"event":{"severity":47}' + RULE + THREAT + KEYWARD),
    );
    expect(planned('"event.risk_score":1,"event.severity":2,')).toBe(
      match('"event.risk_score":1,"event.severity":2,', NO_EVENT),
    );
    expect(planned('"event.kind":"event",')).toBe(match('"event.kind":"event",', all()));
  });

  it("of another type is left alone", () => {
    expect(planned('"event":"x",')).toBe(match('"event":"x",', NO_EVENT));
    expect(planned('"event":null,')).toBe(match('"event":null,', NO_EVENT));
    expect(planned('"event":[{"a":1}],')).toBe(match('"event":[{"a":1}],', NO_EVENT));
    expect(planned('"event":47,')).toBe(match('"event":47,', NO_EVENT));
  });

  it("that appears twice: only the last one counts", () => {
    expect(planned('"event":{"severity":1,"risk_score":1},"event":{"a":1},')).toBe(
      match('"event":{"severity":1,"risk_score":1},"event":{"a":1<,"severity":47,"risk_score":47>},', NO_EVENT),
    );
    expect(planned('"event":{},"event":null,')).toBe(match('"event":{},"event":null,', NO_EVENT));
  });
});

describe("rule and threat", () => {
  it("are each added if the record lacks it", () => {
    expect(planned('"rule":{"a":1},')).toBe(match('"rule":{"a":1},', TAGS + EVENT + THREAT + KEYWARD));
    expect(planned('"threat":null,')).toBe(match('"threat":null,', TAGS + EVENT + RULE + KEYWARD));
    expect(planned('"rule":"r","threat":[],')).toBe(match('"rule":"r","threat":[],', TAGS + EVENT + KEYWARD));
    expect(planned('"rule.id":1,"x":{"threat":1},')).toBe(match('"rule.id":1,"x":{"threat":1},', all()));
  });
});

describe("insertions", () => {
  it("are in the order of the record, whichever member comes first", () => {
    const rest = RULE + THREAT + KEYWARD;
    expect(planned('"tags":["a"],"event":{"b":1},')).toBe(
      match('"tags":["a"<,"aws-kms-key-loss">],"event":{"b":1<,"severity":47,"risk_score":47>},', rest),
    );
    expect(planned('"event":{"b":1},"tags":["a"],')).toBe(
      match('"event":{"b":1<,"severity":47,"risk_score":47>},"tags":["a"<,"aws-kms-key-loss">],', rest),
    );
    expect(planned('"tags":"a","event":{},')).toBe(
      match('"tags":<[>"a"<,"aws-kms-key-loss"]>,"event":{<"severity":47,"risk_score":47>},', rest),
    );
    expect(planned('"event":{},"tags":"a",')).toBe(
      match('"event":{<"severity":47,"risk_score":47>},"tags":<[>"a"<,"aws-kms-key-loss"]>,', rest),
    );
  });

  it("are only the keyward member if the record has the rest", () => {
    const all = '"event":{"severity":1,"risk_score":2},"tags":["aws-kms-key-loss"],"rule":{},"threat":{},';
    expect(planned(all)).toBe(match(all, KEYWARD));
  });
});
