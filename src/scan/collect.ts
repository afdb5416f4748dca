/** Findings of many files as one list: each event once, in the order of their times. */
import { parseEventTime } from "../findings/event-time.js";
import { VERDICTS, type Finding } from "../findings/finding.js";
import type { ReportedFinding } from "../report/report.js";
import type { Found } from "./result.js";

/** So many other places of an event are named. */
const MOST_PLACES = 10;

/** An event that was found, with all places where it was. */
export interface CollectedFinding extends Found {
  finding: ReportedFinding;
}

/**
 * Each event once. It is the same event if id, action and second are: so nothing is left out whose id somebody else made
 * use of. Of several the strongest verdict counts, and of those the first place.
 */
export function collect(found: Iterable<Found>): CollectedFinding[] {
  const byEvent = new Map<string, CollectedFinding>();
  const all: CollectedFinding[] = [];
  for (const { finding, isEarlier } of found) {
    const event = eventKey(finding);
    const before = event === undefined ? undefined : byEvent.get(event);
    if (before === undefined) {
      const first = { finding: { ...finding, seen: 1, also: [] }, isEarlier };
      all.push(first);
      if (event !== undefined) byEvent.set(event, first);
    } else {
      addAgain(before, { finding, isEarlier });
    }
  }
  return inOrderOfTime(all);
}

function addAgain(before: CollectedFinding, again: Found): void {
  const { seen, also, ...first } = before.finding;
  const isStronger = VERDICTS.indexOf(again.finding.verdict) < VERDICTS.indexOf(first.verdict);
  const [shown, other] = isStronger ? [again.finding, first] : [first, again.finding];
  if (isStronger) before.isEarlier = again.isEarlier;
  const places = [...also, { file: other.file, line: other.line }].slice(0, MOST_PLACES);
  before.finding = { ...shown, seen: seen + 1, also: places };
}

function eventKey({ id, action, time }: Finding): string | undefined {
  if (id === undefined) return undefined;
  const milliseconds = parseEventTime(time);
  const second = milliseconds === undefined ? time : Math.floor(milliseconds / 1000);
  return JSON.stringify([id, action, second]);
}

/** Those without a readable time come last, as they were found; so do those of the same time among each other. */
function inOrderOfTime(findings: CollectedFinding[]): CollectedFinding[] {
  return findings
    .map((item) => ({ item, time: parseEventTime(item.finding.time) ?? Infinity }))
    .sort((one, other) => (one.time === other.time ? 0 : one.time - other.time))
    .map(({ item }) => item);
}
