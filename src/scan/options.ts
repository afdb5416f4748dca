/** Parses the options of a scan. */
import { parseEventTime } from "../findings/event-time.js";
import { VERDICTS, type Finding, type Verdict } from "../engine/finding.js";
import { isLikeOne } from "./patterns.js";
import { COMMAND_LINE } from "../messages/command-line.js";
import { SCANS } from "../messages/scans.js";

/** An invalid option value: what was given, and what is valid. */
export class OptionError extends Error {
  override name = "OptionError";

  constructor(option: string, given: string, allowed: string) {
    super(COMMAND_LINE.invalid(option, given === "" ? COMMAND_LINE.anEmptyText : given, allowed));
  }
}

/** Start (inclusive) and end (exclusive), in milliseconds since 1970. */
export interface TimeWindow {
  since?: number;
  until?: number;
}

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** `now-30d`, or its short form `30d`; months and years follow the calendar. */
const RELATIVE = /^(?:now(?:([+-])(\d{1,9})(s|m|h|d|w|mo|y))?|(\d{1,9})(s|m|h|d|w|mo|y))$/;
/** ISO 8601, extended: a date, or a date and time; seconds and offset are optional. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d(?:\.\d{1,9})?))?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;
/** The range of RFC 3339. */
const FIRST_MS = Date.parse("0000-01-01T00:00:00Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * Returns the window of `--since` and `--until`. `now`: milliseconds since 1970. Throws an OptionError for an invalid time and
 * for an empty window.
 */
export function parseWindow(options: { since?: string; until?: string }, now: number): TimeWindow {
  const since = options.since === undefined ? undefined : parseTime("--since", options.since, now);
  const until = options.until === undefined ? undefined : parseTime("--until", options.until, now);
  if (since !== undefined && until !== undefined && since >= until) {
    throw new OptionError("--until", options.until ?? "", SCANS.aTimeAfter(new Date(since).toISOString()));
  }
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

/** Parses a time; without an offset it is UTC, and a date alone is its first moment. Throws an OptionError. */
export function parseTime(option: string, text: string, now: number): number {
  const time = RELATIVE.test(text) ? relativeTime(text, now) : isoTime(text);
  if (time === undefined || !(time >= FIRST_MS && time <= LAST_MS)) throw new OptionError(option, text, SCANS.aTime);
  return time;
}

function relativeTime(text: string, now: number): number {
  const [, sign = "-", first, firstUnit, second = "0", secondUnit = "s"] = RELATIVE.exec(text) ?? [];
  const unit = firstUnit ?? secondUnit;
  const count = Number(first ?? second) * (sign === "-" ? -1 : 1);
  const milliseconds = UNIT_MS[unit];
  return milliseconds === undefined ? monthsAfter(now, unit === "y" ? count * 12 : count) : now + count * milliseconds;
}

/** Returns the same day and time a number of months later; the last day of the month if it has no such day. */
function monthsAfter(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}

function isoTime(text: string): number | undefined {
  const [, date, minutes = "00:00", seconds = "00", offset = "Z"] = ISO.exec(text) ?? [];
  if (date === undefined) return undefined;
  return parseEventTime(`${date}T${minutes}:${seconds}${fullOffset(offset)}`);
}

/** Completes `+01` and `+0100` to an RFC 3339 offset. */
function fullOffset(offset: string): string {
  const [, sign, hours, minutes = "00"] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  return sign === undefined || hours === undefined ? offset : `${sign}${hours}:${minutes}`;
}

const MAX_JOBS = 256;

/** Parses the number of threads; undefined if not given. Throws an OptionError. */
export function parseJobs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (jobs < 1 || jobs > MAX_JOBS) throw new OptionError("--jobs", text, SCANS.aNumberUpTo(MAX_JOBS));
  return jobs;
}

/** Parses the maximum number of findings; undefined if not given. Throws an OptionError. */
export function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new OptionError("--limit", text, SCANS.aNumberOfFindings);
  return Number(text);
}

export interface Filters extends TimeWindow {
  /** Empty: all accounts. */
  accounts: string[];
  regions: string[];
  /** Patterns for the action, for the ARN of the actor or its role, and for the key's ARN or id. */
  actions: string[];
  actors: string[];
  keys: string[];
  verdicts: Verdict[];
}

/** The filters as given on the command line. */
export interface FilterOptions {
  since?: string;
  until?: string;
  account?: string[];
  region?: string[];
  action?: string[];
  actor?: string[];
  key?: string[];
  verdict?: string[];
}

/** `now`: milliseconds since 1970. Throws an OptionError. */
export function parseFilters(options: FilterOptions, now: number): Filters {
  const accounts = listOf(options.account);
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) throw new OptionError("--account", account, SCANS.twelveDigits);
  }
  const regions = listOf(options.region);
  for (const region of regions) {
    if (!/^[a-z]+(-[a-z0-9]+)+$/.test(region)) throw new OptionError("--region", region, SCANS.aRegion);
  }
  const { action: actions = [], actor: actors = [], key: keys = [] } = options;
  const verdicts = listOf(options.verdict).map((verdict) => {
    const known = VERDICTS.find((one) => one === verdict);
    if (known === undefined) throw new OptionError("--verdict", verdict, VERDICTS.join(", "));
    return known;
  });
  return { ...parseWindow(options, now), accounts, regions, actions, actors, keys, verdicts };
}

/** Reports whether a finding passes the filters. One without a readable time passes any window, so that nothing is lost. */
export function isWanted(finding: Finding, filters: Filters): boolean {
  const { time, account, region, action, actor, key, verdict } = finding;
  return (
    isLikeOne(filters.actions, [action]) &&
    isLikeOne(filters.actors, [actor?.arn, actor?.role]) &&
    isLikeOne(filters.keys, [key?.arn, key?.id]) &&
    (filters.verdicts.length === 0 || filters.verdicts.includes(verdict)) &&
    isWithin(time, filters) &&
    (filters.accounts.length === 0 || (account !== undefined && filters.accounts.includes(account))) &&
    (filters.regions.length === 0 || (region !== undefined && filters.regions.includes(region)))
  );
}

function isWithin(text: string | undefined, { since, until }: TimeWindow): boolean {
  if (since === undefined && until === undefined) return true;
  const time = parseEventTime(text);
  return time === undefined || (time >= (since ?? -Infinity) && time < (until ?? Infinity));
}

/** Splits values at commas, across repeated options, without duplicates. */
function listOf(values: string[] = []): string[] {
  return [...new Set(values.flatMap((value) => value.split(",").map((part) => part.trim())))];
}
