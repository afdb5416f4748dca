/** Measures the width of text on a terminal, and cuts text. The text has no control characters: see escape.ts. */
import stringWidth from "string-width";
import { PLAIN } from "./escape.js";

const ELLIPSIS = "…";

/** Returns the number of columns of a text. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Pads a text with spaces to a width. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Cuts the end of a text to fit a width, and marks the cut with an ellipsis. */
export function cutEnd(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = Array.from(text);
  return characters.slice(0, endOf(characters, 0, width - 1)).join("") + ELLIPSIS;
}

/** Cuts the start of a text to fit a width, and marks the cut with an ellipsis. */
export function cutStart(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const backwards = Array.from(text).reverse();
  return (
    ELLIPSIS +
    backwards
      .slice(0, endOf(backwards, 0, width - 1))
      .reverse()
      .join("")
  );
}

/** Wraps a text into at most `most` lines; the rest is cut. */
export function wrap(text: string, width: number, most: number): string[] {
  const characters = Array.from(text);
  const lines: string[] = [];
  for (let at = 0; at < characters.length;) {
    if (lines.length === most - 1) {
      lines.push(cutEnd(characters.slice(at).join(""), width));
      break;
    }
    // At least one character, even if it is wider than the line.
    const end = Math.max(at + 1, endOf(characters, at, width));
    lines.push(characters.slice(at, end).join(""));
    at = end;
  }
  return lines;
}

/** Returns the index after the characters from `start` on that fit. */
function endOf(characters: readonly string[], start: number, width: number): number {
  let used = 0;
  for (let at = start; at < characters.length; at++) {
    used += textWidth(characters[at] ?? "");
    if (used > width) return at;
  }
  return characters.length;
}
