/** Coverage in words: what was read and what was not. No Node imports: the HTML page uses it too. */
import { counted, formatNumber } from "../terminal/numbers.js";
import type { Names, Report } from "./report.js";
import { SCANS } from "../messages/scans.js";

/** The parts of a report that the texts use. */
type Read = Pick<Report, "coverage" | "files" | "records" | "broken">;

const NAMES_ACTION = "DisableKey or ScheduleKeyDeletion";

/** Returns e.g. `12,345 events (240 of KMS), 2026-08-01T00:00:12Z to 2026-08-31T23:59:40Z, 3 accounts, 5 regions, 736 files`. */
export function readText({ coverage, files }: Read): string {
  const { events, kms_events, first_event: first, last_event: last, accounts, regions } = coverage;
  const times = first === undefined ? [] : [first === last ? first : `${first} to ${last ?? ""}`];
  return [
    `${counted(events, "event", "events")} (${formatNumber(kms_events)} of KMS)`,
    ...times,
    countedNames(accounts, "account", "accounts"),
    countedNames(regions, "region", "regions"),
    counted(files, "file", "files"),
  ].join(", ");
}

/**
 * Returns why a report cannot say that nothing happened, each reason in a few words; empty if everything was read. `named`: what
 * records that could not be judged name.
 */
export function gapTexts({ coverage, broken }: Read, named = NAMES_ACTION): string[] {
  const gaps: string[] = [];
  const { records } = coverage.unread;
  if (records > 0)
    gaps.push(`${counted(records, "record", "records")} ${nameText(records)} ${named} and could not be judged`);
  if (broken.length > 0) gaps.push(`${counted(broken.length, "location", "locations")} could not be read or judged`);
  for (const { kind, files } of coverage.left_out) gaps.push(`${counted(files, "file", "files")} left out (${kind})`);
  if (coverage.failures > 0) gaps.push("some events were not counted");
  return gaps;
}

/** Returns why the result is unknown; undefined if something was read. */
export function nothingReadText({ coverage, files, records }: Read): string | undefined {
  if (files === 0) return SCANS.noFileRead;
  if (coverage.events > 0) return undefined;
  return SCANS.nothingRecognized(counted(records, "record", "records"), counted(files, "file", "files"));
}

/** Reports whether a report is incomplete, so that "no findings" does not mean that nothing happened. */
export function isIncomplete(report: Read): boolean {
  return nothingReadText(report) !== undefined || gapTexts(report).length > 0;
}

function nameText(records: number): string {
  return records === 1 ? "names" : "name";
}

function countedNames({ names, hasMore }: Names, one: string, many: string): string {
  return hasMore ? `many ${many}` : counted(names.length, one, many);
}
