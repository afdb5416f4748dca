/** Reports and findings as JSON. */
import { UNSEEN } from "../terminal/escape.js";
import type { Report, ReportedFinding } from "./report.js";

/** Other than JSON's own escapes: what moves a terminal's cursor, or turns or hides text. */
const UNSAFE = new RegExp(String.raw`[\u007f-\u009f${UNSEEN}]`, "gu");

/** The report, with two spaces before each level; in pieces, since all findings together may be longer than a string. */
export function jsonTexts(report: Report): Generator<string, void> {
  return documentTexts(report, "findings");
}

/** An object as a JSON document, in pieces: the elements of its member of that name one by one. */
export function* documentTexts<Name extends string>(
  document: Record<Name, readonly unknown[]>,
  long: Name,
): Generator<string, void> {
  for (const [index, [name, value]] of Object.entries<unknown>(document).entries()) {
    yield `${index === 0 ? "{\n" : ",\n"}  ${JSON.stringify(name)}: `;
    if (name !== long) yield indented(value, "  ");
    else yield* listTexts(document[long]);
  }
  yield "\n}\n";
}

/** One finding a line. */
export function* ndjsonTexts(findings: readonly ReportedFinding[]): Generator<string, void> {
  for (const finding of findings) yield `${safeJson(finding)}\n`;
}

function* listTexts(elements: readonly unknown[]): Generator<string, void> {
  if (elements.length === 0) yield "[]";
  for (const [index, element] of elements.entries())
    yield `${index === 0 ? "[\n" : ",\n"}    ${indented(element, "    ")}`;
  if (elements.length > 0) yield "\n  ]";
}

/** A value as JSON, in which no string can do anything to a terminal; `spaces` before each level, or on one line. */
export function safeJson(value: unknown, spaces = 0): string {
  return safe(JSON.stringify(value, undefined, spaces));
}

function indented(value: unknown, indent: string): string {
  return safeJson(value, 2).replaceAll("\n", `\n${indent}`);
}

/** The same JSON, in which no string can do anything to a terminal. */
function safe(json: string): string {
  return json.replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
