/** Shows values of events so that none can hide or reorder the text next to it. */
import { escapeForTerminal } from "../../src/terminal/escape.js";
import { isMultiRegion, parseKeyArn } from "../../src/aws/aws-values.js";
import { parseEventTime } from "../../src/findings/event-time.js";
import { element, type Child } from "./dom.js";
import { timeView } from "./times.js";

/**
 * Shows text of an event, isolated from the writing direction around it; control characters and direction marks become escapes
 * that look different from text.
 */
export function shown(text: string): HTMLElement {
  return element("bdi", {}, ...pieces(text));
}

/** An RFC 3339 time in UTC. */
const UTC = /(\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** Like `shown`, with the reader's local time in a tooltip on each time. */
export function shownWithTimes(text: string): HTMLElement {
  // The pattern's group makes every second part a time.
  const parts = text.split(UTC).flatMap((part, index) => {
    const time = index % 2 === 1 ? parseEventTime(part) : undefined;
    return time === undefined ? pieces(part) : [timeView(time, part)];
  });
  return element("bdi", {}, ...parts);
}

function pieces(text: string): Child[] {
  const found: Child[] = [];
  let plain = "";
  for (const character of text) {
    const escaped = escapeForTerminal(character);
    if (escaped === character) {
      plain += character;
      continue;
    }
    if (plain !== "") found.push(plain);
    plain = "";
    found.push(element("span", { class: "escape" }, escaped));
  }
  return plain === "" ? found : [...found, plain];
}

/** Does the same as plain text: for a title, an option, or what is read aloud. */
export function plain(text: string): string {
  return escapeForTerminal(text);
}

/** Like `shown`, keeping line breaks. */
export function shownLines(text: string): HTMLElement {
  const lines = text.split("\n");
  return element("bdi", {}, ...lines.flatMap((line, index) => [...(index > 0 ? ["\n"] : []), ...pieces(line)]));
}

/** Shortens an ARN to what distinguishes it: `user/alice`; for a key its id, for a session its role and name. */
export function shortArn(arn: string): string {
  const [, rest = ""] = /^arn:(?:[^:]*:){4}(.+)$/s.exec(arn) ?? [];
  return rest.replace(/^(?:key|assumed-role)\/(?=.)/s, "") || arn;
}

/** Returns the account in an ARN; undefined if there is none. */
export function accountIn(arn: string): string | undefined {
  return /^arn:(?:[^:]*:){3}(\d{12}):/.exec(arn)?.[1];
}

/** Returns the region in a multi-Region key's ARN, whose id is the same in other regions; undefined for other keys. */
export function regionIn(arn: string): string | undefined {
  const key = parseKeyArn(arn);
  return key !== undefined && isMultiRegion(key.id) ? key.region : undefined;
}

/** `42`, `3,437` */
export function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 match`, `2 matches` */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function bytesText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? counted(bytes, "byte") : `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit] ?? ""}`;
}
