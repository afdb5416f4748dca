/** Values of events, and lists of them, as texts for a terminal. */
import { escapeForTerminal } from "../terminal/escape.js";

/** So many characters of a value are shown. */
const MAX_CHARACTERS = 300;
/** So many values of a list are shown. */
export const MAX_VALUES = 5;

/** A value by its JSON: a string without its quotes, where it cannot be taken for something else. */
export function shownValue(json: string): string {
  if (!json.startsWith('"')) return shortened(onOneLine(json));
  const text = JSON.parse(json) as string;
  const isPlain = text !== "" && text.trim() === text && !/^(true|false|null|[-\d{["].*)$/s.test(text);
  return shortened(isPlain ? text : JSON.stringify(text));
}

/** A value by its JSON, a string with its quotes. */
export function quotedValue(json: string): string {
  return shortened(json.startsWith('"') ? JSON.stringify(JSON.parse(json)) : onOneLine(json));
}

/** A text that is known to be one. */
export function shownText(text: string): string {
  return shortened(text.trim() === text && text !== "" ? text : JSON.stringify(text));
}

/** Texts with commas between them, the first ones of many. */
export function listed(texts: readonly string[], between = ", "): string {
  const shown = texts.slice(0, MAX_VALUES).map(shownText).join(between);
  return texts.length > MAX_VALUES ? `${shown} and ${texts.length - MAX_VALUES} more` : shown;
}

/** No string holds a newline as it is, so that none of a value's own characters is lost. */
function onOneLine(json: string): string {
  return json.replace(/\s*[\r\n]\s*/g, " ");
}

function shortened(text: string): string {
  const shown = text.slice(0, MAX_CHARACTERS);
  const more = text.length - shown.length;
  return escapeForTerminal(shown) + (more === 0 ? "" : `… (${more} more characters)`);
}
