/** Reads the annotation of a record (docs/reference/annotation.md). */
import { VERDICTS, type Finding, type Verdict } from "../engine/finding.js";

/** Maximum number of events that an annotation lists. */
const MAX_LISTED = 100;

/** What an annotation says about the record and each listed event. */
export interface Annotation {
  /** The verdict on the record. */
  verdict: Verdict;
  /** Number of matching events, listed or not. */
  matches: number;
  configError?: string;
  events: AnnotatedEvent[];
}

/** A listed event. */
export type AnnotatedEvent = Omit<Finding, "file" | "line" | "details" | "text">;

/** Reads the value `keyward` of a record; undefined if it is not an annotation by Keyward. */
export function readAnnotation(keyward: unknown): Annotation | undefined {
  if (!isObject(keyward) || !isVerdict(keyward.verdict) || !Array.isArray(keyward.events)) return undefined;
  const burst = readBurst(keyward.burst);
  const worth = {
    ...textsOf(keyward, ["severity"]),
    ...(isCount(keyward.risk_score) && { risk_score: keyward.risk_score }),
    ...(burst !== undefined && { burst }),
  };
  const configError = textOf(keyward.config_error);
  return {
    verdict: keyward.verdict,
    matches: isCount(keyward.matches) ? keyward.matches : 0,
    ...(configError !== undefined && { configError }),
    events: keyward.events.flatMap((event): AnnotatedEvent[] => {
      if (!isObject(event) || !isVerdict(event.verdict)) return [];
      return [{ ...readEvent(event, event.verdict), ...(event.verdict === "match" && worth) }];
    }),
  };
}

/** Returns what an annotation would list of these findings: up to its maximum, matches first. */
export function listFindings(findings: readonly Finding[]): Pick<Annotation, "matches" | "events"> {
  const listed: AnnotatedEvent[] = [];
  for (const finding of findings) {
    const event = eventOf(finding);
    const last = listed.length < MAX_LISTED ? -1 : listed.findLastIndex(({ verdict }) => verdict !== "match");
    if (last >= 0 && event.verdict === "match") listed.splice(last, 1);
    if (listed.length < MAX_LISTED) listed.push(event);
  }
  return { matches: findings.filter(({ verdict }) => verdict === "match").length, events: listed };
}

function eventOf(finding: Finding): AnnotatedEvent {
  const event: Partial<Finding> & AnnotatedEvent = { ...finding };
  delete event.file;
  delete event.line;
  delete event.details;
  delete event.text;
  return event;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses a JSON text; undefined if it is not one. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readEvent(event: Record<string, unknown>, verdict: Verdict): AnnotatedEvent {
  const days = event.pending_window_days;
  return {
    path: typeof event.path === "string" ? event.path : "",
    verdict,
    ...textsOf(event, ["id", "time", "action", "account", "region", "source_identity", "on_behalf_of"]),
    ...textsOf(event, ["source_ip", "user_agent", "vpc_endpoint", "deletion_date"]),
    ...textsOf(event, ["error_code", "error_message"]),
    ...(isCount(days) && { pending_window_days: days }),
    ...(isObject(event.exception) && {
      exception: { id: textOf(event.exception.id) ?? "", reason: textOf(event.exception.reason) ?? "" },
    }),
    ...(isObject(event.actor) && { actor: textsOf(event.actor, ["type", "arn", "role"]) }),
    ...(isObject(event.key) && { key: textsOf(event.key, ["id", "arn", "state"]) }),
  };
}

function readBurst(burst: unknown): Finding["burst"] {
  if (!isObject(burst) || !isCount(burst.keys) || !isCount(burst.window_seconds)) return undefined;
  return { keys: burst.keys, window_seconds: burst.window_seconds };
}

function textsOf<Name extends string>(object: Record<string, unknown>, names: Name[]): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const text = textOf(object[name]);
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}

/** Returns a non-empty string, or a number as text: an annotation has both as the event wrote them. */
function textOf(value: unknown): string | undefined {
  return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;
}

/** Reports whether a value is a number as the module writes it; a record may hold something that only looks like an annotation. */
function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isVerdict(value: unknown): value is Verdict {
  return (VERDICTS as readonly unknown[]).includes(value);
}
