/** Checks the output of the filter `alert` for a record. */
import type { Alert } from "./alert.js";
import { withPlainPaths } from "./check-annotated.js";
import { readText, tryParse } from "./json.js";
import { minify, scanSpans, type ObjectSpan } from "./spans.js";

/** Printable ASCII without what has a meaning in JSON, in a chat, or in a shell that reads a line of text. */
const HARMLESS = /^[ !#$%'()+,\-./0-9:;=?@A-Z[\]^_a-z{}]*$/;

/** Returns everything wrong with `output` as the expected alert; empty if nothing is. */
export function checkAlert(output: Uint8Array, { keyward, ...flat }: Alert): string[] {
  const text = readText(output);
  if (tryParse(text) === undefined) return ["the output is not JSON"];
  const { members } = scanSpans(text) as ObjectSpan;
  const names = members.map(({ key }) => key).join();
  const expected = [...Object.keys(flat), "keyward"].join();
  if (names !== expected) return [`the members are ${names}, not ${expected}`];

  const problems: string[] = [];
  const { keyward: written, ...said } = JSON.parse(text) as Record<string, unknown>;
  if (written === undefined) problems.push("there is no keyward");
  for (const [name, value] of Object.entries(flat)) {
    if (said[name] !== value) problems.push(`${name} is ${JSON.stringify(said[name])}, not ${JSON.stringify(value)}`);
    if (!HARMLESS.test(String(said[name]))) problems.push(`${name} is not harmless: ${JSON.stringify(said[name])}`);
  }
  const { start, end } = members.at(-1)?.value ?? { start: 0, end: 0 };
  const actual = withPlainPaths(minify(text.slice(start, end)));
  if (actual !== withPlainPaths(keyward)) problems.push(`keyward is ${actual}, not ${keyward}`);
  return problems;
}
