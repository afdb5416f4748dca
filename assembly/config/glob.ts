/**
 * Patterns: `*` stands for any text, `?` for one character, everything else for itself.
 *
 * The parts between stars are found one after the other, each at the first place it can be, which never has
 * to be taken back. A short part, with or without a `?`, is found by Baeza-Yates and Gonnet's search, whose words
 * have a bit for each of its bytes, and a longer one by Knuth, Morris and Pratt's; so the whole costs time linear in pattern and text.
 */
import { claim, claimedEnd, unclaim } from "../bytes/arena";

const STAR: u32 = 0x2a;
const MARK: u32 = 0x3f;

/** For each byte a word; all are 0 but while a part is searched for (`findShort`). */
const positions = memory.data(256 * sizeof<u64>(), 8);

/** Whether the pattern in the bytes from `pattern` to `patternEnd` matches all of those from `text` to `textEnd`. */
export function matchGlob(pattern: usize, patternEnd: usize, text: usize, textEnd: usize): bool {
  const firstEnd = findStar(pattern, patternEnd);
  text = matchPart(pattern, firstEnd, text, textEnd);
  if (text == 0) return false;
  if (firstEnd == patternEnd) return text == textEnd;
  let part = firstEnd + 1;
  while (true) {
    const partEnd = findStar(part, patternEnd);
    if (partEnd == patternEnd) return matchTail(part, partEnd, text, textEnd);
    if (part < partEnd) {
      text = findPart(part, partEnd, text, textEnd);
      if (text == 0) return false;
    }
    part = partEnd + 1;
  }
}

/** The next star from `at` on, or `end`. */
function findStar(at: usize, end: usize): usize {
  while (at < end && <u32>load<u8>(at) != STAR) at += 1;
  return at;
}

/** Where the text goes on after the part, if it begins with it; else 0. */
function matchPart(part: usize, partEnd: usize, text: usize, textEnd: usize): usize {
  for (; part < partEnd; part++) {
    if (text == textEnd) return 0;
    const byte = <u32>load<u8>(part);
    if (byte == MARK) {
      text = skipCharacter(text, textEnd);
    } else {
      if (byte != <u32>load<u8>(text)) return 0;
      text += 1;
    }
  }
  return text;
}

/** Whether the text ends with the part. */
function matchTail(part: usize, partEnd: usize, text: usize, textEnd: usize): bool {
  for (; part < partEnd; partEnd--) {
    if (text == textEnd) return false;
    textEnd -= 1;
    const byte = <u32>load<u8>(partEnd - 1);
    if (byte == MARK) {
      while (textEnd > text && isContinuation(textEnd)) textEnd -= 1;
    } else if (byte != <u32>load<u8>(textEnd)) {
      return false;
    }
  }
  return true;
}

/** The longest part that is searched for by bits, in bytes. Each part with a `?` is as short (assembly/config/values.ts). */
const WORD: usize = 64;

/** The address after the first place where the text has the part, or 0. */
function findPart(part: usize, partEnd: usize, text: usize, textEnd: usize): usize {
  if (partEnd - part <= WORD) return findShort(part, partEnd, text, textEnd);
  const before = claimedEnd();
  const failures = claim((partEnd - part) * sizeof<u32>());
  const found = failures == 0 ? failures : search(part, partEnd, text, textEnd, failures);
  unclaim(before);
  return found;
}

/** The same for a part that a word has a bit for each byte of. */
function findShort(part: usize, partEnd: usize, text: usize, textEnd: usize): usize {
  const length = <u64>(partEnd - part);
  const last = (<u64>1) << (length - 1);
  // A bit for each byte of the part: those at which each byte may stand, and those of `?`.
  let marks: u64 = 0;
  let bit: u64 = 1;
  for (let at = part; at < partEnd; at++, bit <<= 1) {
    const slot = slotOf(at);
    if (<u32>load<u8>(at) == MARK) marks |= bit;
    else store<u64>(slot, load<u64>(slot) | bit);
  }
  // The bytes of the part up to which it stands before where the text is read.
  let ends: u64 = 0;
  let found: usize = 0;
  for (; text < textEnd; text++) {
    const next = (ends << 1) | 1;
    const here = load<u64>(slotOf(text));
    // The further bytes of a character are part of what `?` stands for.
    ends = isContinuation(text) ? (next & here) | (ends & marks) : next & (here | marks);
    if ((ends & last) == 0) continue;
    found = skipCharacter(text, textEnd);
    break;
  }
  for (; part < partEnd; part++) store<u64>(slotOf(part), 0);
  return found;
}

/** The word of the byte at `at`. */
// @ts-ignore: decorator
@inline
function slotOf(at: usize): usize {
  return positions + ((<usize>load<u8>(at)) << 3);
}

/** The same for a longer one, without a `?`; `failures` has room for as many numbers as the part has bytes. */
function search(part: usize, partEnd: usize, text: usize, textEnd: usize, failures: usize): usize {
  const length = <u32>(partEnd - part);
  let matched: u32 = 0;
  store<u32>(failures, 0);
  for (let index: u32 = 1; index < length; index++) {
    matched = extend(part, failures, matched, load<u8>(part + index));
    store<u32>(failures + ((<usize>index) << 2), matched);
  }
  matched = 0;
  for (; text < textEnd; text++) {
    matched = extend(part, failures, matched, load<u8>(text));
    if (matched == length) return text + 1;
  }
  return 0;
}

/** How much of the part stands before and at a byte, if `matched` bytes of it stood before. */
function extend(part: usize, failures: usize, matched: u32, byte: u32): u32 {
  while (matched > 0 && <u32>load<u8>(part + matched) != byte)
    matched = load<u32>(failures + ((<usize>matched - 1) << 2));
  return <u32>load<u8>(part + matched) == byte ? matched + 1 : matched;
}

/** The address after the character at `at`. */
function skipCharacter(at: usize, end: usize): usize {
  at += 1;
  while (at < end && isContinuation(at)) at += 1;
  return at;
}

/** Whether the byte is not the first of a character in UTF-8. */
function isContinuation(at: usize): bool {
  return ((<u32>load<u8>(at)) & 0xc0) == 0x80;
}
