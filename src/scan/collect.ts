/** Merges the findings of many files into one list: each event once, ordered by time. */
import { parseEventTime } from "../findings/event-time.js";
import { VERDICTS, type Finding } from "../engine/finding.js";
import type { ReportedFinding } from "../report/report.js";

/** Maximum number of further locations named for an event. */
const MAX_PLACES = 10;

/**
 * Returns each event once. Events are the same if id, action, second, key and actor are, so nothing is lost if someone reused an
 * id. Among doubles, the strongest verdict counts, then the first location. Takes over the findings and adds members to them.
 */
export function collect(found: Iterable<Finding>): ReportedFinding[] {
  const indexes = new Map<string, number>();
  const all: ReportedFinding[] = [];
  for (const finding of found) {
    const event = eventKey(finding);
    const index = event === undefined ? undefined : indexes.get(event);
    const before = index === undefined ? undefined : all[index];
    if (index !== undefined && before !== undefined) {
      all[index] = seenAgain(before, finding);
    } else {
      // Not copied: there may be very many.
      all.push(Object.assign(finding, { seen: 1, also: [] }));
      if (event !== undefined) indexes.set(event, all.length - 1);
    }
  }
  return inOrderOfTime(all);
}

function seenAgain(before: ReportedFinding, again: Finding): ReportedFinding {
  const { seen, also, ...first } = before;
  const isStronger = VERDICTS.indexOf(again.verdict) < VERDICTS.indexOf(first.verdict);
  const [shown, other] = isStronger ? [again, first] : [first, again];
  const places = [...also, { file: other.file, line: other.line }].slice(0, MAX_PLACES);
  return { ...shown, seen: seen + 1, also: places };
}

/** Returns what identifies an event; undefined if it has no id. */
export function eventKey({ id, action, time, key, actor }: Finding): string | undefined {
  if (id === undefined) return undefined;
  const milliseconds = parseEventTime(time);
  const second = milliseconds === undefined ? time : Math.floor(milliseconds / 1000);
  return JSON.stringify([id, action, second, key?.arn ?? key?.id, actor?.arn ?? actor?.type]);
}

/** Orders by time. Ties, and findings without a readable time (which come last), stay in the order in which they were found. */
function inOrderOfTime(findings: ReportedFinding[]): ReportedFinding[] {
  return findings
    .map((item) => ({ item, time: parseEventTime(item.time) ?? Infinity }))
    .sort((one, other) => (one.time === other.time ? 0 : one.time - other.time))
    .map(({ item }) => item);
}
