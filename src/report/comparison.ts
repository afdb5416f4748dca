/** What two configurations make of the same logs, and how that is written. */
import { VERDICTS, type Verdict } from "../engine/finding.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { counted, formatNumber } from "../terminal/numbers.js";
import { cutEnd, padTo, textWidth } from "../terminal/width.js";
import { nothingReadText } from "./coverage-text.js";
import { documentTexts } from "./json.js";
import type { Report, ReportedFinding, Totals } from "./report.js";
import { tableLines, type TableOptions } from "./table.js";

/** What a configuration makes of an event; `none`: no finding. */
export interface Judged {
  verdict: Verdict | "none";
  exception?: { id: string; reason: string };
}

/** An event of which the two make something else. */
export interface Change {
  before: Judged;
  after: Judged;
  /** The event as the second has it; as the first has it, where it is no finding of the second. */
  finding: ReportedFinding;
}

/** All that one configuration makes of the logs. */
export interface Side {
  /** Its path. */
  config: string;
  verdicts: Totals["verdicts"];
  /** Each of its exceptions, in their order, with how many findings it suppresses: none, if it never fired. */
  exceptions: { id: string; findings: number }[];
}

export interface Comparison {
  /** How many events are a finding of either. */
  findings: number;
  before: Side;
  after: Side;
  /** In the order of their times. */
  changes: Change[];
  /** What was read, and what the second configuration makes of it. */
  report: Report;
}

const NOTHING = "-";
/** What an exception's id may push the counts to the right. */
const MAX_PADDING = 60;

/** The comparison as tables, in pieces. */
export function* comparisonTexts(comparison: Comparison, options: TableOptions): Generator<string, void> {
  for (const line of comparisonLines(comparison, options)) yield `${line}\n`;
}

function* comparisonLines(comparison: Comparison, options: TableOptions): Generator<string, void> {
  const { before, after, changes, findings, report } = comparison;
  const { paint } = options;
  const nothingRead = nothingReadText(report);
  if (nothingRead !== undefined) {
    yield `${nothingRead}: nothing can be said`;
    return;
  }
  if (changes.length > 0) {
    const texts = new Map(changes.map((change) => [change.finding, changeText(change)]));
    yield* tableLines([...texts.keys()], { ...options, verdictOf: (finding) => texts.get(finding) ?? NOTHING });
    yield "";
  }
  const change = changes.length === 1 ? "changes its verdict" : "change their verdicts";
  yield paint.bold(`${formatNumber(changes.length)} of ${counted(findings, "finding", "findings")} ${change}`);
  const verdicts = VERDICTS.filter((name) => before.verdicts[name] !== undefined || after.verdicts[name] !== undefined);
  yield* countLines(
    "verdict",
    verdicts.map((name) => [name, before.verdicts[name] ?? 0, after.verdicts[name] ?? 0]),
    options,
  );
  const ids = new Set([...before.exceptions, ...after.exceptions].map(({ id }) => id));
  const countOf = ({ exceptions }: Side, id: string): number | undefined =>
    exceptions.find((exception) => exception.id === id)?.findings;
  yield* countLines(
    "exception",
    [...ids].map((id) => [escapeForTerminal(id), countOf(before, id), countOf(after, id)]),
    options,
  );
}

/** A name with what it counts before and after; undefined where the configuration has no such name. */
type CountRow = [name: string, before: number | undefined, after: number | undefined];

function* countLines(title: string, rows: CountRow[], { paint, columns }: TableOptions): Generator<string, void> {
  if (rows.length === 0) return;
  const most = Math.min(MAX_PADDING, columns === undefined ? Infinity : Math.max(title.length, columns - 34));
  const names = rows.map(([name]) => (columns === undefined ? name : cutEnd(name, most)));
  const width = Math.min(most, Math.max(title.length, ...names.map(textWidth)));
  yield "";
  yield paint.bold(`${padTo(title, width)}  before  after`);
  for (const [index, [, before, after]] of rows.entries()) {
    const counts = `${countText(before).padStart(6)}  ${countText(after).padStart(5)}`;
    // Of an exception that is in both, what the second says counts.
    const isIdle = title === "exception" && (after ?? before) === 0;
    yield `${padTo(names[index] ?? "", width)}  ${counts}${isIdle ? "  never fired" : ""}`;
  }
}

function countText(count: number | undefined): string {
  return count === undefined ? NOTHING : formatNumber(count);
}

function changeText({ before, after }: Change): string {
  return `${judgedText(before)} -> ${judgedText(after)}`;
}

function judgedText({ verdict, exception }: Judged): string {
  return exception === undefined ? verdict : `${verdict} (${escapeForTerminal(exception.id)})`;
}

/** The comparison as one JSON document, in pieces. */
export function comparisonJson({ findings, before, after, changes, report }: Comparison): Generator<string, void> {
  const { version, scanned_at, filters, files, bytes, records, coverage, broken } = report;
  const document = {
    ...{ version, scanned_at, filters, files, bytes, records, coverage, broken },
    ...{ findings, before, after, changes: changes.map(jsonChange) },
  };
  return documentTexts(document, "changes");
}

/** What of a finding goes by the configuration. */
const JUDGED = new Set<string>(["verdict", "exception", "severity", "risk_score", "burst"]);

function jsonChange({ before, after, finding }: Change): object {
  const event = Object.fromEntries(Object.entries(finding).filter(([name]) => !JUDGED.has(name)));
  return { before, after, event };
}
