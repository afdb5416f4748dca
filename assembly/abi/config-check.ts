/** Checks a configuration for someone outside: the command line. */
import { claim } from "../bytes/arena";
import { startWriting, writeByte, writtenSince } from "../bytes/writer";
import { checkConfig } from "../config/check";

/**
 * Checks the configuration of `length` bytes at `text`. Returns the address of a NUL-terminated text with a line for
 * each mistake, empty if there is none, or 0 if there is no memory for it; good until the next call. Caller: the host
 * guarantees that the bytes are readable.
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
