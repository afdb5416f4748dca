/**
 * The prefilter: can this record match at all? A false positive costs time, a false negative would be a lost detection;
 * windows.ts shows why there is none.
 */
import { FARTHEST, WINDOW, jumpAt } from "./pair-search";
import { BACKSLASH, hexValue, isDigit } from "../json/chars";
import { anchorAt, anchorCount, fifthLastOf, wordOf } from "./anchors";
import { allowAnchors, lowDigit } from "./windows";

/** Bytes of the shortest anchor: a shorter text holds none. */
const SHORTEST: usize = WINDOW - 2;
/** Where the last pair of the first window begins. The bytes before an anchor may be missing at the start. */
const FIRST: usize = SHORTEST - 2;
/** From this length on, in bytes, a text is searched at three positions at once. */
const LONG: usize = 96;
/** Jumps that the three searches make before any hit is looked at. */
const ROUNDS: usize = 32;
/** With fewer than that it is not worth it: each search then runs by itself. */
const FEWEST_ROUNDS: usize = 4;

const ZERO: u32 = 0x30;
const LOWER_U: u32 = 0x75;
/** `u00` as a word. */
const U00: u32 = 0x303075;
/** How far before the last pair of an anchor its one escape can begin. */
const NEAREST_ESCAPE: usize = 7;
const FARTHEST_ESCAPE: usize = 14;

allowAnchors();

/** Reports whether [start, end) may name an action of the rule. The bytes need not be JSON. */
export function mayMatch(start: usize, end: usize): bool {
  if (start + SHORTEST > end) return false;
  // The last byte begins no pair.
  const stop = end - 1;
  let at = start + FIRST;
  if (start + LONG > end) return isFound(at, stop, start, end);

  // Each jump waits for the one before it, so three searches, one for each third of the text, wait at the same time.
  const third = (end - start) / 3;
  const begin2 = at + third;
  const begin3 = begin2 + third;
  let at2 = begin2;
  let at3 = begin3;
  do {
    let rounds = min(ROUNDS, (min(begin2 - at, min(begin3 - at2, stop - at3)) - 1) / FARTHEST);
    if (rounds < FEWEST_ROUNDS) break;
    do {
      at += jumpAt(at);
      at2 += jumpAt(at2);
      at3 += jumpAt(at3);
    } while (--rounds != 0);
    // A search that hits a window stays there: its jump is 0.
    if (jumpAt(at) == 0) {
      if (isSuspect(at, start, end)) return true;
      at += 1;
    }
    if (jumpAt(at2) == 0) {
      if (isSuspect(at2, start, end)) return true;
      at2 += 1;
    }
    if (jumpAt(at3) == 0) {
      if (isSuspect(at3, start, end)) return true;
      at3 += 1;
    }
  } while (at < begin2 && at2 < begin3 && at3 < stop);
  return isFound(at, begin2, start, end) || isFound(at2, begin3, start, end) || isFound(at3, stop, start, end);
}

/**
 * Reports whether a window that ends from `at` on and before `stop` looks like part of an anchor, in the text [start,
 * end).
 */
// @ts-ignore: decorator
@inline
function isFound(at: usize, stop: usize, start: usize, end: usize): bool {
  while (at < stop) {
    const jump = jumpAt(at);
    if (jump == 0) {
      if (isSuspect(at, start, end)) return true;
      at += 1;
    }
    at += jump;
  }
  return false;
}

/**
 * Reports whether the window that ends with the pair at `at` looks like part of an anchor, in the text [start, end).
 */
function isSuspect(at: usize, start: usize, end: usize): bool {
  const letter = <u32>load<u8>(at);
  if (letter == ZERO) {
    const isEscape = load<u8>(at - 1) == LOWER_U && load<u8>(at - 2) == BACKSLASH;
    return isEscape && at + 3 < end && mayBeCode(load<u8>(at + 2), load<u8>(at + 3));
  }
  // An anchor's last four letters are unescaped, so the first two of them are a pair of it, too.
  if (jumpAt(at - 2) > 2) return false;
  // The eight bytes that end with the pair: an anchor as it is, or one with an escape before the last four.
  const word = load<u64>(at - 6);
  for (let index = 0; index < anchorCount(); index++) {
    const anchor = anchorAt(index);
    const difference = word ^ wordOf(anchor);
    if (difference == 0) return true;
    if (difference >> 32 == 0 && mayBeLetter(load<u8>(at - 3), fifthLastOf(anchor)) && followsEscape(at, start))
      return true;
  }
  return false;
}

/**
 * Reports whether a byte can be written for a letter: the letter itself, or the last digit of its code, which may be
 * escaped in turn.
 */
function mayBeLetter(byte: u32, letter: u32): bool {
  const digit = lowDigit(letter);
  return byte == letter || byte == digit || (digit > 0x39 && (byte == digit - 0x20 || byte == lowDigit(digit)));
}

/** Reports whether `u00` is where the one escape of an anchor can be whose last pair is at `at`. */
function followsEscape(at: usize, start: usize): bool {
  for (let back = NEAREST_ESCAPE; back <= FARTHEST_ESCAPE && at - start >= back; back++) {
    if ((load<u32>(at - back) & 0xffffff) == U00) return true;
  }
  return false;
}

/**
 * Reports whether two bytes can be the last digits of an escape in a name: the code of a letter, a digit or a
 * backslash.
 */
function mayBeCode(high: u32, low: u32): bool {
  // A digit that is itself escaped.
  if (high == BACKSLASH || low == BACKSLASH) return true;
  const code = <u32>((hexValue(high) << 4) | hexValue(low));
  return code == BACKSLASH || isDigit(code) || (code | 0x20) - 0x61 < 26;
}
