/** Formats the states of keys as a table for people. */
import { eventPlace } from "../findings/places.js";
import { gapTexts, nothingReadText, readText } from "../report/coverage-text.js";
import { NOTHING, shortName } from "../report/rows.js";
import type { TableOptions } from "../report/table.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { counted, formatNumber } from "../terminal/numbers.js";
import { fullTable, labelledLines, MAX_LINES } from "../terminal/tables.js";
import { cutEnd, textWidth, wrap } from "../terminal/width.js";
import { leftText } from "../keys/time-left.js";
import { KEY_STATES } from "../keys/key-status.js";
import type { ReportedKey, StatusReport } from "./report.js";

const HEADINGS = ["state", "left", "deadline", "key", "by", "since", "as of", "at"] as const;
type Row = Record<(typeof HEADINGS)[number], string>;
const LABEL_WIDTH = 12;

const GRACE =
  "KMS can take up to a day longer than a deadline. describe-key has the date that counts, and the current state.";

/** Yields the table, the notes on single keys, and the total, line by line. */
export function* statusLines(report: StatusReport, { columns, paint }: TableOptions): Generator<string, void> {
  const { keys, totals } = report;
  if (keys.length === 0) {
    yield nothingFound(report);
    return;
  }
  yield* columns === undefined ? fullTable(HEADINGS, keys.map(rowOf)) : shortLines(keys, columns, paint);
  yield "";
  const notes = keys.flatMap((key) => notesOf(key).map((note) => `${nameOf(key)}: ${note}`));
  for (const note of notes) yield columns === undefined ? note : wrap(note, columns, MAX_LINES).join("\n");
  if (notes.length > 0) yield "";
  const counts = KEY_STATES.flatMap((state) => {
    const count = totals[state];
    return count === undefined ? [] : [`${formatNumber(count)} ${state}`];
  });
  yield paint.bold(`${counted(keys.length, "key", "keys")}: ${counts.join(", ")}`);
  if (keys.some(({ deadline }) => deadline !== undefined)) yield GRACE;
}

/** Yields a table if the lines are wide enough for it; otherwise a block of lines for each key. */
function* shortLines(
  keys: readonly ReportedKey[],
  columns: number,
  paint: TableOptions["paint"],
): Generator<string, void> {
  const rows = keys.map((key) => shortRow(key));
  const lines = [...fullTable(HEADINGS, rows)];
  const [heading = "", ...others] = lines;
  if (lines.every((line) => textWidth(line) <= columns)) {
    yield paint.dim(heading);
    yield* others;
    return;
  }
  for (const [index, row] of rows.entries()) {
    if (index > 0) yield "";
    yield paint.bold(cutEnd(row.left === NOTHING ? row.state : `${row.state}, ${row.left}`, columns));
    for (const label of HEADINGS.slice(2)) {
      if (row[label] === NOTHING) continue;
      yield* labelledLines(label, row[label], { labelWidth: LABEL_WIDTH, columns, paint });
    }
  }
}

function rowOf(status: ReportedKey): Row {
  const { state, deadline, deadline_computed, actor, since, as_of, verdict } = status;
  const texts: Record<keyof Row, string | undefined> = {
    state: verdict === undefined || verdict === "match" ? state : `${state} (${verdict})`,
    left: leftText(status),
    deadline: deadline_computed === true ? `${deadline ?? ""} (computed)` : deadline,
    key: nameOf(status),
    by: actor?.arn ?? actor?.type,
    since,
    "as of": as_of,
    at: eventPlace(status),
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, escapeForTerminal(text ?? "") || NOTHING]),
  ) as Row;
}

/** Shortens keys and actors to what distinguishes them. */
function shortRow(status: ReportedKey): Row {
  const row = rowOf(status);
  const by = status.actor?.arn === undefined ? row.by : escapeForTerminal(shortName(status.actor.arn));
  return { ...row, key: escapeForTerminal(status.key.id), by };
}

function notesOf({ notes, exception }: ReportedKey): string[] {
  const expected = exception === undefined ? [] : [`expected by the exception ${exception.id}: ${exception.reason}`];
  return [...notes, ...expected].map(escapeForTerminal);
}

function nameOf({ key }: ReportedKey): string {
  return escapeForTerminal(key.arn ?? key.id);
}

function nothingFound(report: StatusReport): string {
  const isFiltered = Object.keys(report.filters).length > 0;
  const filtered = isFiltered ? " (with these filters)" : "";
  const nothingRead = nothingReadText(report);
  if (nothingRead !== undefined) return `${nothingRead}: result unknown`;
  const gaps = gapTexts(report, NAMES);
  const where =
    gaps.length === 0 ? readText(report) : `the part that was judged: ${readText(report)}; ${gaps.join("; ")}`;
  return `no key was disabled, deleted or scheduled for deletion${filtered} in ${where}`;
}

const NAMES = "an event of a key";
