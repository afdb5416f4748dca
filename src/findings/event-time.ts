/** The times of events. */

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const COUNT = /^(\d{1,19})(?:\.\d+)?$/;

/**
 * The time that an event says, in milliseconds since 1970, or undefined: RFC 3339, or a count of seconds, milliseconds,
 * microseconds or nanoseconds, told apart by their digits, as the module does (assembly/config/time.ts).
 */
export function parseEventTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = COUNT.exec(text)?.[1];
  if (count !== undefined) return millisecondsOf(count);
  const [, date, minutes, seconds, fraction = "", sign, hours = "00", rest = "00"] = RFC_3339.exec(text) ?? [];
  if (date === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (Number(hours) > 23 || Number(rest) > 59) return undefined;
  // Node knows no leap second.
  const isLeap = seconds === "60";
  const plain = Date.parse(`${date}T${minutes}${isLeap ? "59" : seconds}${fraction.slice(0, 4)}Z`);
  // It takes the 31st of a month of 30 days for the first of the next one.
  if (Number.isNaN(plain) || new Date(plain).toISOString().slice(0, 10) !== date) return undefined;
  const offset = (Number(hours) * 60 + Number(rest)) * 60_000;
  return plain + (isLeap ? 1000 : 0) - (sign === "-" ? -offset : offset);
}

function millisecondsOf(count: string): number {
  if (count.length <= 11) return Number(count) * 1000;
  if (count.length <= 14) return Number(count);
  // As many digits as a number holds exactly.
  return Number(count.slice(0, count.length - (count.length <= 17 ? 3 : 6)));
}
