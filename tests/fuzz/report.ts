/** Reports a failure, and saves it in a file from which it can be repeated. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { showRecord } from "../differential/compare.js";
import { decode } from "../oracle/json.js";
import type { Failure } from "./fuzzer.js";
import type { FailingCase } from "./shrink-case.js";

/** A failing case in a file: records that are not UTF-8 are in base64. */
interface CaseFile {
  problem: string;
  found: { seed: number; index: number; made: readonly string[] };
  config?: string;
  records: ({ text: string } | { base64: string })[];
}

/** Returns what is wrong, and the smallest case that shows it. */
export function tellFailure(failure: Failure, smallest: FailingCase, seed: number): string {
  return [
    `seed ${seed}, input ${failure.index} (${failure.made.join("; ")}): ${failure.problem}`,
    ...(smallest.config === undefined ? [] : [`configuration: ${smallest.config}`]),
    ...smallest.records.map((record) => `record: ${showRecord(record)}`),
  ].join("\n");
}

/** Writes the case into a folder; returns the file's path. */
export function writeCase(folder: string, failure: Failure, smallest: FailingCase, seed: number): string {
  const { problem, index, made } = failure;
  const file: CaseFile = {
    problem,
    found: { seed, index, made },
    ...(smallest.config !== undefined && { config: smallest.config }),
    records: smallest.records.map((record) => {
      const text = decode(record);
      return text === undefined ? { base64: Buffer.from(record).toString("base64") } : { text };
    }),
  };
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `seed-${seed}-input-${index}.json`);
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
  return path;
}

/** Reads a case from a file of `writeCase`. */
export function readCase(path: string): FailingCase {
  const { config, records } = JSON.parse(readFileSync(path, "utf8")) as CaseFile;
  const bytes = records.map((record) =>
    "text" in record ? Buffer.from(record.text) : Buffer.from(record.base64, "base64"),
  );
  return { config, records: bytes };
}
