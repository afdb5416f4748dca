/**
 * Dates in the folders that CloudTrail makes in a bucket: `AWSLogs/[ORGANIZATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/`
 * (CloudTrail User Guide, "CloudTrail log file names"). A folder that looks only a little like that may hold anything.
 */

const DATED_FOLDER =
  /\/AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?\d{12}\/CloudTrail\/[a-z]{2,6}(?:-[a-z]+){1,3}-\d{1,2}\/(20\d\d)(?:\/(0[1-9]|1[0-2])(?:\/(0[1-9]|[12]\d|3[01]))?)?$/;
const DAY_MS = 86_400_000;

/**
 * Reports whether everything in a folder was delivered before a time, judged by its path. CloudTrail writes a file after its
 * events, into the folder of that day, so no event in it is later than its day. One day is left for wrong clocks and for
 * deliveries at midnight. The reverse does not hold (a file may come late), so the end of a window excludes no folder.
 */
export function isDeliveredBefore(folder: string, since: number): boolean {
  const [, year, month, day] = DATED_FOLDER.exec(folder) ?? [];
  if (year === undefined) return false;
  const sinceDay = Math.floor(since / DAY_MS) * DAY_MS;
  return endOf(Number(year), month, day) <= sinceDay - DAY_MS;
}

/** Returns the first moment after a year, month or day. */
function endOf(year: number, month: string | undefined, day: string | undefined): number {
  if (month === undefined) return Date.UTC(year + 1, 0, 1);
  if (day === undefined) return Date.UTC(year, Number(month), 1);
  return Date.UTC(year, Number(month) - 1, Number(day) + 1);
}
