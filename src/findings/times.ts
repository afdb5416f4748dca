/** Times and durations for people. All times are in milliseconds since 1970. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The range of RFC 3339. */
const FIRST = Date.parse("0000-01-01T00:00:00Z");
const LAST = Date.parse("9999-12-31T23:59:59Z");

/** Formats a time as RFC 3339, to the second, in UTC. */
export function formatTime(time: number): string {
  const within = Math.min(Math.max(time, FIRST), LAST);
  return `${new Date(within).toISOString().slice(0, 19)}Z`;
}

/** Formats a duration in its two largest units: `6 days 4 hours`, `12 minutes`, `less than a minute`. */
export function formatDuration(milliseconds: number): string {
  const units: [name: string, size: number][] = [
    ["day", DAY],
    ["hour", HOUR],
    ["minute", MINUTE],
  ];
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(" ") || "less than a minute";
}
