/** Coverage in the report: what was read and what was not. */
import type { Coverage, LeftOutKind } from "../report/report.js";
import { counted } from "../terminal/numbers.js";
import { inputName } from "../input/input.js";
import type { Coverage as Survey } from "../survey/coverage.js";
import type { FoundFiles } from "../input/find-files.js";
import type { Broken, FileResult, First } from "./result.js";
import { SCANS } from "../messages/scans.js";

/** `survey`: the events of all files; `results` in the order of `found.files`. */
export function coverageOf(survey: Survey, results: readonly FileResult[], found: FoundFiles): Coverage {
  const unread = firstOf(results, found, ({ unread }) => unread);
  const unsure = firstOf(results, found, ({ unsure }) => unsure);
  const differing = firstOf(results, found, ({ differing }) => differing);
  // Events at unknown paths are not in the survey; those that were found are added here.
  const findings = results.reduce((sum, result) => sum + result.count, 0);
  return {
    events: Math.max(survey.events, findings),
    kms_events: Math.max(survey.kmsEvents, findings),
    events_without_time: survey.timeless,
    ...timeMember("first_event", survey.firstTime),
    ...timeMember("last_event", survey.lastTime),
    accounts: survey.accounts,
    regions: survey.regions,
    records_without_event: survey.withoutEvents,
    not_json: survey.notJson,
    other_files: found.skipped,
    earlier_folders: found.earlier,
    left_out: leftOutKinds([...found.leftOut, ...results.flatMap(({ leftOut }) => leftOut ?? [])]),
    unread: reasonsOf(unread),
    unsure: reasonsOf(unsure),
    annotated: {
      records: results.reduce((sum, { annotated }) => sum + annotated, 0),
      differing: sumOf(differing),
      first: differing.map(({ file, line, what, records }) => ({ file, line, ...what, records })),
    },
    failures: survey.failures,
  };
}

/** Returns, for each file with events that were not kept, the first one and how many. */
export function beyondIn(results: readonly FileResult[], found: FoundFiles): Broken[] {
  return firstOf(results, found, ({ beyond }) => beyond).map(({ file, line, records }) => ({
    file,
    line,
    reason: SCANS.notKept(counted(records, "event", "events")),
  }));
}

function reasonsOf(firsts: readonly (First<string> & { file: string })[]): Coverage["unread"] {
  return {
    records: sumOf(firsts),
    first: firsts.map(({ file, line, what, records }) => ({ file, line, reason: what, records })),
  };
}

/** Returns the files that were not read because of their kind, by kind, in order of first appearance. */
function leftOutKinds(files: readonly { kind: string; file: string; advice: string; files?: number }[]): LeftOutKind[] {
  const kinds = new Map<string, LeftOutKind>();
  for (const { kind, file, advice, files: count = 1 } of files) {
    const before = kinds.get(kind);
    if (before === undefined) kinds.set(kind, { kind, files: count, first: file, advice });
    else before.files += count;
  }
  return [...kinds.values()];
}

/** Collects the first item of each file, with the file's name. */
function firstOf<First extends { records: number }>(
  results: readonly FileResult[],
  { files }: FoundFiles,
  of: (result: FileResult) => First | undefined,
): (First & { file: string })[] {
  return results.flatMap((result, index) => {
    const first = of(result);
    return first === undefined ? [] : [{ ...first, file: inputName(files[index]?.path ?? "") }];
  });
}

function sumOf(firsts: readonly { records: number }[]): number {
  return firsts.reduce((sum, { records }) => sum + records, 0);
}

/** Formats a time as RFC 3339 in UTC; empty if the date cannot be written. */
function timeMember<Name extends string>(name: Name, seconds: number | undefined): Partial<Record<Name, string>> {
  const date = new Date((seconds ?? NaN) * 1000);
  if (Number.isNaN(date.getTime())) return {};
  return { [name]: date.toISOString().replace(".000Z", "Z") } as Partial<Record<Name, string>>;
}
