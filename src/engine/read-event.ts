/** Reads an event from spans in the module's memory (assembly/explain/spans.ts defines their order). */
import type { Actor, Details, Finding, Key, KeyFields } from "./finding.js";
import type { SCHEMAS, VerdictName } from "./core-module.js";

/** A finding, or an event that the configuration leaves unreported. */
export type FoundEvent = Omit<Finding, "verdict"> & { verdict: VerdictName };

/** Severity, risk score and burst of a match. */
export type Worth = Pick<Finding, "severity" | "risk_score" | "burst">;

/** Indexes of the annotation's fields in the module's numbering; the details follow. */
export const ID = 0;
const TIME = 1;
const ACTION = 2;
const ACCOUNT = 3;
const REGION = 4;
const ACTOR = 5; // type, ARN, role
const SOURCE_IDENTITY = 8;
const ON_BEHALF_OF = 9;
const SOURCE_IP = 10;
const USER_AGENT = 11;
const VPC_ENDPOINT = 12;
const KEY = 13; // id, ARN, state
const WINDOW = 16;
const DELETION_DATE = 17;
const ERROR_CODE = 18;
const ERROR_MESSAGE = 19;
const EXCEPTION = 20; // id, reason
const DETAILS = 22;

/** Details, in the module's numbering. */
const DETAIL_NAMES: readonly (keyof Details)[] = [
  ...(["principal_id", "user_name", "access_key_id", "caller_account", "invoked_by"] as const),
  ...(["session_issuer_type", "session_issuer_arn", "session_issuer_user_name"] as const),
  ...(["mfa_authenticated", "session_created", "session_credential_from_console"] as const),
  ...(["event_type", "vpc_endpoint_id", "requested_key", "shared_event_id", "request_id"] as const),
];
/** Fields about a key and its state, in the module's numbering, after the details. */
const KEY_FIELD_NAMES: readonly (keyof KeyFields)[] = [
  ...(["category", "service_key", "response_key", "birth_state", "birth_origin"] as const),
  ...(["response_material", "request_material", "other_region"] as const),
];
const KEY_FIELDS = DETAILS + DETAIL_NAMES.length;
/** In ECS, one field holds the name of the user or of the issuer; it comes last. */
const ECS_LAST: readonly (keyof Details)[] = ["user_name", "session_issuer_user_name"];

/** Size of a span: start, end, and whether the text is a string's. */
const SPAN_NUMBERS = 3;
const SPANS = KEY_FIELDS + KEY_FIELD_NAMES.length;

/** The spans of one event in the module's memory. */
export class Spans {
  readonly #memory: Buffer;
  readonly #spans: Uint32Array;

  /** `memory`: all of the module's memory; `start`: address of the spans. Valid until the next call into the module. */
  constructor(memory: Buffer, start: number) {
    this.#memory = memory;
    this.#spans = new Uint32Array(memory.buffer, start, SPANS * SPAN_NUMBERS);
  }

  /** Returns the text of a value: a string without its escapes, a number as it prints; undefined if the event lacks it. */
  text(index: number): string | undefined {
    const at = index * SPAN_NUMBERS;
    const start = this.#spans[at] ?? 0;
    if (start === 0) return undefined;
    const text = this.#memory.toString("utf8", start, this.#spans[at + 1]);
    if (this.#spans[at + 2] !== 0) return text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
    return text === "true" || text === "false" ? text : String(Number(text));
  }

  /** Returns a number, whether or not it is in a string. */
  number(index: number): number | undefined {
    const text = this.text(index);
    const number = Number(text);
    return text !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
  }
}

/** Returns the event with these spans. It begins with what is already known, and its members are in a finding's order. */
export function readEvent(
  spans: Spans,
  known: Pick<FoundEvent, "file" | "line" | "path" | "verdict">,
  worth: Worth | undefined,
  schema: (typeof SCHEMAS)[number],
): FoundEvent {
  const { file, line, path, verdict } = known;
  // Filled member by member: with many thousands of findings, each copy costs.
  const event: Omit<FoundEvent, "details"> & { details?: Details } = { file, line, path, verdict };
  put(event, "id", spans, ID);
  put(event, "time", spans, TIME);
  put(event, "action", spans, ACTION);
  put(event, "account", spans, ACCOUNT);
  put(event, "region", spans, REGION);
  put(event, "source_identity", spans, SOURCE_IDENTITY);
  put(event, "on_behalf_of", spans, ON_BEHALF_OF);
  put(event, "source_ip", spans, SOURCE_IP);
  put(event, "user_agent", spans, USER_AGENT);
  put(event, "vpc_endpoint", spans, VPC_ENDPOINT);
  put(event, "deletion_date", spans, DELETION_DATE);
  if (verdict === "denied") {
    put(event, "error_code", spans, ERROR_CODE);
    put(event, "error_message", spans, ERROR_MESSAGE);
  }
  const days = spans.number(WINDOW);
  if (days !== undefined) event.pending_window_days = days;
  if (verdict === "suppressed") {
    event.exception = { id: spans.text(EXCEPTION) ?? "", reason: spans.text(EXCEPTION + 1) ?? "" };
  }
  const { actor, key } = readActorAndKey(spans);
  put(actor, "role", spans, ACTOR + 2);
  if (hasMembers(actor)) event.actor = actor;
  put(key, "state", spans, KEY + 2);
  if (hasMembers(key)) event.key = key;
  if (worth?.severity !== undefined) event.severity = worth.severity;
  if (worth?.risk_score !== undefined) event.risk_score = worth.risk_score;
  event.details = readDetails(spans, schema);
  return event as FoundEvent;
}

/** Returns the fields that identify an event. */
export function readIdentity(spans: Spans): Pick<Finding, "id" | "action" | "time" | "key" | "actor"> {
  const identity = readActorAndKey(spans);
  put(identity, "id", spans, ID);
  put(identity, "time", spans, TIME);
  put(identity, "action", spans, ACTION);
  return identity;
}

function readActorAndKey(spans: Spans): { id?: string; time?: string; action?: string; actor: Actor; key: Key } {
  const actor: Actor = {};
  put(actor, "type", spans, ACTOR);
  put(actor, "arn", spans, ACTOR + 1);
  const key: Key = {};
  put(key, "id", spans, KEY);
  put(key, "arn", spans, KEY + 1);
  return { actor, key };
}

/** Returns the fields about the key and its state. */
export function readKeyFields(spans: Spans): KeyFields {
  const fields: KeyFields = {};
  for (const [index, name] of KEY_FIELD_NAMES.entries()) put(fields, name, spans, KEY_FIELDS + index);
  return fields;
}

/** Returns the details. */
function readDetails(spans: Spans, schema: (typeof SCHEMAS)[number]): Details {
  const details: Details = {};
  const last = schema === "ecs" ? ECS_LAST : [];
  for (const [index, name] of DETAIL_NAMES.entries())
    if (!last.includes(name)) put(details, name, spans, DETAILS + index);
  for (const name of last) put(details, name, spans, DETAILS + DETAIL_NAMES.indexOf(name));
  return details;
}

function put<Name extends string>(
  object: Partial<Record<Name, string>>,
  name: Name,
  spans: Spans,
  index: number,
): void {
  const text = spans.text(index);
  if (text !== undefined) object[name] = text;
}

function hasMembers(object: object): boolean {
  for (const _ in object) return true;
  return false;
}
