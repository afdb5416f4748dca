/** Times in events and configurations, in whole seconds since 1970; fractions are dropped. */

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** The unit of a number, by its digits before the fraction: in each unit, today's times have three more. */
const UNITS: readonly [mostDigits: number, perSecond: bigint][] = [
  [11, 1n],
  [14, 1_000n],
  [17, 1_000_000n],
  [19, 1_000_000_000n],
];

/** Parses the time in an event's text or number; undefined if it has none. */
export function secondsOf(text: string): number | undefined {
  return rfc3339Seconds(text) ?? epochSeconds(text);
}

/** Parses an RFC 3339 time; undefined if it is not one, or names a day that does not exist. */
export function rfc3339Seconds(text: string): number | undefined {
  const found = RFC_3339.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as Six;
  const [offsetHour, offsetMinute] = [Number(found[8] ?? 0), Number(found[9] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const date = new Date(0);
  // Elsewhere, years before 100 are read as 19xx.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (offsetHour * 60 + offsetMinute) * 60 * (found[7] === "-" ? -1 : 1);
  return date.getTime() / 1000 + (hour * 60 + minute) * 60 + second - offset;
}

type Six = [number, number, number, number, number, number];

function epochSeconds(text: string): number | undefined {
  const found = /^(\d+)(?:\.\d+)?$/.exec(text);
  const digits = found?.[1] ?? "";
  const unit = UNITS.find(([mostDigits]) => digits.length <= mostDigits);
  return digits === "" || unit === undefined ? undefined : Number(BigInt(digits) / unit[1]);
}

/** Parses a time of day, `HH:MM` up to `24:00`, into minutes; undefined if it is not one. */
export function clockMinutes(text: string): number | undefined {
  const found = /^(\d\d):(\d\d)$/.exec(text);
  if (found === null) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  const minutes = hour * 60 + minute;
  return minute > 59 || minutes > 24 * 60 ? undefined : minutes;
}

export const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

export interface Weekly {
  days: readonly string[];
  /** Minutes from midnight. */
  from: number;
  until: number;
}

const DAY = 24 * 60 * 60;

/** Reports whether a time is in a weekly window, which belongs to the day on which it begins. */
export function isInWeekly(seconds: number, { days, from, until }: Weekly): boolean {
  const day = Math.floor(seconds / DAY);
  const second = seconds - day * DAY;
  // 1970 began on a Thursday.
  const isOn = (number: number) => days.includes(DAYS[(((number + 3) % 7) + 7) % 7] as string);
  const [begins, ends] = [from * 60, until * 60];
  if (begins < ends) return isOn(day) && second >= begins && second < ends;
  return (isOn(day) && second >= begins) || (isOn(day - 1) && second < ends);
}
