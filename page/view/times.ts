/** Times on the page: ISO 8601 in UTC, so that a report reads the same everywhere, with the reader's local time as a tooltip. */
import { parseEventTime } from "../../src/findings/event-time.js";
import { formatTime } from "../../src/findings/times.js";
import { DAY, HOUR, MINUTE } from "../model/bins.js";
import type { Range } from "../model/filters.js";
import { element } from "./dom.js";

/** `2026-03-04` */
export function dateText(time: number): string {
  return formatTime(time).slice(0, 10);
}

/** `09:33` */
export function clock(time: number): string {
  return formatTime(time).slice(11, 16);
}

/** Shows a time, with the reader's local time as a tooltip. */
export function timeView(time: number, text = formatTime(time)): HTMLElement {
  return element("time", { datetime: new Date(time).toISOString(), title: `local: ${localText(time)}` }, text);
}

/** Formats a time in the reader's time zone: `2026-03-04T10:33:08+01:00`. */
export function localText(time: number): string {
  const offset = -new Date(time).getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map(twoDigits);
  const local = formatTime(time + offset * MINUTE).slice(0, 19);
  return `${local}${offset < 0 ? "-" : "+"}${hours ?? ""}:${minutes ?? ""}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** Formats a range as short as possible: `2026-03-04`, `2026-03-04T09:00Z to 2026-03-04T10:00Z`. */
export function rangeText({ from, to }: Range): string {
  const isWhole = from % DAY === 0 && to % DAY === 0;
  if (isWhole) return to - from === DAY ? dateText(from) : `${dateText(from)} to ${dateText(to - DAY)}`;
  return to - from <= MINUTE ? minuteText(from) : `${minuteText(from)} to ${minuteText(to)}`;
}

/** Returns the start or end of a range as it is typed: a day (the last one for the end), or a time. */
export function startText({ from }: Range): string {
  return from % DAY === 0 ? dateText(from) : minuteText(from);
}

export function endText({ to }: Range): string {
  return to % DAY === 0 ? dateText(to - DAY) : minuteText(to);
}

const TYPED = /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::00)?Z?)?\s*$/;

/**
 * Parses the range between two typed times; undefined if one cannot be read. `set`: which of them holds if they are in the wrong
 * order.
 */
export function readEnds(start: string, end: string, set: "from" | "to"): Range | undefined {
  const [from, to] = [readTyped(start), readTyped(end)];
  if (from === undefined || to === undefined) return undefined;
  const last = to.time + (to.isDay ? DAY : 0);
  if (from.time < last) return { from: from.time, to: last };
  if (set === "from") return { from: from.time, to: from.time + (from.isDay ? DAY : HOUR) };
  return { from: last - (to.isDay ? DAY : HOUR), to: last };
}

function readTyped(text: string): { time: number; isDay: boolean } | undefined {
  const [, day, minute] = TYPED.exec(text) ?? [];
  const time = day === undefined ? undefined : parseEventTime(`${day}T${minute ?? "00:00"}:00Z`);
  return time === undefined ? undefined : { time, isDay: minute === undefined };
}

/** Returns the length of the bars in words: `day`, `10 minutes`. */
export function stepText(step: number): string {
  if (step === DAY) return "day";
  if (step === 7 * DAY) return "week";
  if (step > DAY) return `${step / DAY / 7} weeks`;
  if (step === HOUR) return "hour";
  return step === MINUTE ? "minute" : `${step / MINUTE} minutes`;
}

/** `2026-03-04T09:33Z` */
function minuteText(time: number): string {
  return `${formatTime(time).slice(0, 16)}Z`;
}
