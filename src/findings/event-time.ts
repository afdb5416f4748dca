/** Parses the times of events. */

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** What nearly all events have, of times that `Date.parse` reads the same way: it takes the 30th of February, too. */
const USUAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const COUNT = /^(\d{1,19})(?:\.\d+)?$/;

/**
 * Parses an event's time; returns milliseconds since 1970, or undefined. Takes RFC 3339, or a count of seconds, milliseconds,
 * microseconds or nanoseconds, distinguished by the number of digits as in the module (assembly/config/time.ts).
 */
export function parseEventTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (USUAL.test(text)) return Date.parse(text);
  const parts = RFC_3339.exec(text);
  if (parts === null) return millisecondsOf(COUNT.exec(text)?.[1]);
  const [, year, month, day, hours, minutes, seconds, fraction = "", sign, offsetHours = 0, offsetMinutes = 0] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  // Not `Date.UTC`, which reads the year 50 as 1950.
  const date = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // JavaScript reads the 31st of a 30-day month as the first of the next.
  if (new Date(date).getUTCDate() !== Number(day) || new Date(date).getUTCMonth() !== Number(month) - 1)
    return undefined;
  const milliseconds = Number(fraction.slice(1, 4).padEnd(3, "0"));
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  const time = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + milliseconds;
  return date + time - (sign === "-" ? -offset : offset);
}

function millisecondsOf(count: string | undefined): number | undefined {
  if (count === undefined) return undefined;
  if (count.length <= 11) return Number(count) * 1000;
  if (count.length <= 14) return Number(count);
  // Only as many digits as a number holds exactly.
  return Number(count.slice(0, count.length - (count.length <= 17 ? 3 : 6)));
}
