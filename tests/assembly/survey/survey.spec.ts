import { countAny } from "../../../assembly/survey/any";
import { surveyRegion, surveyText } from "../../../assembly/survey/survey";
import { startTotals, totals } from "../../../assembly/survey/totals";
import { Region } from "../support/lines";
import { placeLast } from "../support/text";

const EVENT =
  '{"eventSource":"kms.amazonaws.com","eventName":"Decrypt","eventTime":"2026-03-04T05:06:07Z","awsRegion":"eu-west-1","recipientAccountId":"111122223333"}';
const OTHER =
  '{"userIdentity":{"accountId":"444455556666"},"eventSource":"s3.amazonaws.com","eventName":"GetObject","eventTime":"2026-03-01T00:00:00Z","awsRegion":"us-east-1"}';

/** Offsets of both tables after the totals. */
const ACCOUNTS: usize = 64;
const REGIONS: usize = ACCOUNTS + 16 + 256 * 32;

function names(table: usize): string {
  const start = changetype<usize>(totals) + table;
  let all = "";
  for (let index: u32 = 0; index < load<u32>(start); index++) {
    const entry = start + 16 + <usize>index * 32;
    all += String.UTF8.decodeUnsafe(entry, load<u8>(entry, 31)) + " ";
  }
  return load<u32>(start, 4) == 0 ? all : all + "and more";
}

function counted(): string {
  return (
    `${totals.events} events, ${totals.providerEvents} of KMS, ${totals.timeless} timeless, ` +
    `${totals.firstTime} to ${totals.lastTime}, in ${names(ACCOUNTS)}and ${names(REGIONS)}`
  );
}

function surveyed(text: string): string {
  const placed = placeLast(text);
  startTotals();
  const answer = surveyText(placed.start, placed.end);
  return `${answer}: ${counted()}`;
}

function countedSlowly(text: string): string {
  const placed = placeLast(text);
  startTotals();
  const answer = countAny(placed.start, placed.end);
  return `${answer}: ${counted()}`;
}

describe("surveyText", () => {
  it("counts events, those of KMS, their times, accounts and regions", () => {
    expect(surveyed('{"Records":[' + EVENT + "," + OTHER + "]}")).toBe(
      "2: 2.0 events, 1.0 of KMS, 0.0 timeless, 1772323200.0 to 1772600767.0, in 111122223333 444455556666 and eu-west-1 us-east-1 ",
    );
    expect(surveyed("{}")).toBe("1: 0.0 events, 0.0 of KMS, 0.0 timeless, Infinity to -Infinity, in and ");
    expect(surveyed("{")).toBe("0: 0.0 events, 0.0 of KMS, 0.0 timeless, Infinity to -Infinity, in and ");
    expect(totals.notJson).toBe(1);
  });

  it("counts the same on the fast and the slow path, even at the end of memory", () => {
    const texts: StaticArray<string> = [
      EVENT,
      OTHER,
      " " + EVENT + " ",
      "[" + EVENT + "," + OTHER + "]",
      '{"Records":[' + EVENT + "]}",
      '{"Records":[' + EVENT + ',{"eventSource":"s3.amazonaws.com"}]}',
      '{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":' + OTHER + "}",
      EVENT.replace("eventName", "event\\u004eame"),
      EVENT.replace("2026-03-04T05:06:07Z", "yesterday"),
      EVENT.replace('"111122223333"', "111122223333"),
      EVENT.slice(0, EVENT.length - 1) + ',"event":{"action":"x"}}',
      EVENT.slice(0, EVENT.length - 1),
      "[" + EVENT + ",]",
      '{"eventSource":"a","eventName":"b"}',
    ];
    for (let index = 0; index < texts.length; index++) {
      expect(surveyed(texts[index])).toBe(countedSlowly(texts[index]), texts[index]);
    }
  });

  it("forgets what it counted in a text that turned out to be different", () => {
    surveyed('{"Records":[' + EVENT + '],"Records":[' + OTHER + "]}");
    expect(counted()).toBe(
      "1.0 events, 0.0 of KMS, 0.0 timeless, 1772323200.0 to 1772323200.0, in 444455556666 and us-east-1 ",
    );
    surveyed("[" + EVENT + "," + OTHER + "}");
    expect(counted()).toBe("0.0 events, 0.0 of KMS, 0.0 timeless, Infinity to -Infinity, in and ");
  });
});

describe("surveyRegion", () => {
  it("counts texts line by line and one after the other, and the lines that are not texts", () => {
    const region = new Region(4096);
    const lines = EVENT + "\n\n" + OTHER + EVENT + "\nx\n" + "{}\r\n" + EVENT + "x\n" + EVENT;
    const end = region.fill(lines, "{");
    startTotals();
    expect(surveyRegion(region.start, end)).toBe(2);
    expect(totals.events).toBe(5);
    expect(totals.texts).toBe(5);
    expect(totals.withoutEvents).toBe(1);
    expect(totals.notJson).toBe(2);
    expect(surveyRegion(region.start, region.start)).toBe(0);
    expect(totals.notJson).toBe(2);
  });
});
