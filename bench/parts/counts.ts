/** `counts`: executed instructions per input byte. */
import { existsSync } from "node:fs";
import { drawCounts } from "../report/charts.js";
import { recordResults } from "../report/results.js";
import { gridText, judged, tableText, type Row } from "../report/table.js";
import { countCase, type CountedCase } from "../counts/count-case.js";
import { rateCases, rateName, RATES, sizeCases, sizeName, tableCases } from "../counts/counted-cases.js";
import { ALLOWED_RISE, complaints, readCounts, writeCounts, type Counts } from "../counts/recorded.js";
import { SIZES } from "../cases/sizes.js";
import { COUNTS_PATH } from "../project.js";

const MAX_FOR_OTHERS = 2;
const MAX_FOR_MATCHES = 25;

export interface CountsOptions {
  /** Fail if a count rose too far above the record. */
  check?: boolean;
  /** Rewrite the record, and draw the charts. */
  record?: boolean;
  /** Path of the recorded counts. */
  counts?: string;
}

/** Counts, prints and checks. Returns the exit code. */
export function runCounts(options: CountsOptions): number {
  const path = options.counts ?? COUNTS_PATH;
  const table = count(tableCases());
  const sizes = count(sizeCases());
  const rates = count(rateCases());
  const measured = { ...table, ...sizes, ...rates };
  const rows = Object.entries(table).map(([name, { perByte }]): Row => {
    const atMost = name === "matches" ? MAX_FOR_MATCHES : MAX_FOR_OTHERS;
    return judged(name, perByte, { atMost }, "", 3);
  });
  console.log(tableText("Executed WASM instructions per input byte, Fluent Bit module", rows));
  console.log(`  By size of the record, in bytes\n${gridText(sizeLines(sizes))}`);
  console.log(`  By share of matches\n${gridText(rateLines(rates))}`);
  if (options.record) {
    writeCounts(path, measured, existsSync(path) ? readCounts(path) : {});
    console.log(`recorded in ${path}`);
    console.log(`recorded in ${recordResults("counts", rows, { counts: measured })}`);
    for (const chart of drawCounts(measured)) console.log(`drawn: ${chart}`);
  }
  return options.check ? check(measured, path) : 0;
}

/** Counts every case. Throws if an answer is wrong. */
export function count(cases: readonly CountedCase[]): Counts {
  return Object.fromEntries(cases.map((one) => [one.name, countCase(one)]));
}

/** Prints what rose too far. Returns the exit code. */
export function check(measured: Counts, path: string): number {
  const lines = complaints(measured, readCounts(path));
  for (const line of lines) console.error(`bench: ${line}`);
  if (lines.length > 0) return 1;
  console.log(`no count is more than ${ALLOWED_RISE * 100} % over what is recorded`);
  return 0;
}

function sizeLines(counts: Counts): string[][] {
  const lines = SIZES.map((size) => [
    String(size),
    ...[false, true].map((isMatch) => counts[sizeName(size, isMatch)]?.perByte.toFixed(3) ?? ""),
  ]);
  return [["size", "no match", "match"], ...lines];
}

function rateLines(counts: Counts): string[][] {
  const lines = RATES.map((rate) => [`${rate * 100} %`, counts[rateName(rate)]?.perByte.toFixed(3) ?? ""]);
  return [["matches", "instructions per byte"], ...lines];
}
