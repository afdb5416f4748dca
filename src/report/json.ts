/** Reports and findings as JSON. */
import { UNSEEN } from "../terminal/escape.js";
import type { Report, ReportedFinding } from "./report.js";

/** Not covered by JSON's own escapes: what moves a terminal's cursor, or turns or hides text. */
const UNSAFE = new RegExp(String.raw`[\u007f-\u009f${UNSEEN}]`, "gu");

/** Yields the report indented by two spaces; in pieces, since all findings together may exceed the length of a string. */
export function jsonTexts(report: Report): Generator<string, void> {
  return documentTexts(report, "findings");
}

/** Yields an object as a JSON document, in pieces: the elements of one member one by one. */
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

/** Yields one finding per line. */
export function* ndjsonTexts(findings: readonly ReportedFinding[]): Generator<string, void> {
  for (const finding of findings) yield `${safeJson(finding)}\n`;
}

function* listTexts(elements: readonly unknown[]): Generator<string, void> {
  if (elements.length === 0) yield "[]";
  for (const [index, element] of elements.entries())
    yield `${index === 0 ? "[\n" : ",\n"}    ${indented(element, "    ")}`;
  if (elements.length > 0) yield "\n  ]";
}

/** Writes a value as JSON that is safe on a terminal; `spaces`: indentation, 0 for one line. */
export function safeJson(value: unknown, spaces = 0): string {
  return safe(JSON.stringify(value, undefined, spaces));
}

function indented(value: unknown, indent: string): string {
  return safeJson(value, 2).replaceAll("\n", `\n${indent}`);
}

/** Makes JSON safe for a terminal. */
function safe(json: string): string {
  return json.replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
