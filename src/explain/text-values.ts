/** Values of events, and lists of them, as texts for a terminal. */
import { escapeForTerminal } from "../terminal/escape.js";

/** Maximum number of characters shown of a value. */
const MAX_CHARACTERS = 300;
/** Maximum number of values shown of a list. */
export const MAX_VALUES = 5;

/** Formats JSON of a value; strings go without quotes if that is unambiguous. */
export function shownValue(json: string): string {
  if (!json.startsWith('"')) return shortened(onOneLine(json));
  const text = JSON.parse(json) as string;
  const isPlain = text !== "" && text.trim() === text && !/^(true|false|null|[-\d{["].*)$/s.test(text);
  return shortened(isPlain ? text : JSON.stringify(text));
}

/** Formats JSON of a value; strings keep their quotes. */
export function quotedValue(json: string): string {
  return shortened(json.startsWith('"') ? JSON.stringify(JSON.parse(json)) : onOneLine(json));
}

/** Formats a text. */
export function shownText(text: string): string {
  return shortened(text.trim() === text && text !== "" ? text : JSON.stringify(text));
}

/** Joins texts with commas; long lists are cut. */
export function listed(texts: readonly string[], between = ", "): string {
  const shown = texts.slice(0, MAX_VALUES).map(shownText).join(between);
  return texts.length > MAX_VALUES ? `${shown} and ${texts.length - MAX_VALUES} more` : shown;
}

/** Puts JSON on one line: strings cannot hold raw newlines, so no character of a value is lost. */
function onOneLine(json: string): string {
  return json.replace(/\s*[\r\n]\s*/g, " ");
}

function shortened(text: string): string {
  const shown = text.slice(0, MAX_CHARACTERS);
  const more = text.length - shown.length;
  return escapeForTerminal(shown) + (more === 0 ? "" : `… (${more} more characters)`);
}
