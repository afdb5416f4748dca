/** Which times of events count, tested with a window of one second. */
import { Judgement } from "../../../assembly/rule/rule";
import { Verdict } from "../../../assembly/finding/verdicts";
import { decide } from "../../../assembly/policy/verdict";
import { configure, exceptionWith } from "../support/config";
import { eventWith, noteEvent, noted } from "../support/match";

/** Whether the time of `event` is understood as 2026-03-04T09:03:41Z. */
function isThen(event: string): bool {
  configure(exceptionWith('"from":"2026-03-04T09:03:41Z","until":"2026-03-04T09:03:42Z"'));
  const judgement = noteEvent(event);
  decide(noted, judgement == Judgement.FAILED);
  return noted.verdict == Verdict.SUPPRESSED;
}

function isThenIn(time: string): bool {
  return isThen(eventWith('"eventTime":' + time + ","));
}

describe("the time of an event", () => {
  it("is text in RFC 3339", () => {
    expect(isThenIn('"2026-03-04T09:03:41Z"')).toBe(true);
    expect(isThenIn('"2026-03-04T10:03:41.999+01:00"')).toBe(true);
    expect(isThenIn('"2026-03-04 09:03:41Z"')).toBe(true);
    expect(isThenIn('"2026-03-04T09:03:41.0000000000000000000000000000000000000000000Z"')).toBe(true);
    expect(isThenIn('"2026-03-04T09\\u003a03:41\\u005a"')).toBe(true);
    expect(isThenIn('"2026-03-04T09:03:40Z"')).toBe(false);
    expect(isThenIn('"2026-03-04T09:03:42Z"')).toBe(false);
  });

  it("is a number of seconds or fractions of seconds, or text with one", () => {
    expect(isThenIn("1772615021")).toBe(true);
    expect(isThenIn("1772615021.5")).toBe(true);
    expect(isThenIn("1772615021000")).toBe(true);
    expect(isThenIn('"1772615021000"')).toBe(true);
    expect(isThenIn('"1772615021000000"')).toBe(true);
    expect(isThenIn('"1772615021000000000"')).toBe(true);
    expect(isThenIn("1772615022")).toBe(false);
    expect(isThenIn("1772615020999")).toBe(false);
  });

  it("is ignored if it cannot be read", () => {
    const times: StaticArray<string> = [
      '"yesterday"',
      '""',
      "null",
      "true",
      "{}",
      '["2026-03-04T09:03:41Z"]',
      "-1772615021",
      "1.772615021e9",
      '" 2026-03-04T09:03:41Z"',
      '"2026-03-04T09:03:41"',
      '"2026-03-04"',
      '"Mar 4, 2026, 9:03:41 AM"',
    ];
    for (let i = 0; i < times.length; i++) expect(isThenIn(times[i])).toBe(false, times[i]);
    expect(isThen(eventWith(""))).toBe(false);
  });

  it("is that of its own schema", () => {
    const ecs =
      '{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"},';
    expect(isThen(ecs + '"@timestamp":"2026-03-04T09:03:41.000Z"}')).toBe(true);
    expect(isThen(ecs + '"eventTime":"2026-03-04T09:03:41Z"}')).toBe(false);
    const ocsf = '{"api":{"service":{"name":"kms"},"operation":"DisableKey"},';
    expect(isThen(ocsf + '"time":1772615021000}')).toBe(true);
    expect(isThen(ocsf + '"time":0,"time_dt":"2026-03-04T09:03:41Z"}')).toBe(true);
    expect(isThen(ocsf + '"time":1772615021000,"time_dt":"x"}')).toBe(false);
    const otel = '{"rpc.service":"kms.amazonaws.com","rpc.method":"DisableKey",';
    expect(isThen(otel + '"timeUnixNano":"1772615021000000000"}')).toBe(true);
    expect(isThen(otel + '"@timestamp":"2026-03-04T09:03:41Z"}')).toBe(true);
  });
});
