/** Checking a configuration for somebody outside: the command line. */
import { claim } from "../bytes/arena";
import { startWriting, writeByte, writtenSince } from "../bytes/writer";
import { checkConfig } from "../config/check";

/**
 * Checks the configuration of `length` bytes at `text`. Returns the address of a NUL-terminated text with a line for each
 * mistake, good until the next call; it is empty if there is none. 0 if there is no memory for it.
 */
export function check(text: usize, length: i32): usize {
  // Once to measure, once to write.
  startWriting(0, 0);
  checkConfig(text, text + length);
  const room = writtenSince(0) + 1;
  const lines = claim(room);
  if (lines == 0) return 0;
  startWriting(lines, room);
  checkConfig(text, text + length);
  writeByte(0);
  return lines;
}
