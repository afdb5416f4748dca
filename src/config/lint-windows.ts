/** Finds windows of exceptions that no event can be in, now or ever; computes the open minutes of a week. */
import { parseEventTime } from "../findings/event-time.js";
import type { ConfiguredException, Value, WeeklyWindow } from "./config-exceptions.js";
import type { Doubt } from "./lint-values.js";
import { WARNINGS } from "../messages/configurations.js";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const MINUTE_MS = 60_000;
/** 1970-01-05 was a Monday. */
const MONDAY_MS = 4 * DAY_MINUTES * MINUTE_MS;

/** What is wrong with a window, and its location. */
export interface WindowDoubt extends Doubt {
  at: { line: number; pointer: string };
}

/** `now`: milliseconds since 1970. */
export function doubtOfWindow({ from, until, weekly }: ConfiguredException, now: number): WindowDoubt | undefined {
  const [begin, end] = [timeOf(from, -Infinity), timeOf(until, Infinity)];
  if (until !== undefined && end <= now) return { at: until, ...WARNINGS.windowOver };
  if (weekly === undefined) return undefined;
  const minutes = weekMinutes(weekly);
  if (!minutes.includes(1)) return { at: weekly, ...WARNINGS.windowEmpty };
  return opensBetween(minutes, begin, end) ? undefined : { at: weekly, ...WARNINGS.windowOutside };
}

/** Returns the time of a value in milliseconds since 1970, or `absent` if there is none. */
export function timeOf(value: Value | undefined, absent: number): number {
  return parseEventTime(value?.text) ?? absent;
}

/** Returns, for each minute of a week from Monday 00:00 UTC, whether the window is open: 1 or 0. */
export function weekMinutes({ days, from, until }: WeeklyWindow): Uint8Array {
  const minutes = new Uint8Array(WEEK_MINUTES);
  const [begin, stop] = [minuteOf(from), minuteOf(until)];
  for (const name of days) {
    const day = DAYS.indexOf(name) * DAY_MINUTES;
    // A window that ends before it begins passes midnight.
    const end = begin < stop ? stop : DAY_MINUTES + stop;
    for (let minute = begin; minute < end; minute++) minutes[(day + minute) % WEEK_MINUTES] = 1;
  }
  return minutes;
}

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Reports whether any open minute overlaps [begin, end). */
function opensBetween(minutes: Uint8Array, begin: number, end: number): boolean {
  const first = Math.floor((begin - MONDAY_MS) / MINUTE_MS);
  const count = Math.ceil((end - MONDAY_MS) / MINUTE_MS) - first;
  if (!(count < WEEK_MINUTES)) return true;
  for (let minute = first; minute < first + count; minute++) {
    if (minutes[((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES] === 1) return true;
  }
  return false;
}
