/** The oracle: what the module must find in a record, and what it must not. */
import { isAnnotated } from "./annotated.js";
import { PLAIN_SETTINGS, type Exception } from "./config/settings.js";
import type { Token } from "./facts.js";
import { isObject, readText } from "./json.js";
import { judgeInTurn } from "./listing.js";
import { namesAction } from "./named.js";
import type { Schema } from "./schemas.js";
import { EVERYWHERE, unwrap, type FoundEvent, type Look } from "./unwrap.js";

export { isBlank, outcomeOf } from "./schemas.js";

/** Strongest first: the strongest verdict of its events is the record's. */
export const EVENT_VERDICTS = ["match", "possible", "capped", "duplicate", "suppressed", "denied"] as const;
export type EventVerdict = (typeof EVENT_VERDICTS)[number];

export type Verdict = EventVerdict | "no match" | "already" | "not understood";

/** How a record was read, in the core's numbering. */
export const READINGS = ["none", "read", "annotated", "not JSON", "unknown", "cut"] as const;
export type Reading = (typeof READINGS)[number];
/** The readings of a record that names an action and could not be judged. */
export const UNREAD_READINGS: readonly Reading[] = ["not JSON", "unknown", "cut"];

export interface JudgedEvent extends FoundEvent {
  /** Undefined if the annotation does not list the event. */
  verdict: EventVerdict | undefined;
  /** The exception that suppressed it. */
  exception?: Exception;
  /** Of many events, not all are listed. */
  isListed: boolean;
  /** It meets the rule, but the configuration ignores it. */
  isIgnored: boolean;
}

/** A match's tag and its worth. */
export interface Terms {
  tag: Token;
  severity: Token;
  riskScore: number;
  /** The error in the configuration that should be in effect. */
  configError?: Token;
  /** The configuration in effect: the first 16 hex digits of its SHA-256. */
  config?: Token;
  burst?: { keys: number; windowSeconds: number };
}

export interface Opinion {
  events: JudgedEvent[];
  terms: Terms;
}

/** Where to look for events, and how to judge those of a record. It may remember them. */
export interface Policy {
  look: Look;
  judge: (found: readonly FoundEvent[]) => Opinion;
}

export interface Judgement extends Opinion {
  verdict: Verdict;
  reading: Reading;
  /** Whether `keep` returns the record, annotated or unchanged. */
  isKept: boolean;
  /** All events found, in the order of the record; empty if the record was not judged. */
  events: JudgedEvent[];
  /** The schema of the first match; absent without one. */
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

/** `isAgain`: an annotated record is judged too. */
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

/** Reports whether the record looks like a JSON object or array: anything else passes. */
function isBracketed(record: Uint8Array): boolean {
  return /^[ \t\r\n]*(\{[^]*\}|\[[^]*\])[ \t\r\n]*$/.test(Buffer.from(record).toString("latin1"));
}

/** Returns the verdict on a record with these events; undefined if none has one. */
export function strongestOf(events: readonly JudgedEvent[]): EventVerdict | undefined {
  return EVENT_VERDICTS.find((verdict) => events.some((event) => event.verdict === verdict));
}
