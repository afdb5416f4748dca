/** ClickHouse over log files finds exactly the matches that were written into them. Nothing fails here: the row measures cost. */
import { exampleSql, rowsOf, runSql } from "../../hosts/clickhouse.js";
import { madeProgram } from "../../hosts/programs.js";
import { otherEvent, rawEvent, s3File, writeLog } from "../../node/support/logs.js";
import type { RowResult, ScaleContext, ScaleRow } from "../row.js";

const EVENTS_A_FILE = 75;
const MATCH_EVERY = 4;

interface Query {
  /** The example's file. */
  sql: string;
  /** The row for a file with one match. */
  rowOf: (file: string) => string[];
}

export const clickHouse: readonly ScaleRow[] = [
  rowFor("ClickHouse, events in .json.gz", { sql: "findings.sql", rowOf: (file) => [file, "match", "1"] }),
  rowFor("ClickHouse, the plain rule in SQL", { sql: "plain.sql", rowOf: (file) => [file, "1"] }),
];

function rowFor(name: string, query: Query): ScaleRow {
  return { name, needs: ["clickhouse"], run: (context) => runClickHouse(context, query) };
}

async function runClickHouse(context: ScaleContext, { sql, rowOf }: Query): Promise<RowResult> {
  const folder = await context.folder();
  const files = Math.ceil(context.records / EVENTS_A_FILE);
  const expected = new Set<string>();
  for (let file = 0; file < files; file++) {
    const name = `${String(file).padStart(6, "0")}.json.gz`;
    const events = Array.from({ length: EVENTS_A_FILE }, (_, event) => otherEvent(`o-${file}-${event}`));
    if (file % MATCH_EVERY === 0) {
      events[file % EVENTS_A_FILE] = rawEvent({ id: `e-${file}`, time: "2026-03-04T09:03:41Z" });
      expected.add(rowOf(name).join());
    }
    writeLog(folder, `logs/${name}`, s3File(events));
  }
  const reading = "SELECT sum(length(line)) FROM file('logs/*.json.gz', LineAsString, 'line String')";
  const [warm, read, findings] = runSql(await madeProgram("clickhouse"), folder, [reading, reading, exampleSql(sql)]);
  if (warm === undefined || read === undefined || findings === undefined) throw new Error("ClickHouse did not answer");
  const rows = rowsOf(findings).map((row) => row.join());
  const found = new Set(rows);
  const records = files * EVENTS_A_FILE;
  return {
    records,
    missing: [...expected].filter((row) => !found.has(row)).length,
    foreign: [...found].filter((row) => !expected.has(row)).length,
    twice: rows.length - found.size,
    // The time besides reading the files.
    microseconds: (Math.max(0, findings.processor - read.processor) / records) * 1e6,
    perSecond: records / findings.seconds,
    broken: [],
  };
}
