/** Times as the page writes them. All are in UTC, so that a report reads the same everywhere. */
import { DAY, HOUR, MINUTE } from "../model/bins.js";
import type { Range } from "../model/filters.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `2026-03-04` */
export function dateText(time: number): string {
  return new Date(time).toISOString().replace(/T.*/, "");
}

/** `2026-03-04 09:33:08` */
export function timeText(time: number): string {
  return new Date(time)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "");
}

/** `4 Mar` */
export function shortDate(time: number): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
}

/** `09:33` */
export function clock(time: number): string {
  return new Date(time).toISOString().replace(/.*T(\d\d:\d\d).*/, "$1");
}

/** A bar's or a stretch's time, as short as it can be said: `Wed 4 Mar 2026`, `Wed 4 Mar 2026, 09:00 to 10:00`. */
export function rangeText({ from, to }: Range): string {
  const isWhole = from % DAY === 0 && to % DAY === 0;
  if (isWhole) return to - from === DAY ? longDate(from) : `${longDate(from)} to ${longDate(to - DAY)}`;
  if (to - from <= MINUTE) return `${longDate(from)}, ${clock(from)}`;
  const isOneDay = Math.floor(from / DAY) === Math.floor((to - 1) / DAY);
  return `${longDate(from)}, ${clock(from)} to ${isOneDay ? "" : `${longDate(to)}, `}${clock(to)}`;
}

/** How long the bars are: `day`, `10 minutes`. */
export function stepText(step: number): string {
  if (step === DAY) return "day";
  if (step === 7 * DAY) return "week";
  if (step > DAY) return `${step / DAY / 7} weeks`;
  if (step === HOUR) return "hour";
  return step === MINUTE ? "minute" : `${step / MINUTE} minutes`;
}

function longDate(time: number): string {
  const date = new Date(time);
  return `${WEEKDAYS[date.getUTCDay()] ?? ""} ${shortDate(time)} ${date.getUTCFullYear()}`;
}
