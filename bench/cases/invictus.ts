/** Real events of a public attack simulation; they are not in the repository. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../project.js";
import type { BenchCase } from "./bench-case.js";

const DATA_PATH = join(ROOT, "..", "shared", "data", "cloudtrail", "invictus.ndjson");

/**
 * Returns the events of `../shared/data/cloudtrail/invictus.ndjson` next to the project, none of which match; undefined, with a
 * message, if the file is absent. With `CI=true` it throws instead: there they must be measured.
 */
export function invictus(): BenchCase | undefined {
  if (!existsSync(DATA_PATH)) {
    const reason = "no ../shared/data/cloudtrail/invictus.ndjson beside the project: the case invictus is not measured";
    if (process.env.CI === "true") throw new Error(`${reason}, and CI=true demands it`);
    console.error(`bench: ${reason}`);
    return undefined;
  }
  return { name: "invictus", records: splitLines(readFileSync(DATA_PATH)), matches: 0 };
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf("\n", start);
    const end = newline < 0 ? bytes.length : newline;
    if (end > start) lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
