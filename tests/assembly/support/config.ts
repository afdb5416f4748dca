/** Configurations, checked and put into force. Settings apply to the whole module: every spec file has its own. */
import { reserve } from "../../../assembly/bytes/arena";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { checkConfig } from "../../../assembly/config/check";
import { refuseConfig, useConfig } from "../../../assembly/config/load";
import { startHistory } from "../../../assembly/policy/history";
import { place, placeLast, textBetween } from "./text";

const target = memory.data(32768, 8);

/**
 * The lines that the check of `config` writes, "-" for none; reading beyond the end of `config` traps. Traps if the
 * number of lines is not the returned one, or if measuring them gives another length.
 */
export function mistakesIn(config: string): string {
  // The check's claims must not grow memory, or something would follow the text.
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

/** Puts `config`, which must be valid, into force, with an empty history. */
export function configure(config: string): void {
  const text = place(config);
  refuseConfig("");
  assert(useConfig(text.start, text.end), mistakesIn(config));
  assert(startHistory(), "no memory for the history");
}

/** A configuration of one exception with these members and an id and a reason. */
export function exceptionWith(members: string): string {
  return '{"exceptions":[{"id":"x","reason":"r",' + members + "}]}";
}
