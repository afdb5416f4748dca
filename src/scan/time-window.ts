/** The times of `--since` and `--until`. */
import { parseEventTime } from "../findings/event-time.js";
import { OptionError } from "./option-error.js";

/** From the first moment to before the second, in milliseconds since 1970. */
export interface TimeWindow {
  since?: number;
  until?: number;
}

const ALLOWED = "2026-03-04, 2026-03-04T09:30, 2026-03-04T09:30:00+01:00, now, now-60m (units: s, m, h, d, w)";
const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const RELATIVE = /^now(?:([+-])(\d{1,9})([smhdw]))?$/;
/** ISO 8601, extended: a date, or with a time of day that may leave out its seconds and its offset. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d(?:\.\d{1,9})?))?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;
/** What RFC 3339 can write. */
const FIRST_MS = Date.parse("0000-01-01T00:00:00Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * The window of two options. `now`: milliseconds since 1970. Throws an OptionError for what is no time, and for a window in
 * which nothing can lie.
 */
export function parseWindow(options: { since?: string; until?: string }, now: number): TimeWindow {
  const since = options.since === undefined ? undefined : parseTime("--since", options.since, now);
  const until = options.until === undefined ? undefined : parseTime("--until", options.until, now);
  if (since !== undefined && until !== undefined && since >= until) {
    throw new OptionError("--until", options.until ?? "", `a time after ${new Date(since).toISOString()} (--since)`);
  }
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

/** The time that a text names; without an offset it is in UTC, and a date alone is its first moment. Throws an OptionError. */
export function parseTime(option: string, text: string, now: number): number {
  const time = RELATIVE.test(text) ? relativeTime(text, now) : isoTime(text);
  if (time === undefined || !(time >= FIRST_MS && time <= LAST_MS)) throw new OptionError(option, text, ALLOWED);
  return time;
}

function relativeTime(text: string, now: number): number {
  const [, sign, count = "0", unit = "s"] = RELATIVE.exec(text) ?? [];
  const distance = Number(count) * (UNIT_MS[unit] ?? 0);
  return sign === "-" ? now - distance : now + distance;
}

function isoTime(text: string): number | undefined {
  const [, date, minutes = "00:00", seconds = "00", offset = "Z"] = ISO.exec(text) ?? [];
  if (date === undefined) return undefined;
  return parseEventTime(`${date}T${minutes}:${seconds}${fullOffset(offset)}`);
}

/** `+01` and `+0100` as RFC 3339 has them. */
function fullOffset(offset: string): string {
  const [, sign, hours, minutes = "00"] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  return sign === undefined || hours === undefined ? offset : `${sign}${hours}:${minutes}`;
}
