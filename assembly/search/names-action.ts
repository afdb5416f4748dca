/**
 * Does a text name an action of the rule? Exactly, where the prefilter only says that it may: for records that cannot
 * be judged, to tell whether that matters. It takes the text's length in memory while it looks.
 */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { isSameBytes } from "../bytes/words";
import { BACKSLASH, hexValue } from "../json/chars";
import { storeCharacter } from "../json/decode";
import { lengthOf, nameAt, nameCount, startOf } from "../table/texts";

/** A string in the record, and four levels of strings inside it. */
const MAX_ROUNDS: i32 = 5;
const LOWER_U: u32 = 0x75;

/** For each byte, whether a name begins with it. */
const heads = memory.data(256);
for (let index = 0; index < nameCount(); index++) store<u8>(heads + load<u8>(startOf(nameAt(index))), 1);

/**
 * Reports whether [start, end) holds the name of an action, as it is or after up to five rounds of undoing JSON's
 * escapes; also if there is no memory to find out. The bytes need not be JSON.
 */
export function namesAction(start: usize, end: usize): bool {
  if (hasName(start, end)) return true;
  const before = claimedEnd();
  const text = claim(end - start);
  if (text == 0) return true;
  let isNamed = false;
  for (let round = 0; round < MAX_ROUNDS && !isNamed; round++) {
    const length = end - start;
    end = unescape(start, end, text);
    start = text;
    // Nothing is escaped any more.
    if (end - start == length) break;
    isNamed = hasName(start, end);
  }
  unclaim(before);
  return isNamed;
}

function hasName(start: usize, end: usize): bool {
  for (let at = start; at < end; at++) {
    if (load<u8>(<usize>load<u8>(at), heads) != 0 && beginsName(at, end)) return true;
  }
  return false;
}

function beginsName(at: usize, end: usize): bool {
  for (let index = 0; index < nameCount(); index++) {
    const name = nameAt(index);
    const length = lengthOf(name);
    if (end - at >= length && isSameBytes(at, startOf(name), length)) return true;
  }
  return false;
}

/** Stores [at, end) without JSON's escapes from `into` on, which may be `at`. Returns where that ends. */
function unescape(at: usize, end: usize, into: usize): usize {
  while (at < end) {
    const byte = <u32>load<u8>(at);
    const letter = byte == BACKSLASH && at + 1 < end ? <u32>load<u8>(at + 1) : 0;
    const code = letter == LOWER_U && at + 6 <= end ? codeAt(at + 2) : letter == 0 ? -1 : plainOf(letter);
    if (code < 0) {
      store<u8>(into, byte);
      into += 1;
      at += 1;
    } else {
      into = storeCharacter(into, <u32>code);
      at += letter == LOWER_U ? 6 : 2;
    }
  }
  return into;
}

/** Returns the number in the four hexadecimal digits at `at`, or -1. */
function codeAt(at: usize): i32 {
  let code = 0;
  for (let index = 0; index < 4; index++) {
    const digit = hexValue(load<u8>(at + index));
    if (digit < 0) return -1;
    code = (code << 4) | digit;
  }
  return code;
}

/** Returns the character that a letter after a backslash is written for, or -1. */
function plainOf(letter: u32): i32 {
  switch (letter) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
      return <i32>letter;
    case 0x62: // b
      return 0x08;
    case 0x66: // f
      return 0x0c;
    case 0x6e: // n
      return 0x0a;
    case 0x72: // r
      return 0x0d;
    case 0x74: // t
      return 0x09;
    default:
      return -1;
  }
}
