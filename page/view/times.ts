/** Times as the page writes them: as ISO 8601 has it and in UTC, so that a report reads the same everywhere; the reader's own time is under the pointer. */
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

/** A time, with the reader's own under the pointer. */
export function timeView(time: number, text = formatTime(time)): HTMLElement {
  return element("time", { datetime: new Date(time).toISOString(), title: `local: ${localText(time)}` }, text);
}

/** `2026-03-04T10:33:08+01:00`: in the reader's own time zone. */
export function localText(time: number): string {
  const offset = -new Date(time).getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map(twoDigits);
  const local = formatTime(time + offset * MINUTE).slice(0, 19);
  return `${local}${offset < 0 ? "-" : "+"}${hours ?? ""}:${minutes ?? ""}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** A bar's or a stretch's time, as short as it can be said: `2026-03-04`, `2026-03-04T09:00Z to 2026-03-04T10:00Z`. */
export function rangeText({ from, to }: Range): string {
  const isWhole = from % DAY === 0 && to % DAY === 0;
  if (isWhole) return to - from === DAY ? dateText(from) : `${dateText(from)} to ${dateText(to - DAY)}`;
  return to - from <= MINUTE ? minuteText(from) : `${minuteText(from)} to ${minuteText(to)}`;
}

/** The ends of a stretch as they are typed; the last day, or a time. */
export function startText({ from }: Range): string {
  return from % DAY === 0 ? dateText(from) : minuteText(from);
}

export function endText({ to }: Range): string {
  return to % DAY === 0 ? dateText(to - DAY) : minuteText(to);
}

const TYPED = /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::00)?Z?)?\s*$/;

/** The stretch between two times that were typed; undefined where one cannot be read. `set`: the one that holds, where they are the wrong way round. */
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

/** How long the bars are: `day`, `10 minutes`. */
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
