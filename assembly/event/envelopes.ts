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
  childByKey,
  childOfArray,
  conditionOf,
  endsAt,
  firstConditional,
  nextConditional,
  root,
  taughtRoot,
} from "./place-tree";

/** Steps that are followed: a name with the index and the `#` after it, or an index in an array by itself. */
export const MAX_STEPS: i32 = 16;
/** Strings inside strings that are decoded. */
const MAX_STRINGS: i32 = 4;
/** Nodes that can lead on from a value: each text and each object on the way may add two, of the table and taught. */
const MAX_NODES: i32 = 2 * (MAX_STEPS + 1);

/**
 * An open envelope: an object, or an array that is a text or an element by itself; and the step from it that is being
 * followed.
 */
@unmanaged
class Frame {
  /** The end of the text that it is in, and how many strings that was decoded from. */
  end: usize;
  strings: i32;
  /** The next key of an object, and the key followed last, or 0. */
  next: usize;
  key: usize;
  /** The next element, or 0, and the index of the one before it, or -1, if the step goes through an array. */
  element: usize;
  index: i32;
  /** Where the next text is looked for in a string that holds several, or 0. */
  texts: usize;
  /** The value of `resource` beside `scopeLogs`, or 0. */
  resource: usize;
  /**
   * Where the nodes begin that the object is at, followed by those that the array being followed is at; and how many
   * there are of each.
   */
  list: usize;
  nodes: i32;
  arrayNodes: i32;
  /** A bit for each condition of place-tree.ts that the object does not meet; bit 0 is never set. */
  barred: u32;
  /** Whether the step ends with a string that is decoded. */
  isDecoded: bool;
  /** Whether the object is an event elsewhere: then only what known places lead to is looked at. */
  isInEvent: bool;
  /** Whether the object has the key `scopeLogs`, like an element of OTLP's `resourceLogs`. */
  isBatch: bool;
}
const FRAME_SIZE: i32 = (<i32>offsetof<Frame>() + 3) & ~3;

const frames = memory.data(FRAME_SIZE * MAX_STEPS, 8);
/**
 * The nodes of all frames: at most two for the object and two for the array of the first, four more for each further
 * one.
 */
const nodes = memory.data(4 * 2 * MAX_STEPS * (MAX_STEPS + 1), 8);
/** Those of the value being looked at. */
const found = memory.data(4 * MAX_NODES, 8);
let foundCount: i32 = 0;
let depth: i32 = 0;

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

function frameAt(level: i32): Frame {
  return changetype<Frame>(frames + <usize>(level * FRAME_SIZE));
}

/** Returns where the nodes of the array begin that the frame follows. */
function arrayList(frame: Frame): usize {
  return frame.list + ((<usize>frame.nodes) << 2);
}

/**
 * Starts with `record`, which ends at `textEnd`. Returns its first object or string, or 0. With `everywhere` it also
 * looks elsewhere than at known places.
 */
export function firstEnvelope(record: usize, textEnd: usize, everywhere: bool = false): usize {
  depth = 0;
  end = textEnd;
  strings = 0;
  kept = claimedEnd();
  looksEverywhere = everywhere;
  isCut = false;
  isKnown = true;
  foundCount = 0;
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
    foundCount = 0;
    if (frame.texts != 0) {
      if (startNextText(frame)) return envelope;
    } else if (frame.element != 0) {
      // Find the next one before anything is decoded in place inside this one.
      const value = frame.element;
      frame.element = findNext(skipValue(value, end));
      frame.index += 1;
      for (let index = 0; index < frame.arrayNodes; index++) addFound(childOfArray(nodeAt(arrayList(frame), index)));
      if (lookAt(frame, value)) return envelope;
    } else if (frame.next != 0) {
      const key = frame.next;
      const value = readMember(key, end);
      addFoundByKey(frame);
      frame.key = key;
      frame.index = -1;
      frame.next = findNext(skipValue(value, end));
      if (foundCount > 0 && isReplaced(key, frame.next)) foundCount = 0;
      // A resource is read with the events beside it.
      const isLeft = foundCount == 0 && (frame.isInEvent || value == frame.resource);
      if (!isLeft && lookAt(frame, value)) return envelope;
    } else {
      depth -= 1;
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
  foundCount = 0;
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

/** Returns how many steps lead from the record to the value found last. */
export function stepCount(): i32 {
  return depth;
}

/** Returns the key of the step, or 0 for an index by itself. */
export function stepKey(step: i32): usize {
  return frameAt(step).key;
}

/** Returns the index of the element, or -1. */
export function stepIndex(step: i32): i32 {
  return frameAt(step).index;
}

/** Reports whether a string is decoded at the end of the step. */
export function stepIsDecoded(step: i32): bool {
  return frameAt(step).isDecoded;
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
  if (depth == MAX_STEPS) {
    noteCut(value, skipValue(value, end));
    return null;
  }
  const frame = frameAt(depth);
  depth += 1;
  memory.fill(changetype<usize>(frame), 0, FRAME_SIZE);
  frame.end = end;
  frame.strings = strings;
  frame.index = -1;
  const outer = depth == 1 ? frame : frameAt(depth - 2);
  frame.list = depth == 1 ? nodes : arrayList(outer) + ((<usize>outer.arrayNodes) << 2);
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
  isKnown = first != OPEN_ARRAY && isAtPlace(first == QUOTE);
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

/** Reports whether a found node is the end of a place. */
function isAtPlace(isString: bool): bool {
  for (let index = 0; index < foundCount; index++) if (endsAt(nodeAt(found, index), isString)) return true;
  return false;
}

/** Adds the nodes that the key read last leads to from those of the object to the found ones. */
function addFoundByKey(frame: Frame): void {
  for (let index = 0; index < frame.nodes; index++) {
    const node = childByKey(nodeAt(frame.list, index));
    if (node != 0 && ((frame.barred >> conditionOf(node)) & 1) == 0) addFound(node);
  }
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

function nodeAt(list: usize, index: i32): usize {
  return load<usize>(list + ((<usize>index) << 2));
}

/** Adds a node to the found ones; 0 is none. */
function addFound(node: usize): void {
  foundCount = addNode(found, foundCount, node);
}

/** Moves the found nodes to `list`. Returns how many there are. */
function takeFound(list: usize): i32 {
  memory.copy(list, found, (<usize>foundCount) << 2);
  return foundCount;
}

/** Adds the roots of all places to the object's nodes, and notes which conditions it does not meet. */
function beginRows(frame: Frame, object: usize): void {
  frame.nodes = addRoots(frame.list, frame.nodes);
  // Now, since strings inside the object may be decoded in place before its condition matters.
  for (let node = firstConditional(); node != 0; node = nextConditional(node)) {
    if (!meets(object, conditionOf(node), end)) frame.barred |= 1 << conditionOf(node);
  }
}

/** Adds the roots of all places to a list of `count` nodes. Returns how many there are then. */
function addRoots(list: usize, count: i32): i32 {
  return addNode(list, addNode(list, count, root), taughtRoot);
}

/** Adds a node to a list of `count` nodes; 0 is none. Returns how many there are then. */
function addNode(list: usize, count: i32, node: usize): i32 {
  if (node == 0 || count == MAX_NODES) return count;
  store<usize>(list + ((<usize>count) << 2), node);
  return count + 1;
}
