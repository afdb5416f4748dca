/** When a key is deleted. All times are in milliseconds since 1970. */
import { parseEventTime } from "../findings/event-time.js";
import { DAY } from "../findings/times.js";

/** The range and default of KMS's waiting period, in days (KMS API Reference, ScheduleKeyDeletion). */
const SHORTEST_DAYS = 7;
const LONGEST_DAYS = 30;
export const DEFAULT_DAYS = 30;
/** How long after the waiting period KMS may take to delete a key. */
export const GRACE = DAY;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** `Apr 12, 2021 18:58:30 PM`, `Oct 21, 2024, 2:25:29 PM`: hours may go up to 24 even with AM or PM. */
const JAVA = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)\s?([AP]M)$/;
const WITHOUT_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?$/;

/** Parses a `deletionDate` in any known form; undefined for others. Without an offset it is UTC. */
export function parseDeletionDate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const java = JAVA.exec(text);
  if (java === null) return parseEventTime(WITHOUT_OFFSET.test(text) ? `${text}Z` : text);
  const [, month = "", day = "", year = "", hour = "", minute = "", second = "", half = ""] = java;
  const twelve = Number(hour);
  const hours = twelve > 12 ? twelve : (twelve % 12) + (half === "PM" ? 12 : 0);
  const [mm, dd, hh] = [MONTHS.indexOf(month) + 1, Number(day), hours].map((part) => String(part).padStart(2, "0"));
  return parseEventTime(`${year}-${mm ?? ""}-${dd ?? ""}T${hh ?? ""}:${minute}:${second}Z`);
}

/** Reports whether KMS allows a waiting period of this many days. */
export function isWaitingPeriod(days: number | undefined): days is number {
  return days !== undefined && days >= SHORTEST_DAYS && days <= LONGEST_DAYS;
}

export interface Deadline {
  time: number;
  /** Whether it was computed from the event's time instead of being in the event. */
  isComputed: boolean;
}

/** Returns the end of a waiting period of `days` from `start`; an invalid period counts as the shortest. */
export function deadlineFrom(start: number, days: number | undefined): Deadline {
  return { time: start + (isWaitingPeriod(days) ? days : SHORTEST_DAYS) * DAY, isComputed: true };
}
