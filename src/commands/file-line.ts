import { inputStats, STANDARD_INPUT } from "../input/input.js";
import { EXPLANATIONS } from "../messages/explanations.js";

/** A file and a line in it, from 1; without a line, the whole file. */
export interface FileLine {
  path: string;
  line?: number;
  /** The path of an event in its record; without it, all events. */
  event?: string;
}

/** Put before `-:LINE` so that it is not taken for an option; no command-line argument can contain it. */
export const HIDDEN = "\0";

/**
 * Reports whether a path that a tool printed is that of an event here: for a bare array it includes the `Records` of the
 * annotated record.
 */
export function isAt(path: string, asked: string): boolean {
  return path === asked || (/^\/\d/.test(path) && `/Records${path}` === asked);
}

/** Returns the message for a line without a record; the file `name` has at least `lines` lines. */
export function noRecordAt(name: string, line: number, lines: number): string {
  return line <= lines
    ? `${name}:${line}: ${EXPLANATIONS.blankLine}`
    : `${name}: ${EXPLANATIONS.noSuchLine(line, lines)}`;
}

/**
 * Parses `FILE`, `FILE:LINE` or `FILE:LINE#PATH`. If a file has that very name, the whole file is meant. `-` is standard input,
 * and `-:LINE` one of its lines.
 */
export async function parseFileLine(word: string): Promise<FileLine> {
  const text = word.startsWith(HIDDEN) ? word.slice(HIDDEN.length) : word;
  const [, path, line, event] = /^(.+?):([1-9]\d{0,14})(?:#(\/.*))?$/s.exec(text) ?? [];
  if (path === undefined || line === undefined) return { path: text };
  if (path !== STANDARD_INPUT && (await inputStats(text)) !== undefined) return { path: text };
  return { path, line: Number(line), ...(event !== undefined && { event }) };
}
