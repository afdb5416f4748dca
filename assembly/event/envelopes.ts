/**
 * Going through a record's envelopes: one object or string after the other, in the order of the record. Those at a
 * known place (place-tree.ts) always come; with `everywhere`, also those elsewhere that name an action, at any depth.
 *
 * The caller decides about each: leave it (it is an event, or of no interest), `openEnvelope` to go on inside an
 * object, or `decodeEnvelope` to go on inside a string. Open envelopes are kept in a fixed number of frames, never on
 * the host's stack.
 *
 * Caller: the record is JSON that `isJsonText` accepted, and stays unchanged until `nextEnvelope` has returned 0. The
 * state is one record's: `firstEnvelope` starts over. A decoded string is good until `nextEnvelope` is back in the
 * record's own text, or with `keepEnvelope` until the record is done with.
 */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE, skipSpaceWithin } from "../json/chars";
import { findFirst, findMemberValue, findNext, skipSpace, skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { readMember } from "../json/key";
import { findMember } from "../json/members";
import { isSameText } from "../json/text";
import { findTextEnd } from "../json/validate";
import { mayMatch } from "../search/prefilter";
import { namesAction } from "../search/names-action";
import { meets } from "./conditions";
import {
  Frame,
  MAX_STEPS,
  addFoundByKey,
  addFoundOfArray,
  addRoots,
  arrayList,
  clearFound,
  clearFrames,
  depth,
  foundCount,
  frameAt,
  isFoundAtPlace,
  popFrame,
  pushFrame,
  takeFound,
} from "./frames";
import { conditionOf, firstConditional, nextConditional } from "./place-tree";

/** Strings inside strings that are decoded. */
const MAX_STRINGS: i32 = 4;
/** The value found last, and the text that it is in. */
let envelope: usize = 0;
let end: usize = 0;
let strings: i32 = 0;
/** Whether it is at a known place. */
let isKnown: bool = false;
let looksEverywhere: bool = false;
/** Claims up to here are kept: events that were noted are in them. */
let kept: usize = 0;

/** Whether something that names an action was not looked at, since it is beyond the limits on steps and strings. */
export let isCut: bool = false;

/**
 * Starts with `record`, which ends at `textEnd`. Returns its first object or string, or 0. With `everywhere` it also
 * looks elsewhere than at known places.
 */
export function firstEnvelope(record: usize, textEnd: usize, everywhere: bool = false): usize {
  clearFrames();
  end = textEnd;
  strings = 0;
  kept = claimedEnd();
  looksEverywhere = everywhere;
  isCut = false;
  isKnown = true;
  return startText(skipSpace(record)) ? envelope : nextEnvelope();
}

/** Returns the next object or string, or 0 if none is left. */
export function nextEnvelope(): usize {
  while (depth > 0) {
    const frame = frameAt(depth - 1);
    end = frame.end;
    strings = frame.strings;
    // Back in the record's own text: decoded strings without a finding are no longer needed.
    if (strings == 0) unclaim(kept);
    frame.isDecoded = false;
    clearFound();
    if (frame.texts != 0) {
      if (startNextText(frame)) return envelope;
    } else if (frame.element != 0) {
      // Find the next one before anything is decoded in place inside this one.
      const value = frame.element;
      frame.element = findNext(skipValue(value, end));
      frame.index += 1;
      addFoundOfArray(frame);
      if (lookAt(frame, value)) return envelope;
    } else if (frame.next != 0) {
      const key = frame.next;
      const value = readMember(key, end);
      addFoundByKey(frame);
      frame.key = key;
      frame.index = -1;
      frame.next = findNext(skipValue(value, end));
      if (foundCount > 0 && isReplaced(key, frame.next)) clearFound();
      // A resource is read with the events beside it.
      const isLeft = foundCount == 0 && (frame.isInEvent || value == frame.resource);
      if (!isLeft && lookAt(frame, value)) return envelope;
    } else {
      popFrame();
    }
  }
  unclaim(kept);
  return 0;
}

/** Returns the end of the text that the value found last is in. */
export function envelopeEnd(): usize {
  return end;
}

/** Reports whether it is at a known place. */
export function isKnownPlace(): bool {
  return isKnown;
}

/** Returns the resource that an OTLP event found last belongs to, in the same text, or 0. */
export function resourceOfEnvelope(): usize {
  for (let level = depth - 1; level >= 0; level--) {
    const frame = frameAt(level);
    if (frame.end != end) return 0;
    if (frame.isBatch) return frame.resource;
  }
  return 0;
}

/** Goes on inside the object found last, unless it is too many steps away. */
export function openEnvelope(): void {
  const frame = push(envelope);
  if (frame == null) return;
  frame.nodes = takeFound(frame.list);
  if (isKnown) beginRows(frame, envelope);
  frame.next = findFirst(envelope);
  frame.isBatch = frame.next != 0 && findMember(envelope, "scopeLogs", end) != 0;
  if (frame.isBatch) frame.resource = findMember(envelope, "resource", end);
}

/** Goes on inside the event found last, which is elsewhere, as far as known places lead through it. */
export function followPlaces(): void {
  if (isKnown || foundCount == 0) return;
  const before = depth;
  openEnvelope();
  if (depth > before) frameAt(before).isInEvent = true;
}

/**
 * Decodes the string found last. Returns the object that it holds; 0 if it holds none, is not JSON, is too deep, or
 * there is no memory for it. Text before the JSON, as CRI and syslog have it, is skipped. Several texts in a row are
 * treated like an array of them: they come by `nextEnvelope`.
 */
export function decodeEnvelope(): usize {
  if (depth > 0) frameAt(depth - 1).isDecoded = true;
  if (strings == MAX_STRINGS) {
    noteCut(envelope, skipString(envelope, end));
    return 0;
  }
  // A string in the record needs room of its own; a string inside it is decoded in place.
  let start = envelope + 1;
  if (strings == 0) {
    unclaim(kept);
    start = claim(skipString(envelope, end) - start);
    if (start == 0) return 0;
  }
  const textEnd = decodeString(envelope, start, end);
  if (strings == 0) unclaim(textEnd);
  const text = findText(start, textEnd);
  const stop = text == 0 ? text : findTextEnd(text, textEnd);
  if (stop == 0) return 0;
  end = textEnd;
  strings += 1;
  clearFound();
  if (stop == textEnd) return startText(text) ? envelope : 0;
  if (depth == MAX_STEPS) {
    // All of them, not only the first.
    noteCut(start, textEnd);
    return 0;
  }
  const frame = push(text);
  if (frame == null) return 0;
  frame.texts = text;
  // All of them are at a known place if the string is.
  frame.arrayNodes = isKnown ? addRoots(frame.list, 0) : 0;
  return 0;
}

/**
 * Starts with the next text of the string that the frame goes through. Returns whether it is an object. Anything there
 * that is not JSON ends the string.
 */
function startNextText(frame: Frame): bool {
  const text = findText(frame.texts, end);
  const stop = text == 0 ? text : findTextEnd(text, end);
  if (stop == 0) {
    noteCut(frame.texts, end);
    frame.texts = 0;
    return false;
  }
  frame.texts = stop == end ? 0 : stop;
  frame.index += 1;
  isKnown = frame.arrayNodes > 0;
  return startText(text);
}

/** Keeps the text that the value found last is in, and all other claims, until the record is done with. */
export function keepEnvelope(): void {
  kept = claimedEnd();
}

/** Returns where a JSON text may begin in [start, end): there, or at the first brace; 0 if nowhere. */
function findText(start: usize, end: usize): usize {
  start = skipSpaceWithin(start, end);
  if (start < end && <u32>load<u8>(start) == OPEN_ARRAY) return start;
  while (start < end && <u32>load<u8>(start) != OPEN_OBJECT) start += 1;
  return start == end ? 0 : start;
}

/**
 * Starts with a whole text. Returns true if it is an object; an array is gone through. The text is at a known place if
 * the string was.
 */
function startText(value: usize): bool {
  if (<u32>load<u8>(value) == OPEN_OBJECT) {
    envelope = value;
    return true;
  }
  const frame = push(value);
  if (frame == null) return false;
  goThrough(frame, value, isKnown ? addRoots(frame.list, 0) : 0);
  return false;
}

/** Returns a frame for the object or array at `value`; null if that is too many steps away. */
function push(value: usize): Frame | null {
  const frame = pushFrame(end, strings);
  if (frame == null) noteCut(value, skipValue(value, end));
  return frame;
}

/** Notes that [start, stop) is not looked at, if it names an action. */
function noteCut(start: usize, stop: usize): void {
  if (!isCut && mayMatch(start, stop)) isCut = namesAction(start, stop);
}

/**
 * Looks at a value of the frame's step, to which the found nodes lead. Returns true if it is an object or a string for
 * the caller. An array is gone through, and an object opened where places only go on.
 */
function lookAt(frame: Frame, value: usize): bool {
  const first = <u32>load<u8>(value);
  if (first != OPEN_OBJECT && first != QUOTE && first != OPEN_ARRAY) return false;
  isKnown = first != OPEN_ARRAY && isFoundAtPlace(first == QUOTE);
  const isWanted = isKnown || (looksEverywhere && mayMatch(value, skipValue(value, end)));
  if (!isWanted && (foundCount == 0 || first == QUOTE)) return false;
  envelope = value;
  if (first == OPEN_ARRAY) {
    if (frame.index < 0) {
      goThrough(frame, value, takeFound(arrayList(frame)));
    } else {
      const inner = push(value);
      if (inner != null) goThrough(inner, value, takeFound(inner.list));
    }
    return false;
  }
  if (!isWanted) openEnvelope();
  return isWanted;
}

function goThrough(frame: Frame, array: usize, count: i32): void {
  frame.element = findFirst(array);
  frame.index = -1;
  frame.arrayNodes = count;
}

/**
 * Reports whether the object has the key at `key` again, from the one at `next` on: of a repeated key the last counts.
 */
function isReplaced(key: usize, next: usize): bool {
  while (next != 0) {
    if (isSameText(key, next)) return true;
    next = findNext(skipValue(findMemberValue(skipString(next, end)), end));
  }
  return false;
}

/** Adds the roots of all places to the object's nodes, and notes which conditions it does not meet. */
function beginRows(frame: Frame, object: usize): void {
  frame.nodes = addRoots(frame.list, frame.nodes);
  // Now, since strings inside the object may be decoded in place before its condition matters.
  for (let node = firstConditional(); node != 0; node = nextConditional(node)) {
    if (!meets(object, conditionOf(node), end)) frame.barred |= 1 << conditionOf(node);
  }
}
