/** Is an event in the record twice? For example in a log line and beside it in parsed form. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { isSameBytes } from "../bytes/words";
import { BACKSLASH, QUOTE } from "../json/chars";
import { skipText, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { isSameText } from "../json/text";
import { isSameWellFormed } from "../json/utf8";
import { Detail } from "./detail";
import { Finding } from "./finding";
import { findingAt, listedCount } from "./findings";

/**
 * Returns the index of the listed finding of the same event (same id, action, time, key and actor), or -1. An event
 * without an id has no double.
 */
export function indexOfSame(finding: Finding): i32 {
  if (finding.detail(Detail.ID) == 0) return -1;
  for (let index = 0; index < listedCount(); index++) if (isSame(finding, findingAt(index))) return index;
  return -1;
}

function isSame(one: Finding, other: Finding): bool {
  const end = one.end;
  const otherEnd = other.end;
  return (
    isSameValue(one.detail(Detail.ID), end, other.detail(Detail.ID), otherEnd) &&
    isSameString(one.action, end, other.action, otherEnd) &&
    isSameValue(one.detail(Detail.TIME), end, other.detail(Detail.TIME), otherEnd) &&
    isSameString(keyOf(one), end, keyOf(other), otherEnd) &&
    isSameValue(actorOf(one), end, actorOf(other), otherEnd)
  );
}

function actorOf(finding: Finding): usize {
  const arn = finding.detail(Detail.ACTOR_ARN);
  return arn != 0 ? arn : finding.detail(Detail.ACTOR_TYPE);
}

/** Returns where the text of the key's ARN, else of its id, begins inside its string, or 0. */
function keyOf(finding: Finding): usize {
  return finding.keyArn != 0 ? finding.keyArn + 1 : finding.keyId;
}

/**
 * Reports whether two texts inside strings go on alike to their closing quotes; 0 is none. `end` and `otherEnd` are the
 * ends of the JSON texts they are in.
 */
function isSameString(one: usize, end: usize, other: usize, otherEnd: usize): bool {
  if (one == 0 || other == 0) return one == other;
  return isSameText(one - 1, other - 1) || isSameDecoded(one, end, other, otherEnd);
}

/**
 * Does the same for texts that are not plain ASCII: a character may be an escape in one and bytes in the other, also
 * U+FFFD and a bad byte. False also if there is no memory to decode them.
 */
function isSameDecoded(one: usize, end: usize, other: usize, otherEnd: usize): bool {
  const oneStop = skipText(one, end);
  const otherStop = skipText(other, otherEnd);
  if (isPlain(one, oneStop) && isPlain(other, otherStop)) return false;
  const before = claimedEnd();
  const text = claim(oneStop - one + (otherStop - other));
  if (text == 0) return false;
  const middle = decodeString(one - 1, text, end);
  const stop = decodeString(other - 1, middle, otherEnd);
  const isSame = isSameWellFormed(text, middle, middle, stop);
  unclaim(before);
  return isSame;
}

function isPlain(start: usize, stop: usize): bool {
  for (; start < stop; start++) {
    const byte = <u32>load<u8>(start);
    if (byte == BACKSLASH || byte >= 0x80) return false;
  }
  return true;
}

/** Reports whether two values are the same string, or are written alike; 0 is none. */
function isSameValue(one: usize, end: usize, other: usize, otherEnd: usize): bool {
  if (one == 0 || other == 0) return one == other;
  if (load<u8>(one) == QUOTE && load<u8>(other) == QUOTE) return isSameString(one + 1, end, other + 1, otherEnd);
  const length = skipValue(one, end) - one;
  return skipValue(other, otherEnd) - other == length && isSameBytes(one, other, length);
}
