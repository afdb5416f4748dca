/** The length of an annotated record. */
import { findZero } from "../bytes/newlines";

/** Bytes of the NUL-terminated text at `text` before its NUL, of which there is one. */
export function lengthOf(text: usize): usize {
  let at = text;
  for (; (at & 7) != 0; at++) if (load<u8>(at) == 0) return at - text;
  // A word at its own alignment never reaches beyond the memory's end.
  let zero = findZero(load<u64>(at));
  for (; zero == 8; zero = findZero(load<u64>(at))) at += 8;
  return at + zero - text;
}
