/**
 * Patterns: `*` matches any text, `?` one character, everything else itself.
 *
 * The parts between stars are found one after the other, each at the first position it can be, which never has to be
 * taken back. A part of up to 64 bytes is found by Baeza-Yates and Gonnet's search, whose words have a bit for each of
 * its bytes, a longer one by Knuth, Morris and Pratt's; so the whole takes time linear in pattern and text.
 *
 * Caller: patterns and texts are UTF-8; a part with a `?` has at most 64 bytes (values.ts checks that).
 */
import { claim, claimedEnd, unclaim } from "../bytes/arena";

const STAR: u32 = 0x2a;
const MARK: u32 = 0x3f;

/** For each byte a word; all are 0 except while `findShort` searches. */
const positions = memory.data(256 * sizeof<u64>(), 8);

/**
 * Reports whether the pattern in [pattern, patternEnd) matches all of [text, textEnd); false also if there is no memory
 * to find out.
 */
export function matchGlob(pattern: usize, patternEnd: usize, text: usize, textEnd: usize): bool {
  const firstEnd = seekStar(pattern, patternEnd);
  text = matchPart(pattern, firstEnd, text, textEnd);
  if (text == 0) return false;
  if (firstEnd == patternEnd) return text == textEnd;
  let part = firstEnd + 1;
  while (true) {
    const partEnd = seekStar(part, patternEnd);
    if (partEnd == patternEnd) return matchTail(part, partEnd, text, textEnd);
    if (part < partEnd) {
      text = findPart(part, partEnd, text, textEnd);
      if (text == 0) return false;
    }
    part = partEnd + 1;
  }
}

/** Returns the next star from `at` on, or `end`. `at` may be `end`. */
function seekStar(at: usize, end: usize): usize {
  while (at < end && <u32>load<u8>(at) != STAR) at += 1;
  return at;
}

/** Returns where the text goes on after the part if it begins with it, else 0. */
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

/** Reports whether the text ends with the part. */
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

/** The longest part that is searched for by bits, in bytes. */
const WORD: usize = 64;

/** Returns the address after the first occurrence of the part in the text, or 0. */
function findPart(part: usize, partEnd: usize, text: usize, textEnd: usize): usize {
  if (partEnd - part <= WORD) return findShort(part, partEnd, text, textEnd);
  const before = claimedEnd();
  const failures = claim((partEnd - part) * sizeof<u32>());
  const found = failures == 0 ? failures : search(part, partEnd, text, textEnd, failures);
  unclaim(before);
  return found;
}

/** Does the same for a part of 1 to WORD bytes. */
function findShort(part: usize, partEnd: usize, text: usize, textEnd: usize): usize {
  const length = <u64>(partEnd - part);
  const last = (<u64>1) << (length - 1);
  // A bit for each byte of the part: the positions of each byte value, and those of `?`.
  let marks: u64 = 0;
  let bit: u64 = 1;
  for (let at = part; at < partEnd; at++, bit <<= 1) {
    const slot = slotOf(at);
    if (<u32>load<u8>(at) == MARK) marks |= bit;
    else store<u64>(slot, load<u64>(slot) | bit);
  }
  // How much of the part matches before the byte being read: a bit for each length.
  let ends: u64 = 0;
  let found: usize = 0;
  for (; text < textEnd; text++) {
    const next = (ends << 1) | 1;
    const here = load<u64>(slotOf(text));
    // `?` takes the further bytes of a character, too.
    ends = isContinuation(text) ? (next & here) | (ends & marks) : next & (here | marks);
    if ((ends & last) == 0) continue;
    found = skipCharacter(text, textEnd);
    break;
  }
  for (; part < partEnd; part++) store<u64>(slotOf(part), 0);
  return found;
}

/** Returns the word of the byte at `at`. */
// @ts-ignore: decorator
@inline
function slotOf(at: usize): usize {
  return positions + ((<usize>load<u8>(at)) << 3);
}

/** Does the same for a longer part, without a `?`; `failures` has room for a u32 for each of its bytes. */
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

/** Returns how much of the part matches up to and including a byte, if `matched` bytes of it matched before. */
function extend(part: usize, failures: usize, matched: u32, byte: u32): u32 {
  while (matched > 0 && <u32>load<u8>(part + matched) != byte)
    matched = load<u32>(failures + ((<usize>matched - 1) << 2));
  return <u32>load<u8>(part + matched) == byte ? matched + 1 : matched;
}

/** Returns the address after the character at `at`. */
function skipCharacter(at: usize, end: usize): usize {
  at += 1;
  while (at < end && isContinuation(at)) at += 1;
  return at;
}

/** Reports whether the byte is not the first of a character in UTF-8. */
function isContinuation(at: usize): bool {
  return ((<u32>load<u8>(at)) & 0xc0) == 0x80;
}
