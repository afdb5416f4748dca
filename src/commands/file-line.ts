import { inputStats, STANDARD_INPUT } from "../input/input.js";

/** A file, and the line of it that is meant, from 1; without a line, all of it. */
export interface FileLine {
  path: string;
  line?: number;
  /** The path to the event in its record that is meant; without it, all events. */
  event?: string;
}

/** Stands before `-:LINE`, so that it is not taken for an option; no word of a command line can hold it. */
export const HIDDEN = "\0";

/** Whether a path to an event, as a tool printed it, is that of an event here: of a bare array it has the `Records` that the annotated record has. */
export function isAt(path: string, asked: string): boolean {
  return path === asked || (/^\/\d/.test(path) && `/Records${path}` === asked);
}

/** What to say where no record is at the line `line` of the file `name`, which has `lines` lines at least. */
export function noRecordAt(name: string, line: number, lines: number): string {
  return line <= lines ? `${name}:${line}: the line is blank` : `${name}: there is no line ${line}: it has ${lines}`;
}

/**
 * What `FILE`, `FILE:LINE` or `FILE:LINE#PATH` names. A file whose own name ends like that is meant as a whole; `-` is standard input, and
 * `-:LINE` a line of it.
 */
export async function parseFileLine(word: string): Promise<FileLine> {
  const text = word.startsWith(HIDDEN) ? word.slice(HIDDEN.length) : word;
  const [, path, line, event] = /^(.+?):([1-9]\d{0,14})(?:#(\/.*))?$/s.exec(text) ?? [];
  if (path === undefined || line === undefined) return { path: text };
  if (path !== STANDARD_INPUT && (await inputStats(text)) !== undefined) return { path: text };
  return { path, line: Number(line), ...(event !== undefined && { event }) };
}
