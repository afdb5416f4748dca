import { skipValue } from "../../../assembly/json/cursor";
import {
  MOST_LISTED,
  clearMatches,
  detail,
  matchCount,
  matchEnd,
  matchedAction,
  selectMatch,
} from "../../../assembly/finding/matches";
import { Detail } from "../../../assembly/finding/detail-paths";
import {
  EVENT,
  inEvents,
  inLogs,
  matchesIn,
  noteMatches,
  pathOf,
  pathsFound,
  placeRecord,
  quoted,
} from "../support/envelopes";
import { Text, textBetween } from "../support/text";

/** A match with this id. */
function eventOf(id: string): string {
  return '{"eventSource":"kms.amazonaws.com","eventID":"' + id + '","eventName":"DisableKey"}';
}

function note(record: string): Text {
  const text = placeRecord(record);
  noteMatches(text);
  return text;
}

/** The value of a detail of the selected match; "-" for none. */
function valueOf(number: i32): string {
  const value = detail(number);
  return value == 0 ? "-" : textBetween(value, skipValue(value, matchEnd()));
}

/** The ids of the matches listed, a space behind each. */
function idsListed(): string {
  let ids = "";
  for (let index = 0; index < min(matchCount(), MOST_LISTED); index++) {
    selectMatch(index);
    ids += valueOf(Detail.ID) + " ";
  }
  return ids;
}

describe("matches", () => {
  it("are counted from none, for each record", () => {
    note("{}");
    expect(matchCount()).toBe(0);
    note(EVENT);
    expect(matchCount()).toBe(1);
    note("[" + EVENT + "," + EVENT + "]");
    expect(matchCount()).toBe(2);
    clearMatches();
    expect(matchCount()).toBe(0);
  });

  it("are listed in the order they are found, each with what it says", () => {
    note(
      '{"log":' +
        quoted('{"event":' + eventOf("a") + ',"message":' + quoted(eventOf("b")) + "}") +
        ',"Records":[' +
        eventOf("c") +
        ',{"body":' +
        quoted(eventOf("d")) +
        '}],"event":' +
        EVENT +
        "}",
    );
    expect(idsListed()).toBe('"a" "b" "c" "d" - ');
    expect(pathsFound()).toBe("/log#/event /log#/message# /Records/0 /Records/1/body# /event ");
  });

  it("may be selected in any order", () => {
    note("[" + eventOf("a") + "," + eventOf("b") + "," + eventOf("c") + "]");
    selectMatch(2);
    expect(valueOf(Detail.ID)).toBe('"c"');
    selectMatch(0);
    expect(valueOf(Detail.ID)).toBe('"a"');
    selectMatch(1);
    expect(valueOf(Detail.ID)).toBe('"b"');
  });

  it("have the end of their own text, and the text of their own action", () => {
    const inner = '{"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion"}';
    const text = note("[" + EVENT + ',{"log":' + quoted(inner) + "}]");
    selectMatch(0);
    expect(matchEnd()).toBe(text.end);
    expect(matchedAction()).toBe(text.at('"DisableKey"') + 1);
    selectMatch(1);
    expect(matchEnd()).not.toBe(text.end);
    expect(textBetween(matchEnd() - inner.length, matchEnd())).toBe(inner);
    expect(textBetween(matchedAction(), matchEnd())).toBe('ScheduleKeyDeletion"}');
  });

  it("of every schema have the details of that", () => {
    note(
      '{"Records":[{"event":{"action":"DisableKey","dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","outcome":' +
        '"success","id":"e"},"eventID":"no"},' +
        eventOf("r") +
        ',{"api":{"service":{"name":"kms"},"operation":"DisableKey"},"metadata":{"uid":"o"},"eventID":"no"},' +
        '{"rpc.service":"kms.amazonaws.com","rpc.method":"DisableKey","aws.cloudtrail.event_id":"t","metadata.uid":"no"}]}',
    );
    expect(idsListed()).toBe('"e" "r" "o" "t" ');
  });

  it("are listed up to a hundred, and counted beyond", () => {
    expect(MOST_LISTED).toBe(100);
    let records = "";
    let expected = "";
    for (let i = 0; i < 99; i++) {
      records += eventOf(i.toString()) + ",";
      expected += `"${i}" `;
    }
    note("[" + records + eventOf("x") + "]");
    expect(matchCount()).toBe(100);
    expect(idsListed()).toBe(expected + '"x" ');
    note("[" + records + eventOf("y") + "," + eventOf("z") + "]");
    expect(matchCount()).toBe(101);
    expect(idsListed()).toBe(expected + '"y" ');
    expect(pathOf(99)).toBe("/99");
    note("[" + (records + "{},").repeat(12) + EVENT + "]");
    expect(matchCount()).toBe(99 * 12 + 1);
    expect(idsListed()).toBe(expected + '"0" ');
    expect(pathOf(98)).toBe("/98");
    expect(pathOf(99)).toBe("/100");
  });
});

describe("the path of a match", () => {
  it("is empty for the record", () => {
    expect(matchesIn(EVENT)).toBe(" ");
  });

  it("has indexes of any length, and each its own", () => {
    expect(matchesIn("[" + "1,".repeat(9) + EVENT + "]")).toBe("/9 ");
    expect(matchesIn("[" + "1,".repeat(10) + EVENT + "]")).toBe("/10 ");
    expect(matchesIn("[" + "1,".repeat(1234567) + EVENT + "]")).toBe("/1234567 ");
    const logs = '{"scopeLogs":[' + "{},".repeat(12) + '{"logRecords":[' + "0,".repeat(345) + EVENT + "]}]}";
    expect(matchesIn('{"resourceLogs":[' + "[],".repeat(6) + logs + "]}")).toBe(
      "/resourceLogs/6/scopeLogs/12/logRecords/345 ",
    );
  });

  it("has a mark for each string that was decoded", () => {
    expect(matchesIn(inLogs(EVENT, 3))).toBe("/log#/log#/log# ");
    expect(matchesIn('{"event":' + quoted('{"event":' + EVENT + "}") + "}")).toBe("/event#/event ");
    expect(matchesIn('{"event":{"event":' + quoted(EVENT) + "}}")).toBe("/event/event# ");
    expect(
      matchesIn('{"Records":[{"body":' + quoted("[" + EVENT + "]") + ',"log":' + quoted(EVENT) + "}," + EVENT + "]}"),
    ).toBe("/Records/0/body#/0 /Records/0/log# /Records/1 ");
  });

  it("has up to sixteen steps", () => {
    expect(matchesIn(inEvents(EVENT, 16))).toBe("/event".repeat(16) + " ");
    expect(matchesIn("[" + inEvents(EVENT, 15) + "," + EVENT + "]")).toBe("/0" + "/event".repeat(15) + " /1 ");
  });
});
