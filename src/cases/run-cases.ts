/** Runs cases, each with its own instance, so that none depends on those before it. */
import type { Finding } from "../engine/finding.js";
import { Reading, unreadReason } from "../engine/reading.js";
import { kindReason } from "../input/file-kinds.js";
import type { CompiledModule } from "../module.js";
import { FindingReader, type Wanted } from "../scan/finding-reader.js";
import { FindingSink } from "../scan/finding-sink.js";
import type { FileResult } from "../scan/result.js";
import { FileScanner } from "../scan/scan-file.js";
import type { TestCase } from "./test-file.js";
import { TESTS } from "../messages/tests.js";

export interface CaseResult {
  testCase: TestCase;
  /** `error`: it could not be judged, which says nothing about the configuration. */
  outcome: "passed" | "failed" | "error";
  /** Why it did not pass. */
  message?: string;
  /** Duration in seconds. */
  seconds: number;
}

const WANTED: Wanted = { what: "findings", until: Infinity };

/** Runs one case with the module that has the configuration. */
export async function runCase(testCase: TestCase, compiled: CompiledModule): Promise<CaseResult> {
  const started = performance.now();
  const judged = await judge(testCase, compiled);
  const seconds = (performance.now() - started) / 1000;
  if (typeof judged === "string") return { testCase, outcome: "error", message: judged, seconds };
  const message = differenceOf(testCase, judged);
  if (message === undefined) return { testCase, outcome: "passed", seconds };
  return { testCase, outcome: "failed", message, seconds };
}

/** Returns the findings in order, or why they are not known. */
async function judge({ input }: TestCase, compiled: CompiledModule): Promise<Finding[] | string> {
  if ("path" in input) {
    const scanner = new FileScanner({ compiled, wanted: WANTED }, () => undefined);
    const result = await scanner.scan(input.path);
    return findingsOf(result, scanner.takeCoverage().events, input.path);
  }
  const sink = new FindingSink(compiled, new FindingReader(WANTED));
  sink.begin("");
  for (const record of input.records) sink.record(record, { before: Buffer.alloc(0), path: "" });
  return findingsOf(sink.finish(), sink.takeCoverage().events);
}

/** `path`: the file that was read; undefined if the records are in the case. */
function findingsOf(
  { findings, broken, unread, leftOut }: FileResult,
  events: number,
  path?: string,
): Finding[] | string {
  const place = (line?: number): string =>
    path === undefined ? "" : `${path}${line === undefined ? "" : `:${line}`}: `;
  if (leftOut !== undefined) return `${place()}${kindReason(leftOut)}`;
  const [first] = broken;
  if (first !== undefined) return `${place(first.line)}${first.reason}`;
  if (unread !== undefined) return `${place(unread.line)}${unread.what}`;
  // Otherwise, what is not an event would look like an event that does not match.
  return events === 0 ? `${place()}${unreadReason(Reading.unknown) ?? ""}` : findings;
}

/** Returns what was expected and what came; undefined if they are the same. */
function differenceOf({ verdict, exception }: TestCase, findings: readonly Finding[]): string | undefined {
  const expected = typeof verdict !== "string" ? verdict : verdict === "none" ? [] : findings.map(() => verdict);
  const isSame =
    expected.length === findings.length &&
    (findings.length > 0 || verdict === "none") &&
    findings.every((finding, index) => finding.verdict === expected[index]) &&
    (exception === undefined || findings.every((finding) => finding.exception?.id === exception));
  if (isSame) return undefined;
  const wanted = typeof verdict === "string" ? verdict : verdict.join(", ");
  return TESTS.expected(wanted + withException(exception), findings.map(textOf).join(", ") || "none");
}

function textOf({ verdict, exception }: Finding): string {
  return verdict + withException(exception?.id);
}

function withException(id: string | undefined): string {
  return id === undefined ? "" : ` ${TESTS.withException(id)}`;
}
