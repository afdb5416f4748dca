/** Messages about a scan: what could not be read, what is not as it seems, and the summary. */
import { parseEventTime } from "../findings/event-time.js";
import { VERDICTS } from "../engine/finding.js";
import { nothingReadText, readText } from "../report/coverage-text.js";
import type { Report } from "../report/report.js";
import type { Messages } from "../terminal/messages.js";
import { counted, formatNumber } from "../terminal/numbers.js";
import { moreRecords } from "../terminal/lines.js";
import type { FoundFiles } from "../input/find-files.js";
import { RECORDS } from "../messages/records.js";
import { SCANS } from "../messages/scans.js";
import { STATES } from "../messages/states.js";

/** `seconds`: the duration; undefined for no summary. */
export function tellReport(report: Report, found: FoundFiles, messages: Messages, seconds: number | undefined): void {
  const { filters } = report;
  if (report.config_error !== undefined) {
    messages.line(SCANS.configInvalid(report.config_error));
  }
  const untimed = filters.since === undefined && filters.until === undefined ? 0 : countUntimed(report);
  if (untimed > 0) {
    messages.line(counted(untimed, SCANS.hasNoTime, SCANS.haveNoTime));
  }
  tellWhatWasNotRead(report, messages, RECORDS.unread);
  if (seconds !== undefined) {
    messages.line(SCANS.read(readText(report)));
    messages.line(summaryText(report, found, seconds));
  }
}

/**
 * Reports what was not read or judged, or contradicts its annotation: the first location in each file. `unread` describes what a
 * record that could not be judged names.
 */
export function tellWhatWasNotRead(
  report: Pick<Report, "broken" | "coverage" | "files" | "records">,
  messages: Messages,
  unread: (reason: string) => string,
): void {
  for (const { file, line, reason } of report.broken) {
    if (line === undefined) messages.line(`${file}: ${reason}`);
    else messages.warning(`${file}:${line}: ${reason}`);
  }
  const { annotated, left_out, failures } = report.coverage;
  for (const { file, line, annotation, event, records } of annotated.first) {
    messages.warning(`${file}:${line}: ${RECORDS.differs(annotation, event)}${moreRecords(records)}`);
  }
  for (const { file, line, reason, records } of report.coverage.unread.first) {
    messages.warning(`${file}:${line}: ${unread(reason)}${moreRecords(records)}`);
  }
  for (const { file, line, reason, records } of report.coverage.unsure.first) {
    messages.warning(`${file}:${line}: ${STATES.mayHaveChanged(reason + moreRecords(records))}`);
  }
  for (const { kind, files, first, advice } of left_out) {
    messages.line(SCANS.leftOut(counted(files, "file", "files"), kind, advice, first));
  }
  if (failures > 0) messages.line(SCANS.countsTooLow);
  const nothing = nothingReadText(report);
  // A file that could not even be opened has been reported.
  if (nothing !== undefined && (report.files > 0 || report.broken.length === 0)) messages.line(nothing);
}

function countUntimed({ findings }: Report): number {
  return findings.filter(({ time }) => parseEventTime(time) === undefined).length;
}

function summaryText(report: Report, { skipped, earlier }: FoundFiles, seconds: number): string {
  const { totals, findings, broken, coverage } = report;
  const again = findings.filter(({ seen }) => seen > 1).length;
  const parts = [
    counted(totals.verdicts.match ?? 0, "match", "matches"),
    ...VERDICTS.slice(1).flatMap((verdict) => {
      const count = totals.verdicts[verdict];
      return count === undefined ? [] : [`${formatNumber(count)} ${verdict}`];
    }),
  ];
  if (again > 0) parts.push(`${formatNumber(again)} found more than once`);
  if (coverage.annotated.records > 0) parts.push(`${formatNumber(coverage.annotated.records)} annotated before`);
  if (coverage.unread.records > 0) parts.push(`${formatNumber(coverage.unread.records)} not judged`);
  if (coverage.not_json > 0) parts.push(`${formatNumber(coverage.not_json)} not JSON`);
  if (skipped > 0) parts.push(`${counted(skipped, "other file", "other files")} left out`);
  if (earlier > 0) parts.push(`${counted(earlier, "folder", "folders")} before the window`);
  if (broken.length > 0) parts.push(counted(broken.length, "problem", "problems"));
  parts.push(`${seconds.toFixed(1)} s`);
  return parts.join(", ");
}
