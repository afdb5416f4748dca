import { skipValue } from "../../../assembly/json/cursor";
import { Finding } from "../../../assembly/finding/finding";
import { MAX_LISTED, clearFindings, findingAt, matchCount } from "../../../assembly/finding/findings";
import { Detail } from "../../../assembly/finding/detail";
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

/** The id of a finding; "-" for none. */
function idOf(finding: Finding): string {
  const value = finding.detail(Detail.ID);
  return value == 0 ? "-" : textBetween(value, skipValue(value, finding.end));
}

/** The ids of the listed matches, each followed by a space. */
function idsListed(): string {
  let ids = "";
  for (let index = 0; index < min(matchCount(), MAX_LISTED); index++) {
    ids += idOf(findingAt(index)) + " ";
  }
  return ids;
}

describe("matches", () => {
  it("are counted anew for each record", () => {
    note("{}");
    expect(matchCount()).toBe(0);
    note(EVENT);
    expect(matchCount()).toBe(1);
    note("[" + EVENT + "," + EVENT + "]");
    expect(matchCount()).toBe(2);
    clearFindings();
    expect(matchCount()).toBe(0);
  });

  it("are listed in the order they are found, each with its own details", () => {
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

  it("may be read in any order", () => {
    note("[" + eventOf("a") + "," + eventOf("b") + "," + eventOf("c") + "]");
    const last = findingAt(2);
    const first = findingAt(0);
    expect(idOf(last)).toBe('"c"');
    expect(idOf(first)).toBe('"a"');
    expect(idOf(findingAt(1))).toBe('"b"');
  });

  it("have the end of their own text, and the address of their own action", () => {
    const inner = '{"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion"}';
    const text = note("[" + EVENT + ',{"log":' + quoted(inner) + "}]");
    const first = findingAt(0);
    expect(first.end).toBe(text.end);
    expect(first.action).toBe(text.at('"DisableKey"') + 1);
    const second = findingAt(1);
    expect(second.end).not.toBe(text.end);
    expect(textBetween(second.end - inner.length, second.end)).toBe(inner);
    expect(textBetween(second.action, second.end)).toBe('ScheduleKeyDeletion"}');
  });

  it("of every schema have that schema's details", () => {
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
    expect(MAX_LISTED).toBe(100);
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

  it("has indexes of any length, each its own", () => {
    expect(matchesIn("[" + "1,".repeat(9) + EVENT + "]")).toBe("/9 ");
    expect(matchesIn("[" + "1,".repeat(10) + EVENT + "]")).toBe("/10 ");
    expect(matchesIn("[" + "1,".repeat(1234567) + EVENT + "]")).toBe("/1234567 ");
    const logs = '{"scopeLogs":[' + "{},".repeat(12) + '{"logRecords":[' + "0,".repeat(345) + EVENT + "]}]}";
    expect(matchesIn('{"resourceLogs":[' + "[],".repeat(6) + logs + "]}")).toBe(
      "/resourceLogs/6/scopeLogs/12/logRecords/345 ",
    );
  });

  it("has a mark for each decoded string", () => {
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
