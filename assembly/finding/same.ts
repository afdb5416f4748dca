/** Whether an event is in the record twice: a log line beside its parsed form, for example, which both hold it. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { BACKSLASH, QUOTE } from "../json/chars";
import { skipText, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { isSameText } from "../json/text";
import { isSameWellFormed } from "../json/utf8";
import { findMatchKey, keyArn, keyId } from "./match-key";
import { detail, matchEnd, matchedAction, notedIndex, selectMatch } from "./matches";
import { Detail } from "./detail-paths";

/** What tells one event from another: id, action, time, key and actor, each an address or 0, and the end of their text. */
let id: usize = 0;
let action: usize = 0;
let time: usize = 0;
let key: usize = 0;
let actor: usize = 0;
let end: usize = 0;

/**
 * The listed event that is the same as the one noted last, or -1: of the same id, action, time, key and actor. One without an
 * id is no other's double. The event noted last stays selected.
 */
export function findSame(): i32 {
  const noted = notedIndex();
  id = detail(Detail.ID);
  if (id == 0 || noted == 0) return -1;
  action = matchedAction();
  time = detail(Detail.TIME);
  key = keyOf();
  actor = actorOf();
  end = matchEnd();
  let same = -1;
  for (let index = 0; index < noted && same < 0; index++) {
    selectMatch(index);
    if (isSelected()) same = index;
  }
  selectMatch(noted);
  return same;
}

function isSelected(): bool {
  return (
    isSameValue(id, detail(Detail.ID)) &&
    isSameString(action, matchedAction()) &&
    isSameValue(time, detail(Detail.TIME)) &&
    isSameString(key, keyOf()) &&
    isSameValue(actor, actorOf())
  );
}

function actorOf(): usize {
  const arn = detail(Detail.ACTOR_ARN);
  return arn != 0 ? arn : detail(Detail.ACTOR_TYPE);
}

/** The key's ARN, else its id: where its text begins, inside its string, or 0. */
function keyOf(): usize {
  findMatchKey();
  return keyArn() != 0 ? keyArn() + 1 : keyId();
}

/** Whether two texts inside strings go on alike to their closing quotes; 0 is none. */
function isSameString(one: usize, other: usize): bool {
  if (one == 0 || other == 0) return one == other;
  return isSameText(one - 1, other - 1) || isSameDecoded(one, other);
}

/** The same for texts that are not plain ASCII: a character may be an escape in one and bytes in the other, also U+FFFD and a bad byte. */
function isSameDecoded(one: usize, other: usize): bool {
  const oneEnd = skipText(one, end);
  const otherEnd = skipText(other, matchEnd());
  if (isPlain(one, oneEnd) && isPlain(other, otherEnd)) return false;
  const before = claimedEnd();
  const text = claim(oneEnd - one + (otherEnd - other));
  if (text == 0) return false;
  const middle = decodeString(one - 1, text, end);
  const stop = decodeString(other - 1, middle, matchEnd());
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

/** Whether two values are the same string, or are written alike; 0 is none. */
function isSameValue(one: usize, other: usize): bool {
  if (one == 0 || other == 0) return one == other;
  if (load<u8>(one) == QUOTE && load<u8>(other) == QUOTE) return isSameString(one + 1, other + 1);
  const length = skipValue(one, end) - one;
  return skipValue(other, matchEnd()) - other == length && memory.compare(one, other, length) == 0;
}
