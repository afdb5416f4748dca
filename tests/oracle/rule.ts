/**
 * The oracle: what the module must find in a record, and must not.
 */
import { isAnnotated } from "./annotated.js";
import { PLAIN_SETTINGS, type Exception } from "./config/settings.js";
import type { Token } from "./facts.js";
import { isObject, readText } from "./json.js";
import { judgeInTurn } from "./listing.js";
import { namesAction } from "./named.js";
import type { Schema } from "./schemas.js";
import { EVERYWHERE, unwrap, type FoundEvent, type Look } from "./unwrap.js";

export { isBlank, outcomeOf } from "./schemas.js";

/** From the strongest to the weakest: the strongest of its events' is the record's. */
export const EVENT_VERDICTS = ["match", "possible", "capped", "duplicate", "suppressed", "denied"] as const;
export type EventVerdict = (typeof EVENT_VERDICTS)[number];

export type Verdict = EventVerdict | "no match" | "already" | "not understood";

/** What became of a record, by the numbers that the core gives: what it names, and what was made of it. */
export const READINGS = ["none", "read", "annotated", "not JSON", "unknown", "cut"] as const;
export type Reading = (typeof READINGS)[number];
/** Those of a record that names an action and could not be judged. */
export const UNREAD_READINGS: readonly Reading[] = ["not JSON", "unknown", "cut"];

export interface JudgedEvent extends FoundEvent {
  /** Undefined where the annotation has nothing to say of the event. */
  verdict: EventVerdict | undefined;
  /** Which one suppressed it. */
  exception?: Exception;
  /** Of many events not all are listed. */
  isListed: boolean;
  /** It meets the rule, but the configuration ignores it. */
  isIgnored: boolean;
}

/** What a match is called in a record, and what it is worth there. */
export interface Terms {
  tag: Token;
  severity: Token;
  riskScore: number;
  /** What is wrong with the configuration that should be in force. */
  configError?: Token;
  /** Which configuration is in force: the first 16 digits of its SHA-256. */
  config?: Token;
  burst?: { keys: number; windowSeconds: number };
}

export interface Opinion {
  events: JudgedEvent[];
  terms: Terms;
}

/** Where to look for events, and what makes verdicts of those of a record. It may remember them. */
export interface Policy {
  look: Look;
  judge: (found: readonly FoundEvent[]) => Opinion;
}

export interface Judgement extends Opinion {
  verdict: Verdict;
  reading: Reading;
  /** Whether `keep` returns the record, annotated or as it came. */
  isKept: boolean;
  /** Every event that was found, in the order of the record; none where the record was not judged. */
  events: JudgedEvent[];
  /** How the first match was read; absent without one. */
  schema?: Schema;
}

const { tag, severity, riskScore } = PLAIN_SETTINGS;
export const PLAIN_TERMS: Terms = { tag, severity, riskScore };

/** The plain rule, without a configuration. */
const PLAIN: Policy = {
  look: EVERYWHERE,
  judge: (found) => ({
    events: judgeInTurn(found, {
      standing: ({ matches, isKnown }) => (!matches ? "none" : isKnown ? "judged" : "possible"),
      verdictOf: () => ({ verdict: "match" }),
    }),
    terms: PLAIN_TERMS,
  }),
};

/** `isAgain`: a record that came annotated is judged all the same. */
export function judge(bytes: Uint8Array, policy: Policy = PLAIN, isAgain = false): Judgement {
  const { record, events: found, isCut } = unwrap(bytes, policy.look);
  const isNamed = namesAction(readText(bytes));
  const unjudged = policy.judge([]);
  if (record === undefined) {
    const reading = isNamed ? "not JSON" : "none";
    return { ...unjudged, verdict: "not understood", reading, isKept: isNamed || !isBracketed(bytes) };
  }
  if (!isAgain && isObject(record) && isAnnotated(record)) {
    return { ...unjudged, verdict: "already", reading: isNamed ? "annotated" : "none", isKept: isNamed };
  }
  const { events, terms } = policy.judge(found);
  const strongest = strongestOf(events);
  const isRead = strongest !== undefined || events.some(({ isKnown }) => isKnown);
  const reading = isCut ? "cut" : !isNamed ? "none" : isRead ? "read" : "unknown";
  const isKept =
    strongest !== undefined || events.some(({ isIgnored }) => isIgnored) || ["cut", "unknown"].includes(reading);
  const match = events.find((event) => event.verdict === "match");
  return {
    verdict: strongest ?? "no match",
    reading,
    isKept,
    events,
    terms,
    ...(match && { schema: match.schema }),
  };
}

/** Whether the record looks like a JSON object or array: others pass, whatever they are. */
function isBracketed(record: Uint8Array): boolean {
  return /^[ \t\r\n]*(\{[^]*\}|\[[^]*\])[ \t\r\n]*$/.test(Buffer.from(record).toString("latin1"));
}

/** The verdict on a record with these events; undefined where none has one. */
export function strongestOf(events: readonly JudgedEvent[]): EventVerdict | undefined {
  return EVENT_VERDICTS.find((verdict) => events.some((event) => event.verdict === verdict));
}
