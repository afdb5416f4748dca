import { positionOf, writeInsertion } from "../../../assembly/annotate/insertions";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { EVENT as SCORES, RULE, TAGS, THREAT, keywardOf, listed, planMatch } from "../support/annotation";
import { EVENT, placeRecord, quoted } from "../support/envelopes";
import { textBetween } from "../support/text";

const REST: string = TAGS + SCORES + RULE + THREAT;
const target = memory.data(8192, 8);

/** `record` with each insertion between < and > at its position; traps if measuring one gives another length. */
function planned(record: string, eventTaken: bool = false): string {
  const text = placeRecord(record);
  const count = planMatch(text, eventTaken);
  let result = "";
  let after = text.start;
  for (let index = 0; index < count; index++) {
    startWriting(0, 0);
    writeInsertion(index);
    const length = writtenSince(0);
    startWriting(target, length);
    writeInsertion(index);
    assert(length <= 8192 && writtenSince(target) == length, "measured otherwise");
    result += textBetween(after, positionOf(index)) + "<" + textBetween(target, target + length) + ">";
    after = positionOf(index);
  }
  return result + textBetween(after, text.end);
}

/** The keyward member of one match at `path`. */
function keywardAt(path: string): string {
  return keywardOf(1, listed(path, '"action":"DisableKey"'));
}

describe("a bare array", () => {
  it("becomes the Records of a new object, which gets all members", () => {
    expect(planned("[" + EVENT + "]")).toBe('<{"Records":>[' + EVENT + "]<" + REST + keywardAt("/Records/0") + "}>");
  });

  it("keeps the space around and inside it", () => {
    expect(planned(" \n[ {} , " + EVENT + " ] \n")).toBe(
      ' \n<{"Records":>[ {} , ' + EVENT + " ]<" + REST + keywardAt("/Records/1") + "}> \n",
    );
  });

  it("gets all members, whatever its elements or the record before contain", () => {
    planned('{"tags":["a"],"event":{"b":1},"rule":1,"threat":2,"Records":[' + EVENT + "]}");
    const element =
      '{"tags":["aws-kms-key-loss"],"event":{},"rule":1,"threat":1,"keyward":{},"Records":[' + EVENT + "]}";
    expect(planned("[" + element + "]", true)).toBe(
      '<{"Records":>[' + element + "]<" + REST + keywardAt("/Records/0/Records/0") + "}>",
    );
  });
});

describe("an envelope", () => {
  it("gets its insertions itself, and none inside the event", () => {
    const inner = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","tags":[],"event":{}}';
    expect(planned('{"Records":[' + inner + '],"tags":["a"]}')).toBe(
      '{"Records":[' +
        inner +
        '],"tags":["a"<,"aws-kms-key-loss">]<' +
        SCORES +
        RULE +
        THREAT +
        keywardAt("/Records/0") +
        ">}",
    );
    expect(planned('{"log":' + quoted(inner) + "}")).toBe(
      '{"log":' + quoted(inner) + "<" + TAGS + SCORES + RULE + THREAT + keywardAt("/log#") + ">}",
    );
  });

  it("has its event member left alone if that is or holds the CloudTrail event", () => {
    expect(planned('{"event":' + EVENT + "}", true)).toBe(
      '{"event":' + EVENT + "<" + TAGS + RULE + THREAT + keywardAt("/event") + ">}",
    );
    expect(planned('{"tags":"x","event":{"Records":[' + EVENT + "]}}", true)).toBe(
      '{"tags":<[>"x"<,"aws-kms-key-loss"]>,"event":{"Records":[' +
        EVENT +
        "]}<" +
        RULE +
        THREAT +
        keywardAt("/event/Records/0") +
        ">}",
    );
    expect(planned('{"event":' + quoted(EVENT) + "}")).toBe(
      '{"event":' + quoted(EVENT) + "<" + TAGS + RULE + THREAT + keywardAt("/event#") + ">}",
    );
  });

  it("gets the scores inside its event member if that has the CloudTrail event only in a string", () => {
    const record = '{"event":{"original":' + quoted(EVENT);
    expect(planned(record + "}}")).toBe(
      record + '<,"severity":47,"risk_score":47>}<' + TAGS + RULE + THREAT + keywardAt("/event/original#") + ">}",
    );
    expect(planned(record + "}}", true)).toBe(
      record + "}<" + TAGS + RULE + THREAT + keywardAt("/event/original#") + ">}",
    );
  });
});
