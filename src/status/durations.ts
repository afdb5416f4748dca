/** Short durations, to read and to type. */
import { OptionError } from "../scan/options.js";
import { STATES } from "../messages/states.js";

const TYPED: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Parses a duration like 7d into seconds; throws an OptionError. */
export function parseDuration(option: string, text: string): number {
  const [, count, unit = ""] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count === undefined) throw new OptionError(option, text, STATES.aDuration);
  return Number(count) * (TYPED[unit] ?? 0);
}
