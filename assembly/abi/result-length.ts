/** The length of an annotated record. */
import { seekZero } from "../bytes/newlines";

/**
 * Returns the bytes before the NUL of the text at `text`. Caller: there is a NUL. It reads whole words, so up to seven
 * bytes after the NUL, never past memory's end.
 */
export function lengthOf(text: usize): usize {
  let at = text;
  for (; (at & 7) != 0; at++) if (load<u8>(at) == 0) return at - text;
  // An aligned word never crosses the end of memory.
  let zero = seekZero(load<u64>(at));
  for (; zero == 8; zero = seekZero(load<u64>(at))) at += 8;
  return at + zero - text;
}
