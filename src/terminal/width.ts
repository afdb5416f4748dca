/** How wide text is on a terminal, and cutting it to a width. The text has no control characters: see escape.ts. */
import stringWidth from "string-width";

const ELLIPSIS = "…";
/** All that is one column wide, plainly. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The columns that a text takes. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The text with spaces after it, up to a width. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** The beginning of a text, with an ellipsis where something is missing. */
export function cutEnd(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = Array.from(text);
  return characters.slice(0, endOf(characters, 0, width - 1)).join("") + ELLIPSIS;
}

/** The end of a text, with an ellipsis where something is missing. */
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

/** A text in lines of that width, so many at most; what does not fit these is cut. */
export function wrap(text: string, width: number, most: number): string[] {
  const characters = Array.from(text);
  const lines: string[] = [];
  for (let at = 0; at < characters.length;) {
    if (lines.length === most - 1) {
      lines.push(cutEnd(characters.slice(at).join(""), width));
      break;
    }
    // One character at least, also where it is wider than the line.
    const end = Math.max(at + 1, endOf(characters, at, width));
    lines.push(characters.slice(at, end).join(""));
    at = end;
  }
  return lines;
}

/** The index after as many characters, from `start` on, as fit. */
function endOf(characters: readonly string[], start: number, width: number): number {
  let used = 0;
  for (let at = start; at < characters.length; at++) {
    used += textWidth(characters[at] ?? "");
    if (used > width) return at;
  }
  return characters.length;
}
