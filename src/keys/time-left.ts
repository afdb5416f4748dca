/** Short text for the time left. */
const UNITS: [name: string, seconds: number][] = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** Formats the time left: `2 d 1 h`, `passed 3 h ago`; undefined if there is no deadline. */
export function leftText({ seconds_left: left }: { seconds_left?: number }): string | undefined {
  if (left === undefined) return undefined;
  return left > 0 ? formatDurationShort(left) : `passed ${formatDurationShort(-left)} ago`;
}

/** Formats seconds in their two largest units: `2 d 1 h`, `45 min`, `0 s`. */
function formatDurationShort(seconds: number): string {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  const parts = UNITS.slice(first < 0 ? -1 : first, first < 0 ? undefined : first + 2).flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 || seconds === 0 ? [`${count} ${name}`] : [];
  });
  return parts.join(" ");
}
