/**
 * Patterns: `*` stands for any text, `?` for one character, everything else for itself.
 *
 * The parts between stars are found one after the other, each at the first place it can be, which never has
 * to be taken back. A part is found by Knuth, Morris and Pratt's search, so the whole costs time linear in
 * pattern and text; only a part with a `?` in it costs its length at every place.
 */
import { claim, claimedEnd, unclaim } from "../bytes/arena";

const STAR: u32 = 0x2a;
const MARK: u32 = 0x3f;

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

/** Where the text goes on behind the part, if it begins with it; else 0. */
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

/** Behind the first place where the text has the part, or 0. */
function findPart(part: usize, partEnd: usize, text: usize, textEnd: usize): usize {
  const before = claimedEnd();
  const failures: usize = hasMark(part, partEnd) ? 0 : claim((partEnd - part) * sizeof<u32>());
  const found = failures == 0 ? tryPart(part, partEnd, text, textEnd) : search(part, partEnd, text, textEnd, failures);
  unclaim(before);
  return found;
}

function hasMark(part: usize, partEnd: usize): bool {
  while (part < partEnd && <u32>load<u8>(part) != MARK) part += 1;
  return part < partEnd;
}

/** The same, by trying every place. */
function tryPart(part: usize, partEnd: usize, text: usize, textEnd: usize): usize {
  for (; text < textEnd; text = skipCharacter(text, textEnd)) {
    const behind = matchPart(part, partEnd, text, textEnd);
    if (behind != 0) return behind;
  }
  return 0;
}

/** The same; `failures` has room for as many numbers as the part has bytes. */
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

/** Behind the character at `at`. */
function skipCharacter(at: usize, end: usize): usize {
  at += 1;
  while (at < end && isContinuation(at)) at += 1;
  return at;
}

/** Whether the byte is not the first of a character in UTF-8. */
function isContinuation(at: usize): bool {
  return ((<u32>load<u8>(at)) & 0xc0) == 0x80;
}
