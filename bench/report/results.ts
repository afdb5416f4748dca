/** Dated results: bench/results/YYYY-MM-DD-PART.json. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RESULTS_FOLDER } from "../project.js";
import { machine } from "./machine.js";
import type { Row } from "./table.js";

/** Writes a part's results with the machine and the day (UTC), replacing earlier ones of that day. Returns the file's path. */
export function recordResults(part: string, rows: readonly Row[], data: Record<string, unknown>): string {
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const path = join(RESULTS_FOLDER, `${date}-${part}.json`);
  writeFileSync(path, `${JSON.stringify({ part, date, machine: machine(), rows, ...data }, null, 2)}\n`);
  return path;
}
