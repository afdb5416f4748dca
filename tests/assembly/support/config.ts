/** Configurations, checked and put into force. Settings are those of the whole module: every spec file has its own. */
import { reserve } from "../../../assembly/bytes/arena";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { checkConfig } from "../../../assembly/config/check";
import { refuseConfig, useConfig } from "../../../assembly/config/load";
import { startHistory } from "../../../assembly/policy/history";
import { place, placeLast, textBetween } from "./text";

const target = memory.data(32768, 8);

/**
 * The lines that the check of `config` writes, "-" for none; `config` stands where reading beyond its end is a trap. A
 * trap if there are not as many lines as it says, or if measuring them gives another length.
 */
export function mistakesIn(config: string): string {
  // What the check claims must not grow memory, or there would be something after the text.
  reserve(2 * <usize>String.UTF8.byteLength(config) + 1048576);
  const text = placeLast(config);
  startWriting(0, 0);
  checkConfig(text.start, text.end);
  const length = writtenSince(0);
  startWriting(target, length);
  const count = checkConfig(text.start, text.end);
  assert(length <= 32768 && writtenSince(target) == length, "measured otherwise");
  const lines = textBetween(target, target + length);
  assert(count == lines.split("\n").length - 1, "another number of lines");
  return length == 0 ? "-" : lines;
}

/** Puts `config` into force, with nothing remembered of earlier events; it has to be right. */
export function configure(config: string): void {
  const text = place(config);
  refuseConfig("");
  assert(useConfig(text.start, text.end), mistakesIn(config));
  assert(startHistory(), "no memory for the history");
}

/** A configuration of one exception with these members besides its id and reason. */
export function exceptionWith(members: string): string {
  return '{"exceptions":[{"id":"x","reason":"r",' + members + "}]}";
}
