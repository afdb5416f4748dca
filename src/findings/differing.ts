/** Compares a record's annotation with its events. */
import type { AnnotatedEvent, Annotation } from "./annotation.js";
import { RECORDS } from "../messages/records.js";

/** The two verdicts, or that the details differ. */
export interface Difference {
  annotation: string;
  event: string;
}

/** Verdicts that depend on other records; here each record is judged by itself. */
const BY_HISTORY: ReadonlySet<string> = new Set(["duplicate", "capped"]);
const DETAILS = { annotation: RECORDS.otherDetails, event: RECORDS.itsOwn };

/** Returns how an annotation differs from a new one of the same record; undefined if it does not. */
export function differenceOf(
  before: Annotation,
  fresh: Pick<Annotation, "matches" | "events"> | undefined,
): Difference | undefined {
  const [said, says] = [before.events, fresh?.events ?? []];
  const annotation = summaryOf(said);
  const event = summaryOf(says);
  if (annotation !== event) return { annotation, event };
  return textOf(said) === textOf(says) && before.matches === (fresh?.matches ?? 0) ? undefined : DETAILS;
}

/** `match`, `2 match, 1 suppressed`, or `nothing`. */
function summaryOf(events: readonly AnnotatedEvent[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of events) {
    const name = plainVerdict(verdict);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return "nothing";
  if (events.length === 1) return [...counts.keys()].join();
  return [...counts].map(([name, count]) => `${count} ${name}`).join(", ");
}

function textOf(events: readonly AnnotatedEvent[]): string {
  return JSON.stringify(
    events.map((event) => ({
      ...event,
      verdict: plainVerdict(event.verdict),
      // Severity and risk score come from the configuration, not from the event.
      severity: undefined,
      risk_score: undefined,
      burst: undefined,
    })),
  );
}

function plainVerdict(verdict: string): string {
  return BY_HISTORY.has(verdict) ? "match" : verdict;
}
