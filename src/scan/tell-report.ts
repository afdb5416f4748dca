/** Messages about a scan: what could not be read, what is not as it seems, and the summary. */
import { parseEventTime } from "../findings/event-time.js";
import { VERDICTS } from "../engine/finding.js";
import { nothingReadText, readText } from "../report/coverage-text.js";
import type { Report } from "../report/report.js";
import type { Messages } from "../terminal/messages.js";
import { counted, formatNumber } from "../terminal/numbers.js";
import { differingText, moreRecords, UNREAD, UNREAD_KEY } from "../terminal/lines.js";
import type { FoundFiles } from "../input/find-files.js";

/** `seconds`: the duration; undefined for no summary. */
export function tellReport(report: Report, found: FoundFiles, messages: Messages, seconds: number | undefined): void {
  const { filters } = report;
  if (report.config_error !== undefined) {
    messages.line(`records were annotated with an invalid configuration: ${report.config_error}`);
  }
  const untimed = filters.since === undefined && filters.until === undefined ? 0 : countUntimed(report);
  if (untimed > 0) {
    messages.line(
      `${counted(untimed, "finding has", "findings have")} no readable time: listed regardless of the time window`,
    );
  }
  tellWhatWasNotRead(report, messages, UNREAD);
  if (seconds !== undefined) {
    messages.line(`read ${readText(report)}`);
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
  unread: string,
): void {
  for (const { file, line, reason } of report.broken) {
    if (line === undefined) messages.line(`${file}: ${reason}`);
    else messages.warning(`${file}:${line}: ${reason}`);
  }
  const { annotated, left_out, failures } = report.coverage;
  for (const { file, line, annotation, event, records } of annotated.first) {
    messages.warning(`${file}:${line}: ${differingText(annotation, event)}${moreRecords(records)}`);
  }
  for (const { file, line, reason, records } of report.coverage.unread.first) {
    messages.warning(`${file}:${line}: ${unread}: ${reason}${moreRecords(records)}`);
  }
  for (const { file, line, reason, records } of report.coverage.unsure.first) {
    messages.warning(
      `${file}:${line}: ${UNREAD_KEY}: ${reason}${moreRecords(records)}; a state may have changed in it`,
    );
  }
  for (const { kind, files, first, advice } of left_out) {
    messages.line(`${counted(files, "file", "files")} left out: ${kind}; ${advice} (the first one is ${first})`);
  }
  if (failures > 0) messages.line("the module failed while it counted events: the counts are too low");
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
