/** Results of cases as XML for CI systems, in the format of JUnit's Ant task: one suite per file. */
import { escapeForTerminal } from "../terminal/escape.js";
import { countOutcomes, type FileResults } from "./results.js";
import type { CaseResult } from "./run-cases.js";

export function junitOf(files: readonly FileResults[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "keyward test", ...totals(files) })}>`,
    ...files.flatMap(suiteLines),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteLines(file: FileResults): string[] {
  const { path, results, mistakes } = file;
  const lines = [`  <testsuite${attributes({ name: path, ...totals([file]), skipped: 0 })}>`];
  for (const { testCase, seconds, outcome, message = "" } of results) {
    const { name, line } = testCase;
    lines.push(...caseLines({ name, classname: path, file: path, line, time: seconds.toFixed(3) }, outcome, message));
  }
  // Otherwise a file whose cases could not be run would look like one without cases.
  if (mistakes.length > 0) {
    lines.push(...caseLines({ name: path, classname: path, file: path, time: "0.000" }, "error", mistakes.join("\n")));
  }
  return [...lines, "  </testsuite>"];
}

function caseLines(named: Attributes, outcome: CaseResult["outcome"], message: string): string[] {
  const start = `    <testcase${attributes(named)}`;
  if (outcome === "passed") return [`${start}/>`];
  const tag = outcome === "failed" ? "failure" : "error";
  return [`${start}>`, `      <${tag}${attributes({ message })}>${escapeXml(message)}</${tag}>`, "    </testcase>"];
}

function totals(files: readonly FileResults[]): Attributes {
  const { passed, failed, error } = countOutcomes(files);
  const seconds = files.flatMap(({ results }) => results).reduce((sum, result) => sum + result.seconds, 0);
  return { tests: passed + failed + error, failures: failed, errors: error, time: seconds.toFixed(3) };
}

type Attributes = Record<string, string | number>;

function attributes(values: Attributes): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Escapes for XML. Control characters are shown as escapes: XML cannot express most of them. */
function escapeXml(text: string): string {
  return escapeForTerminal(text)
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "")
    .replace(/[\ufffe\uffff]/g, "\ufffd");
}
