/** Reading the annotation of a record (docs/annotation.md). */
import { isObject } from "./fields.js";
import { VERDICTS, type Finding, type Verdict } from "./finding.js";

/** Why a record that came annotated cannot be judged by what its events say. */
export const LOST = "it was lost before it was judged: the host had no memory to hand it over";
export const STUCK = "its annotation cannot be taken off";

/** What an annotation says of the record, and of each event that it lists. */
export interface Annotation {
  /** The verdict on the record. */
  verdict: Verdict;
  /** Events that match, listed or not. */
  matches: number;
  configError?: string;
  events: AnnotatedEvent[];
}

/** An event as the annotation lists it. */
export type AnnotatedEvent = Omit<Finding, "file" | "line" | "details">;

/** The annotation that the value `keyward` of a record is, or undefined if it is none of Keyward's. */
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

/** A string that is not empty, or a number as text: an annotation has both as the event wrote them. */
function textOf(value: unknown): string | undefined {
  return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;
}

/** Whether a value is a number as the module writes them; a record can hold what only looks like an annotation. */
function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isVerdict(value: unknown): value is Verdict {
  return (VERDICTS as readonly unknown[]).includes(value);
}
