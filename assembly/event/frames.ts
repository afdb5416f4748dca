/**
 * The envelopes that a walk over a record has open (envelopes.ts): a fixed number of frames, each with the nodes of the
 * tree of places (place-tree.ts) that it is at; and the nodes found, which lead to the value being looked at.
 *
 * The state is one record's: `clearFrames` starts over. A node is an address, or 0 for none.
 */
import { childByKey, childOfArray, conditionOf, endsAt, root, taughtRoot } from "./place-tree";

/** Steps that are followed: a name with the index and the `#` after it, or an index in an array by itself. */
export const MAX_STEPS: i32 = 16;
/** Nodes that can lead on from a value: each text and each object on the way may add two, of the table and taught. */
const MAX_NODES: i32 = 2 * (MAX_STEPS + 1);

/**
 * An open envelope: an object, or an array that is a text or an element by itself; and the step from it that is being
 * followed.
 */
@unmanaged
export class Frame {
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
/** How many there are. */
export let foundCount: i32 = 0;
/** How many frames there are: the steps from the record to the value found last. */
export let depth: i32 = 0;

export function frameAt(level: i32): Frame {
  return changetype<Frame>(frames + <usize>(level * FRAME_SIZE));
}

/** Returns where the nodes of the array begin that the frame follows. */
export function arrayList(frame: Frame): usize {
  return frame.list + ((<usize>frame.nodes) << 2);
}

/** Starts over: no frame, and no node found. */
export function clearFrames(): void {
  depth = 0;
  foundCount = 0;
}

/**
 * Returns a new frame for an object or array of a text that ends at `end` and was decoded from that many strings; null
 * if it is too many steps away.
 */
export function pushFrame(end: usize, strings: i32): Frame | null {
  if (depth == MAX_STEPS) return null;
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

/** Drops the last frame. Caller: there is one. */
export function popFrame(): void {
  depth -= 1;
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

export function clearFound(): void {
  foundCount = 0;
}

/** Reports whether a found node is the end of a place. */
export function isFoundAtPlace(isString: bool): bool {
  for (let index = 0; index < foundCount; index++) if (endsAt(nodeAt(found, index), isString)) return true;
  return false;
}

/** Adds the nodes that the key read last leads to from those of the object to the found ones. */
export function addFoundByKey(frame: Frame): void {
  for (let index = 0; index < frame.nodes; index++) {
    const node = childByKey(nodeAt(frame.list, index));
    if (node != 0 && ((frame.barred >> conditionOf(node)) & 1) == 0) addFound(node);
  }
}

/** Adds the nodes that an element leads to from those of the array to the found ones. */
export function addFoundOfArray(frame: Frame): void {
  for (let index = 0; index < frame.arrayNodes; index++) addFound(childOfArray(nodeAt(arrayList(frame), index)));
}

function nodeAt(list: usize, index: i32): usize {
  return load<usize>(list + ((<usize>index) << 2));
}

/** Adds a node to the found ones; 0 is none. */
function addFound(node: usize): void {
  foundCount = addNode(found, foundCount, node);
}

/** Moves the found nodes to `list`. Returns how many there are. */
export function takeFound(list: usize): i32 {
  memory.copy(list, found, (<usize>foundCount) << 2);
  return foundCount;
}

/** Adds the roots of all places to a list of `count` nodes. Returns how many there are then. */
export function addRoots(list: usize, count: i32): i32 {
  return addNode(list, addNode(list, count, root), taughtRoot);
}

/** Adds a node to a list of `count` nodes; 0 is none. Returns how many there are then. */
function addNode(list: usize, count: i32, node: usize): i32 {
  if (node == 0 || count == MAX_NODES) return count;
  store<usize>(list + ((<usize>count) << 2), node);
  return count + 1;
}
