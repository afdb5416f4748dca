/** Filters for keys. */
import { isLikeOne } from "../scan/patterns.js";
import { parseFilters, parseTime } from "../scan/options.js";
import { parseDuration } from "./durations.js";
import type { KeyStatus } from "../keys/key-status.js";
import type { StatusReport } from "./report.js";

export interface KeyFilters {
  /** The time of the answer, in milliseconds since 1970, and whether it was given: then later events do not count. */
  now: number;
  isAsOf: boolean;
  pending: boolean;
  withinSeconds?: number;
  /** Empty: all accounts. */
  accounts: string[];
  regions: string[];
  /** ARNs; `*` matches any text. */
  actors: string[];
  keys: string[];
}

/** The filters as given on the command line. */
export interface KeyFilterOptions {
  asOf?: string;
  pending?: boolean;
  within?: string;
  account?: string[];
  region?: string[];
  actor?: string[];
  key?: string[];
}

/** `now`: milliseconds since 1970. Throws an OptionError. */
export function parseKeyFilters(options: KeyFilterOptions, now: number): KeyFilters {
  const { account, region, asOf, within, actor = [], key = [] } = options;
  const { accounts, regions } = parseFilters({ ...(account && { account }), ...(region && { region }) }, now);
  return {
    now: asOf === undefined ? now : parseTime("--as-of", asOf, now),
    isAsOf: asOf !== undefined,
    pending: options.pending === true,
    ...(within !== undefined && { withinSeconds: parseDuration("--within", within) }),
    accounts,
    regions,
    actors: actor,
    keys: key,
  };
}

/** Reports whether a key passes the filters. */
export function isAskedFor(status: KeyStatus, filters: KeyFilters): boolean {
  const { key, account, region, actor, state, seconds_left: left } = status;
  const isPending = left !== undefined || state === "pending replica deletion";
  return (
    (!filters.pending || isPending) &&
    (filters.withinSeconds === undefined || (left !== undefined && left <= filters.withinSeconds)) &&
    isOneOf(filters.accounts, account) &&
    isOneOf(filters.regions, region) &&
    isLikeOne(filters.actors, [actor?.arn, actor?.role]) &&
    isLikeOne(filters.keys, [key.arn, key.id])
  );
}

/** Returns the filters as a report shows them. */
export function shownFilters({ now, isAsOf, pending, withinSeconds, ...lists }: KeyFilters): StatusReport["filters"] {
  return {
    ...(isAsOf && { as_of: new Date(now).toISOString() }),
    ...(pending && { pending }),
    ...(withinSeconds !== undefined && { within_seconds: withinSeconds }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
}

function isOneOf(wanted: readonly string[], value: string | undefined): boolean {
  return wanted.length === 0 || (value !== undefined && wanted.includes(value));
}
