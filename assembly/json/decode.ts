/** Strings decoded to UTF-8, without escapes. */
import { bytesBefore } from "../bytes/words";
import { BACKSLASH, QUOTE } from "./chars";
import { markQuotes } from "./cursor";
import { lastUnit, readUnit } from "./text";

/** Replaces half a surrogate pair, which UTF-8 cannot encode. */
const REPLACEMENT: u32 = 0xfffd;

/**
 * Stores the decoded text of the string at `at`, in JSON that `isJsonText` accepted and that ends at `end`, from `into`
 * on. Returns where it ends.
 *
 * Caller: `into` has room for as many bytes as there are between the quotes, which is the most it takes. It is
 * elsewhere, or `at + 1`: decoding in place destroys the string, so nothing may skip it or read it again.
 */
export function decodeString(at: usize, into: usize, end: usize): usize {
  at += 1;
  while (true) {
    if (at + 8 <= end) {
      const word = load<u64>(at);
      const marks = markQuotes(word);
      if (marks == 0) {
        store<u64>(into, word);
        at += 8;
        into += 8;
        continue;
      }
      const plain = bytesBefore(marks);
      memory.copy(into, at, plain);
      at += plain;
      into += plain;
    }
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) return into;
    at = readUnit(at);
    if (byte != BACKSLASH) {
      store<u8>(into, byte);
      into += 1;
      continue;
    }
    let character = <u32>lastUnit();
    if ((character & 0xf800) == 0xd800) {
      // A high half is a character only with a low one after it.
      const after = isHighHalf(character) && load<u8>(at) == BACKSLASH ? readUnit(at) : at;
      const isPair = after != at && ((<u32>lastUnit()) & 0xfc00) == 0xdc00;
      character = isPair ? 0x10000 + ((character & 0x3ff) << 10) + ((<u32>lastUnit()) & 0x3ff) : REPLACEMENT;
      if (isPair) at = after;
    }
    into = storeCharacter(into, character);
  }
}

function isHighHalf(unit: u32): bool {
  return (unit & 0xfc00) == 0xd800;
}

/** Stores a character in UTF-8, in one to four bytes, three at most up to U+FFFF. Returns where it ends. */
export function storeCharacter(into: usize, character: u32): usize {
  if (character < 0x80) {
    store<u8>(into, character);
    return into + 1;
  }
  if (character < 0x800) {
    store<u8>(into, 0xc0 | (character >> 6));
  } else {
    if (character < 0x10000) {
      store<u8>(into, 0xe0 | (character >> 12));
    } else {
      store<u8>(into, 0xf0 | (character >> 18));
      into = storeContinuation(into, character >> 12);
    }
    into = storeContinuation(into, character >> 6);
  }
  return storeContinuation(into, character) + 1;
}

/** Stores the low six bits of `bits` after the byte at `into`. Returns where they are. */
function storeContinuation(into: usize, bits: u32): usize {
  store<u8>(into + 1, 0x80 | (bits & 0x3f));
  return into + 1;
}
