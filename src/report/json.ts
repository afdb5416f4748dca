/** Reports and findings as JSON. */
import { UNSEEN } from "../terminal/escape.js";
import type { ReportedFinding } from "./report.js";

/** Not covered by JSON's own escapes: what moves a terminal's cursor, or turns or hides text. */
const UNSAFE = new RegExp(String.raw`[\u007f-\u009f${UNSEEN}]`, "gu");

/** Elements of a list written in one piece. */
const PIECE = 100;

/**
 * Yields an object as a JSON document, indented by two spaces; its lists in pieces, since all findings together may exceed the
 * length of a string.
 */
export function* jsonTexts(document: object): Generator<string, void> {
  for (const [index, [name, value]] of Object.entries<unknown>({ ...document }).entries()) {
    yield index === 0 ? "{\n" : ",\n";
    if (Array.isArray(value) && value.length > PIECE) yield* listTexts(name, value);
    else yield membersOf({ [name]: value });
  }
  yield "\n}\n";
}

/** Yields one finding per line. */
export function* ndjsonTexts(findings: readonly ReportedFinding[]): Generator<string, void> {
  for (const finding of findings) yield `${safeJson(finding)}\n`;
}

function* listTexts(name: string, elements: readonly unknown[]): Generator<string, void> {
  const opening = `  ${JSON.stringify(name)}: [\n`;
  const closing = "\n  ]";
  yield opening;
  for (let start = 0; start < elements.length; start += PIECE) {
    const text = membersOf({ [name]: elements.slice(start, start + PIECE) });
    yield (start === 0 ? "" : ",\n") + text.slice(opening.length, -closing.length);
  }
  yield closing;
}

/** Returns the members of an object, indented as in a document. */
function membersOf(object: object): string {
  return safeJson(object, 2).slice("{\n".length, -"\n}".length);
}

/** Writes a value as JSON that is safe on a terminal; `spaces`: indentation, 0 for one line. */
export function safeJson(value: unknown, spaces = 0): string {
  return safe(JSON.stringify(value, undefined, spaces));
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
