/** Reads a configuration as strictly as docs/reference/configuration.md says: it is valid as a whole, or not used. */
import { createHash } from "node:crypto";
import { decode, tryParse } from "../json.js";
import { placeParts } from "../shapes.js";
import { scanSpans, type ObjectSpan, type Span } from "../spans.js";
import { LONGEST_VALUE } from "./exceptions.js";
import { hasLooseBits, parseNetwork } from "./networks.js";
import { matchesPattern } from "./patterns.js";
import {
  ELSEWHERE,
  FIELDS,
  PLAIN_SETTINGS,
  SEVERITIES,
  type Escalate,
  type Exception,
  type Field,
  type Settings,
} from "./settings.js";
import { clockMinutes, DAYS, rfc3339Seconds, type Weekly } from "./times.js";

/** Kinds of errors in a configuration. */
export type Fault =
  | "size"
  | "not JSON"
  | "type"
  | "unknown key"
  | "duplicate key"
  | "missing key"
  | "choice"
  | "text length"
  | "integer"
  | "empty list"
  | "empty when"
  | "no condition"
  | "id twice"
  | "time"
  | "from before until"
  | "clock"
  | "empty weekly"
  | "empty pattern"
  | "pattern length"
  | "long part with ?"
  | "too many patterns"
  | "action"
  | "account"
  | "arn"
  | "network"
  | "loose bits"
  | "place"
  | "too many places";

export interface Reading {
  /** Undefined if anything is invalid. */
  settings: Settings | undefined;
  faults: Set<Fault>;
}

export const LARGEST_BYTES = 262_144;
const MAX_PLACES = 32;
/** Limit for values with `*` or `?` in all exceptions together. */
export const MAX_PATTERNS = 500;
/** Limit for a part between two stars that has a `?`, in bytes. */
const LONGEST_PART = 64;

export function readConfig(bytes: Uint8Array): Reading {
  const reader = new ConfigReader();
  const settings = reader.read(bytes);
  return { settings: reader.faults.size === 0 ? settings : undefined, faults: reader.faults };
}

type Members = ReadonlyMap<string, Span>;
const ACTIONS = ["DisableKey", "ScheduleKeyDeletion"];

class ConfigReader {
  readonly faults = new Set<Fault>();
  #patterns = 0;

  read(bytes: Uint8Array): Settings | undefined {
    const text = decode(bytes);
    if (bytes.length > LARGEST_BYTES) this.#fault("size");
    else if (text === undefined || tryParse(text) === undefined) this.#fault("not JSON");
    if (text === undefined || this.faults.size > 0) return undefined;
    const members = this.#object(scanSpans(text), [
      ..."$schema tag severity risk_score exceptions denied network_activity elsewhere places duplicates cap escalate".split(
        " ",
      ),
    ]);
    const ids = new Set<string>();
    this.#text(members, "$schema");
    const settings: Settings = {
      digest: JSON.stringify(createHash("sha256").update(bytes).digest("hex").slice(0, 16)),
      tag: this.#text(members, "tag") ?? PLAIN_SETTINGS.tag,
      severity: this.#severity(members) ?? PLAIN_SETTINGS.severity,
      riskScore: this.#integer(members, "risk_score", 0, 100) ?? PLAIN_SETTINGS.riskScore,
      exceptions: this.#list(members.get("exceptions"), true).map((span) => this.#exception(span, ids)),
      annotatesDenied: this.#choice(members, "denied", ["ignore", "annotate"]) === "annotate",
      ignoresNetworkActivity: this.#choice(members, "network_activity", ["match", "ignore"]) === "ignore",
      elsewhere: this.#choice(members, "elsewhere", ELSEWHERE) ?? PLAIN_SETTINGS.elsewhere,
      places: this.#places(members),
    };
    if (this.#patterns > MAX_PATTERNS) this.#fault("too many patterns");
    const duplicates = this.#whole(members, "duplicates", ["window_seconds"]);
    const cap = this.#whole(members, "cap", ["count", "period_seconds"]);
    if (duplicates) settings.duplicates = { windowSeconds: this.#seconds(duplicates, "window_seconds") };
    if (cap) {
      const count = this.#integer(cap, "count", 1, 1000) ?? 0;
      settings.cap = { count, periodSeconds: this.#seconds(cap, "period_seconds") };
    }
    const escalate = this.#escalate(members);
    if (escalate) settings.escalate = escalate;
    return settings;
  }

  #places(members: Members): string[] {
    const list = this.#list(members.get("places"));
    if (list.length > MAX_PLACES) this.#fault("too many places");
    return list.map((span) => {
      const place = this.#string(span);
      if (place !== undefined && placeParts(place) === undefined) this.#fault("place");
      return place ?? "";
    });
  }

  #escalate(members: Members): Escalate | undefined {
    const own = this.#whole(members, "escalate", ["distinct_keys", "window_seconds", "severity", "risk_score"]);
    if (own === undefined) return undefined;
    return {
      distinctKeys: this.#integer(own, "distinct_keys", 2, 1000) ?? 0,
      windowSeconds: this.#seconds(own, "window_seconds"),
      severity: this.#severity(own) ?? '""',
      riskScore: this.#integer(own, "risk_score", 0, 100) ?? 0,
    };
  }

  #exception(span: Span, ids: Set<string>): Exception {
    const members = this.#object(span, ["id", "reason", "when", "from", "until", "weekly"]);
    if (span.kind !== "object") return { id: '""', reason: '""', when: [] };
    this.#need(members, ["id", "reason"]);
    // An exception for every event must end.
    if (!members.has("when") && !(members.has("from") && members.has("until"))) this.#fault("no condition");
    const id = this.#text(members, "id") ?? '""';
    const text = JSON.parse(id) as string;
    if (ids.has(text)) this.#fault("id twice");
    ids.add(text);

    const exception: Exception = { id, reason: this.#text(members, "reason") ?? '""', when: this.#when(members) };
    const from = this.#time(members, "from");
    const until = this.#time(members, "until");
    if (from !== undefined) exception.from = from;
    if (until !== undefined) exception.until = until;
    if (from !== undefined && until !== undefined && from >= until) this.#fault("from before until");
    const weekly = this.#whole(members, "weekly", ["days", "from", "until"]);
    if (weekly) exception.weekly = this.#weekly(weekly);
    return exception;
  }

  #when(members: Members): [Field, string[]][] {
    const span = members.get("when");
    if (span === undefined) return [];
    const fields = this.#object(span, FIELDS);
    if (fields.size === 0 && span.kind === "object") this.#fault("empty when");
    return [...fields].map(([name, values]) => {
      const field = name as Field;
      return [field, this.#list(values).map((value) => this.#value(field, value))];
    });
  }

  #value(field: Field, span: Span): string {
    const value = this.#string(span);
    if (value === undefined) return "";
    if (field !== "source_ip" && /[*?]/.test(value)) this.#patterns++;
    if (field === "source_ip") {
      const network = parseNetwork(value);
      if (network === undefined) this.#fault("network");
      else if (hasLooseBits(network)) this.#fault("loose bits");
    } else if (value === "") {
      this.#fault("empty pattern");
    } else if (Buffer.byteLength(value) > LONGEST_VALUE) {
      this.#fault("pattern length");
    } else if (hasLongPart(value)) {
      this.#fault("long part with ?");
    } else if (field === "action") {
      if (!ACTIONS.some((action) => matchesPattern(value, action))) this.#fault("action");
    } else if (field === "account") {
      if (!/^(\d{12}|[\d*?]*[*?][\d*?]*)$/.test(value)) this.#fault("account");
    } else if (field === "actor.arn" || field === "key.arn") {
      if (!/^([*?]|arn:(.*\*|(.*:){4}))/s.test(value)) this.#fault("arn");
    }
    return value;
  }

  #weekly(members: Members): Weekly {
    const days = this.#list(members.get("days")).map((span) => this.#string(span) ?? "Mon");
    if (days.some((day) => !(DAYS as readonly string[]).includes(day))) this.#fault("choice");
    const [from, until] = ["from", "until"].map((key) => {
      const span = members.get(key);
      const text = span && this.#string(span);
      const minutes = text === undefined ? undefined : clockMinutes(text);
      if (text !== undefined && minutes === undefined) this.#fault("clock");
      return minutes;
    });
    if (from !== undefined && from === until) this.#fault("empty weekly");
    return { days, from: from ?? 0, until: until ?? 0 };
  }

  #fault(fault: Fault): void {
    this.faults.add(fault);
  }

  /** Returns the value, or records a fault if there is none. */
  #orFault<Value>(fault: Fault, value: Value | undefined): Value | undefined {
    if (value === undefined) this.#fault(fault);
    return value;
  }

  /** Returns the known members of an object, without duplicates. */
  #object(span: Span, known: readonly string[]): Members {
    const members = new Map<string, Span>();
    if (span.kind !== "object") this.#fault("type");
    for (const { key, value } of (span as Partial<ObjectSpan>).members ?? []) {
      if (members.has(key)) this.#fault("duplicate key");
      if (known.includes(key)) members.set(key, value);
      else this.#fault("unknown key");
    }
    return members;
  }

  /** Returns the members of an optional object that must be complete. */
  #whole(members: Members, key: string, keys: readonly string[]): Members | undefined {
    const span = members.get(key);
    if (span === undefined) return undefined;
    const inner = this.#object(span, keys);
    if (span.kind !== "object") return undefined;
    this.#need(inner, keys);
    return inner;
  }

  #need(members: Members, keys: readonly string[]): void {
    if (keys.some((key) => !members.has(key))) this.#fault("missing key");
  }

  #list(span: Span | undefined, mayBeEmpty = false): Span[] {
    if (span === undefined) return [];
    if (span.kind !== "array") this.#fault("type");
    else if (span.items.length === 0 && !mayBeEmpty) this.#fault("empty list");
    return span.kind === "array" ? span.items : [];
  }

  #token(span: Span): string {
    return span.kind === "scalar" && typeof span.source === "string" ? span.source : "";
  }

  #string(span: Span): string | undefined {
    const token = this.#token(span);
    return this.#orFault("type", token.startsWith('"') ? (JSON.parse(token) as string) : undefined);
  }

  /** Returns the token of a text of 1 to 256 bytes. */
  #text(members: Members, key: string): string | undefined {
    const span = members.get(key);
    const text = span && this.#string(span);
    if (span === undefined || text === undefined) return undefined;
    const bytes = Buffer.byteLength(text);
    return this.#orFault("text length", bytes >= 1 && bytes <= 256 ? this.#token(span) : undefined);
  }

  #choice<Choice extends string>(members: Members, key: string, choices: readonly Choice[]): Choice | undefined {
    const span = members.get(key);
    const text = span && this.#string(span);
    if (text === undefined) return undefined;
    return this.#orFault(
      "choice",
      choices.find((choice) => choice === text),
    );
  }

  /** Returns the token of a severity. */
  #severity(members: Members): string | undefined {
    const span = members.get("severity");
    return this.#choice(members, "severity", SEVERITIES) && span && this.#token(span);
  }

  /** Digits only: a number with a fraction or exponent may be an integer, but hardly on purpose. */
  #integer(members: Members, key: string, least: number, most: number): number | undefined {
    const span = members.get(key);
    if (span === undefined) return undefined;
    const token = this.#token(span);
    const value = /^\d+$/.test(token) ? Number(token) : NaN;
    return this.#orFault(/^-?\d/.test(token) ? "integer" : "type", value >= least && value <= most ? value : undefined);
  }

  #seconds(members: Members, key: string): number {
    return this.#integer(members, key, 1, 604_800) ?? 0;
  }

  #time(members: Members, key: string): number | undefined {
    const span = members.get(key);
    const text = span && this.#string(span);
    return text === undefined ? undefined : this.#orFault("time", rfc3339Seconds(text));
  }
}

/** Reports whether a part between two stars, which must be searched for, is too long to have a `?`. */
function hasLongPart(pattern: string): boolean {
  return pattern
    .split("*")
    .slice(1, -1)
    .some((part) => part.includes("?") && Buffer.byteLength(part) > LONGEST_PART);
}
