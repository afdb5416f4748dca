/**
 * The oracle: what the module must find in a record, and must not.
 */
import { isObject } from "./json.js";
import { PLAIN_SETTINGS, type Exception } from "./config/settings.js";
import type { Token } from "./facts.js";
import type { Schema } from "./schemas.js";
import { unwrap, type FoundEvent } from "./unwrap.js";

export { isBlank, outcomeOf } from "./schemas.js";

/** From the strongest to the weakest: the strongest of its events' is the record's. */
export const EVENT_VERDICTS = ["match", "capped", "duplicate", "suppressed", "denied"] as const;
export type EventVerdict = (typeof EVENT_VERDICTS)[number];

export type Verdict = EventVerdict | "no match" | "already" | "not understood";

export interface JudgedEvent extends FoundEvent {
  /** Undefined where the annotation has nothing to say of the event. */
  verdict: EventVerdict | undefined;
  /** Which one suppressed it. */
  exception?: Exception;
}

/** What a match is called in a record, and what it is worth there. */
export interface Terms {
  tag: Token;
  severity: Token;
  riskScore: number;
  /** What is wrong with the configuration that should be in force. */
  configError?: Token;
  burst?: { keys: number; windowSeconds: number };
}

export interface Opinion {
  events: JudgedEvent[];
  terms: Terms;
}

/** What makes verdicts of the events of a record. It may remember them. */
export interface Policy {
  judge: (found: readonly FoundEvent[]) => Opinion;
}

export interface Judgement extends Opinion {
  verdict: Verdict;
  /** Every event that was found, in the order of the record; none where the record was not judged. */
  events: JudgedEvent[];
  /** How the first match was read; absent without one. */
  schema?: Schema;
}

const { tag, severity, riskScore } = PLAIN_SETTINGS;
export const PLAIN_TERMS: Terms = { tag, severity, riskScore };

/** The plain rule, without a configuration. */
const PLAIN: Policy = {
  judge: (found) => ({
    events: found.map((event) => ({ ...event, verdict: event.matches ? "match" : undefined })),
    terms: PLAIN_TERMS,
  }),
};

export function judge(bytes: Uint8Array, policy: Policy = PLAIN): Judgement {
  const { record, events: found } = unwrap(bytes);
  if (record === undefined) return { verdict: "not understood", events: [], terms: PLAIN_TERMS };
  if (isObject(record) && Object.hasOwn(record, "keyward")) {
    return { verdict: "already", events: [], terms: PLAIN_TERMS };
  }
  const { events, terms } = policy.judge(found);
  const verdict = strongestOf(events) ?? "no match";
  const match = events.find((event) => event.verdict === "match");
  return { verdict, events, terms, ...(match && { schema: match.schema }) };
}

/** The verdict on a record with these events; undefined where none has one. */
export function strongestOf(events: readonly JudgedEvent[]): EventVerdict | undefined {
  return EVENT_VERDICTS.find((verdict) => events.some((event) => event.verdict === verdict));
}
