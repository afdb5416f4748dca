/**
 * Moving over JSON that `isJsonText` accepted.
 *
 * A cursor is an address. Since the text is well-formed, these functions check no bounds but those of the words they
 * read at once, and none can fail.
 *
 * Caller: each address is in such a text, unchanged since it was accepted, and `end` is the end of that text. The
 * values are those inside its outermost object or array: a scalar is always followed by a comma, a bracket or white
 * space.
 */
import { HIGHS, bytesBefore, markByte } from "../bytes/words";
import { knownEnd } from "./ends";
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isSpace } from "./chars";

/** Returns the first address from `at` on without white space. Caller: there is one in the text. */
export function skipSpace(at: usize): usize {
  while (isSpace(load<u8>(at))) at += 1;
  return at;
}

/** Returns the address after the string whose opening quote is at `at`. */
export function skipString(at: usize, end: usize): usize {
  const known = knownEnd(at);
  return known != 0 ? known : skipText(at + 1, end);
}

/** Returns the address after the string that goes on at `at`: after its opening quote, or after any whole character. */
export function skipText(at: usize, end: usize): usize {
  while (true) {
    if (at + 8 <= end) {
      const word = load<u64>(at);
      const marks = markQuotes(word);
      if (marks == 0) {
        at += 8;
        continue;
      }
      at += bytesBefore(marks);
    }
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) return at + 1;
    at += byte == BACKSLASH ? 2 : 1;
  }
}

/** Marks the quotes and backslashes of a word. */
export function markQuotes(word: u64): u64 {
  return (markByte(word, QUOTE) | markByte(word, BACKSLASH)) & ~word & HIGHS;
}

/** Returns the address after the value that begins at `at`. */
export function skipValue(at: usize, end: usize): usize {
  const known = knownEnd(at);
  return known != 0 ? known : skipUnknown(at, end);
}

function skipUnknown(at: usize, end: usize): usize {
  const first = <u32>load<u8>(at);
  if (first == QUOTE) return skipText(at + 1, end);
  if (first != OPEN_OBJECT && first != OPEN_ARRAY) return skipLiteral(at);
  let open = 0;
  while (true) {
    if (at + 8 <= end) {
      const word = load<u64>(at);
      // Brackets and braces are 0x5b, 0x5d, 0x7b and 0x7d: without the bit 0x20 only two are left.
      const folded = word & 0xdfdfdfdfdfdfdfdf;
      const marks =
        (markByte(word, QUOTE) | markByte(folded, OPEN_ARRAY) | markByte(folded, CLOSE_ARRAY)) & ~word & HIGHS;
      if (marks == 0) {
        at += 8;
        continue;
      }
      at += bytesBefore(marks);
    }
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) {
      at = skipString(at, end);
      continue;
    }
    at += 1;
    if (byte == OPEN_OBJECT || byte == OPEN_ARRAY) {
      open += 1;
    } else if (byte == CLOSE_OBJECT || byte == CLOSE_ARRAY) {
      open -= 1;
      if (open == 0) return at;
    }
  }
}

/** Returns the address after the number, `true`, `false` or `null` at `at`. */
function skipLiteral(at: usize): usize {
  while (true) {
    const byte = <u32>load<u8>(at);
    // Every literal is in an array or object, so one of these follows.
    if (byte == COMMA || byte == CLOSE_OBJECT || byte == CLOSE_ARRAY || isSpace(byte)) return at;
    at += 1;
  }
}

/**
 * Returns the first key of the object, or the first element of the array, whose opening bracket is at `at`; 0 if it is
 * empty.
 */
export function findFirst(at: usize): usize {
  at = skipSpace(at + 1);
  const byte = <u32>load<u8>(at);
  return byte == CLOSE_OBJECT || byte == CLOSE_ARRAY ? 0 : at;
}

/** Returns the next key or element after the value that ended at `at`; 0 if that was the last. */
export function findNext(at: usize): usize {
  // Nearly all JSON that machines write has no white space.
  if (load<u8>(at) == COMMA && load<u8>(at + 1) > 0x20) return at + 1;
  at = skipSpace(at);
  return load<u8>(at) == COMMA ? skipSpace(at + 1) : 0;
}

/** Returns the value of the member whose key ended at `at`. */
export function findMemberValue(at: usize): usize {
  return skipSpace(skipSpace(at) + 1);
}
