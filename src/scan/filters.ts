/** Which findings are asked for. */
import { parseEventTime } from "../findings/event-time.js";
import type { Finding } from "../findings/finding.js";
import { OptionError } from "./option-error.js";
import { parseWindow, type TimeWindow } from "./time-window.js";

export interface Filters extends TimeWindow {
  /** None: all. */
  accounts: string[];
  regions: string[];
}

/** The filters as they stand on the command line. */
export interface FilterOptions {
  since?: string;
  until?: string;
  account?: string[];
  region?: string[];
}

/** `now`: milliseconds since 1970. Throws an OptionError. */
export function parseFilters(options: FilterOptions, now: number): Filters {
  const accounts = listOf(options.account);
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) throw new OptionError("--account", account, "12 digits");
  }
  const regions = listOf(options.region);
  for (const region of regions) {
    if (!/^[a-z]+(-[a-z0-9]+)+$/.test(region)) throw new OptionError("--region", region, "a name like eu-west-1");
  }
  return { ...parseWindow(options, now), accounts, regions };
}

/** Whether a finding is asked for. One without a readable time is, whatever the window: nothing is lost. */
export function isWanted({ time, account, region }: Finding, filters: Filters): boolean {
  return (
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

/** The parts between commas of values that may be given several times, each once. */
function listOf(values: string[] = []): string[] {
  return [...new Set(values.flatMap((value) => value.split(",").map((part) => part.trim())))];
}
