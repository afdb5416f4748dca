/** Compares what two configurations make of the same logs, and formats that. */
import { VERDICTS, type Verdict } from "../engine/finding.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { counted, formatNumber } from "../terminal/numbers.js";
import { cutEnd, padTo, textWidth } from "../terminal/width.js";
import { nothingReadText } from "./coverage-text.js";
import { jsonTexts } from "./json.js";
import type { Report, ReportedFinding, Totals } from "./report.js";
import { tableLines, type TableOptions } from "./table.js";

/** A configuration's verdict on an event; `none`: no finding. */
export interface Judged {
  verdict: Verdict | "none";
  exception?: { id: string; reason: string };
}

/** An event that the two configurations judge differently. */
export interface Change {
  before: Judged;
  after: Judged;
  /** The event as the second configuration has it; as the first has it, if the second has no such finding. */
  finding: ReportedFinding;
}

/** The result of one configuration. */
export interface Side {
  /** Path of the configuration. */
  config: string;
  verdicts: Totals["verdicts"];
  /** Its exceptions, in order, with the number of findings that each suppresses; 0 if it never applied. */
  exceptions: { id: string; findings: number }[];
}

export interface Comparison {
  /** Number of events that are a finding with either configuration. */
  findings: number;
  before: Side;
  after: Side;
  /** Ordered by time. */
  changes: Change[];
  /** The report with the second configuration. */
  report: Report;
}

const NOTHING = "-";
/** Limit for how far a long exception id may push the counts to the right. */
const MAX_PADDING = 60;

/** Yields the comparison as tables, in pieces. */
export function* comparisonTexts(comparison: Comparison, options: TableOptions): Generator<string, void> {
  for (const line of comparisonLines(comparison, options)) yield `${line}\n`;
}

function* comparisonLines(comparison: Comparison, options: TableOptions): Generator<string, void> {
  const { before, after, changes, findings, report } = comparison;
  const { paint } = options;
  const nothingRead = nothingReadText(report);
  if (nothingRead !== undefined) {
    yield `${nothingRead}: result unknown`;
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

/** A name with its counts before and after; undefined if the configuration has no such name. */
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
    // If an exception is in both, the second configuration counts.
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

/** Yields the comparison as one JSON document, in pieces. */
export function comparisonJson({ findings, before, after, changes, report }: Comparison): Generator<string, void> {
  const { version, scanned_at, filters, files, bytes, records, coverage, broken } = report;
  const document = {
    ...{ version, scanned_at, filters, files, bytes, records, coverage, broken },
    ...{ findings, before, after, changes: changes.map(jsonChange) },
  };
  return jsonTexts(document);
}

/** The members of a finding that depend on the configuration. */
const JUDGED = new Set<string>(["verdict", "exception", "severity", "risk_score", "burst"]);

function jsonChange({ before, after, finding }: Change): object {
  const event = Object.fromEntries(Object.entries(finding).filter(([name]) => !JUDGED.has(name)));
  return { before, after, event };
}
