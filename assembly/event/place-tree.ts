/**
 * The places of the table of shapes, and those that the configuration teaches, as one tree: a node is what a step's
 * name leads to, its children are the steps that go on from there. Made once, in memory that is kept.
 */
import { claim, keepClaims, unclaim } from "../bytes/arena";
import { isSameBytes } from "../bytes/words";
import { isKeyText } from "../json/key";
import { Row, firstRow, rowCount } from "./shapes";

/** Steps of a taught place, at most; and bytes of one of its names. */
export const MAX_STEPS: i32 = 16;
export const MAX_NAME: usize = 64;
/** Places that a configuration can teach. */
export const MAX_TAUGHT: i32 = 32;

const SLASH: u32 = 0x2f;
const STAR: u32 = 0x2a;
const HASH: u32 = 0x23;
const TILDE: u32 = 0x7e;

/** What a place ends with. */
const OBJECT: u8 = 1;
const STRING: u8 = 2;


@unmanaged
export class Node {
  /** The step's name, ASCII. */
  name: usize;
  /** The first of its children, and the next child of its parent; or 0. */
  child: usize;
  sibling: usize;
  /** Bytes of the name; 0 for `*`, and for the root. */
  length: u8;
  isStar: bool;
  /** What places end here with: OBJECT and STRING bits. */
  ends: u8;
  /** The number of the condition that the object must meet where the place begins, or 0. */
  condition: u8;
}

/** The roots of the table's places and of the taught ones, or 0. */
export let root: usize = 0;
export let taughtRoot: usize = 0;
/** Where the next node goes, and the end of the memory for nodes. */
let next: usize = 0;
let limit: usize = 0;

plantTable();

/** Makes the tree of the table of shapes. */
function plantTable(): void {
  if (!makeRoom(rowCount() * MAX_STEPS)) return;
  root = addNode(0, 0, false);
  for (let row = firstRow(), left = rowCount(); left > 0; row = changetype<Row>(row.end()), left--) {
    plant(root, row.start(), row.end(), row.condition);
  }
  unclaim(next);
  keepClaims();
}

/**
 * Starts with the places that a configuration teaches, without those of an earlier one. Returns false if there is no
 * memory for them.
 */
export function startTeaching(): bool {
  taughtRoot = makeRoom(1 + MAX_TAUGHT * MAX_STEPS) ? addNode(0, 0, false) : 0;
  return taughtRoot != 0;
}

/**
 * Teaches the place in [start, end). Caller: `isPlaceText` accepted it, `startTeaching` returned true, and the bytes
 * are kept for good; they are changed, since names are unescaped in place.
 */
export function teach(start: usize, end: usize): void {
  plant(taughtRoot, start, end, 0);
}

/** Forgets the places that a configuration taught. */
export function forgetTaught(): void {
  taughtRoot = 0;
}

function makeRoom(nodes: i32): bool {
  next = claim(<usize>nodes * offsetof<Node>());
  limit = next == 0 ? next : next + <usize>nodes * offsetof<Node>();
  return next != 0;
}

/** Adds a place below the node `from`, with a condition or 0. Names are unescaped in place. */
function plant(from: usize, start: usize, end: usize, condition: u8): void {
  let node = from;
  let ends = OBJECT;
  if (<u32>load<u8>(end - 1) == HASH) {
    ends = STRING;
    end -= 1;
  }
  for (let at = start; at < end && node != 0;) {
    const name = at + 1;
    let length: usize = 0;
    for (at = name; at < end && <u32>load<u8>(at) != SLASH; length++) {
      let byte = <u32>load<u8>(at);
      if (byte == TILDE) byte = <u32>load<u8>(at + 1) == 0x30 ? TILDE : SLASH;
      at += byte != <u32>load<u8>(at) || byte == TILDE ? 2 : 1;
      store<u8>(name + length, byte);
    }
    const isStar = length == 1 && <u32>load<u8>(name) == STAR;
    const isFirst = node == from;
    node = findOrAdd(node, name, isStar ? 0 : length, isStar);
    if (isFirst && node != 0 && condition != 0) changetype<Node>(node).condition = condition;
  }
  if (node != 0) changetype<Node>(node).ends |= ends;
}

/** Returns the child of that name, made if there is none; 0 if there is no room for it. */
function findOrAdd(parent: usize, name: usize, length: usize, isStar: bool): usize {
  for (let at = changetype<Node>(parent).child; at != 0; at = changetype<Node>(at).sibling) {
    const node = changetype<Node>(at);
    if (node.isStar == isStar && <usize>node.length == length && isSameBytes(node.name, name, length)) return at;
  }
  const added = addNode(name, length, isStar);
  if (added == 0) return 0;
  changetype<Node>(added).sibling = changetype<Node>(parent).child;
  changetype<Node>(parent).child = added;
  return added;
}

function addNode(name: usize, length: usize, isStar: bool): usize {
  if (next + offsetof<Node>() > limit) return 0;
  const node = changetype<Node>(next);
  memory.fill(next, 0, offsetof<Node>());
  node.name = name;
  node.length = <u8>length;
  node.isStar = isStar;
  next += offsetof<Node>();
  return changetype<usize>(node);
}

/** Returns the child of the node `parent` that the key read last leads to, or 0. */
export function childByKey(parent: usize): usize {
  for (let at = changetype<Node>(parent).child; at != 0; at = changetype<Node>(at).sibling) {
    const node = changetype<Node>(at);
    if (!node.isStar && isKeyText(node.name, node.length)) return at;
  }
  return 0;
}

/** Returns the child of the node `parent` for the elements of an array, or 0. */
export function childOfArray(parent: usize): usize {
  for (let at = changetype<Node>(parent).child; at != 0; at = changetype<Node>(at).sibling) {
    if (changetype<Node>(at).isStar) return at;
  }
  return 0;
}

/** Reports whether a place ends at the node, for an object or for a string to decode. */
export function endsAt(node: usize, isString: bool): bool {
  return (changetype<Node>(node).ends & (isString ? STRING : OBJECT)) != 0;
}

/** Returns the number of the condition of places that begin with the node, below 32; 0 for none. */
export function conditionOf(node: usize): i32 {
  return changetype<Node>(node).condition;
}

/** Returns the first node that places with a condition begin with, or 0. */
export function firstConditional(): usize {
  return root == 0 ? root : conditionalFrom(changetype<Node>(root).child);
}

/** Returns the next such node after `node`, or 0. */
export function nextConditional(node: usize): usize {
  return conditionalFrom(changetype<Node>(node).sibling);
}

function conditionalFrom(node: usize): usize {
  while (node != 0 && changetype<Node>(node).condition == 0) node = changetype<Node>(node).sibling;
  return node;
}

/**
 * Reports whether [start, end) is a place that can be taught: 1 to 16 steps `/NAME` or `/*`, a name first, names of 1
 * to 64 printable ASCII characters in which `~0` is a `~` and `~1` a `/`, and perhaps a `#` at the end. The bytes can
 * be anything.
 */
export function isPlaceText(start: usize, end: usize): bool {
  if (start < end && <u32>load<u8>(end - 1) == HASH) end -= 1;
  let steps = 0;
  for (let at = start; at < end; steps++) {
    if (<u32>load<u8>(at) != SLASH) return false;
    at += 1;
    let length: usize = 0;
    for (; at < end && <u32>load<u8>(at) != SLASH; at++, length++) {
      const byte = <u32>load<u8>(at);
      if (byte < 0x20 || byte > 0x7e) return false;
      if (byte != TILDE) continue;
      at += 1;
      if (at == end || (load<u8>(at) | 1) != 0x31) return false;
    }
    if (length == 0 || length > MAX_NAME) return false;
    // The elements of a bare array are places already.
    if (steps == 0 && length == 1 && <u32>load<u8>(at - 1) == STAR) return false;
  }
  return steps > 0 && steps <= MAX_STEPS;
}
