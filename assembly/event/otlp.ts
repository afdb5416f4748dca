/**
 * The fields of an OTLP attribute list, `[{"key":"rpc.method","value":{"stringValue":"…"}},…]` (opentelemetry-proto,
 * common/v1: KeyValue and AnyValue, in the JSON of protobuf).
 *
 * A list in a list (`kvlistValue`, also inside an `arrayValue`) continues the path, and of an array of values each
 * counts. Lists are kept in frames here, never on the host's stack.
 *
 * Caller: as for json/cursor.ts. A visitor must not call `walkAttributes`.
 */
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, findNext, skipValue } from "../json/cursor";
import { findMember } from "../json/members";
import { readKey } from "../json/key";
import { Branch, NO_PATH, PathTree, ROOT, follow } from "./path-tree";
import { Visitor } from "./walk";

/** Lists inside lists that are read; CloudTrail's attributes have three. */
const MAX_LISTS: i32 = 8;

/** A list being gone through: its next element, and the branch that led to it. */
@unmanaged
class List {
  element: usize;
  /** Null for the list of all attributes. */
  branch: Branch | null;
  /** Whether its elements are bare values (an `arrayValue`), not keys with values. */
  isArray: bool;
}

// State of a walk, until `walkAttributes` returns.
const lists = memory.data(MAX_LISTS * <i32>offsetof<List>(), 8);
let depth: i32 = 0;
let tree: PathTree = changetype<PathTree>(0);
let textEnd: usize = 0;
let visitor: Visitor = changetype<Visitor>(0);

function listAt(level: i32): List {
  return changetype<List>(lists + <usize>level * offsetof<List>());
}

/**
 * Visits the fields of the tree's paths in the attribute list at `list`; `end` is the end of the text. Without a tree
 * it does nothing.
 */
export function walkAttributes(list: usize, end: usize, paths: PathTree | null, visit: Visitor): void {
  if (paths == null) return;
  tree = paths;
  textEnd = end;
  visitor = visit;
  depth = 0;
  push(list, null, false);
  while (depth > 0) {
    const list = listAt(depth - 1);
    const element = list.element;
    if (element == 0) {
      depth -= 1;
      continue;
    }
    list.element = findNext(skipValue(element, end));
    if (load<u8>(element) != OPEN_OBJECT) continue;
    const branch = list.branch;
    if (!list.isArray) readAttribute(element, branch);
    else if (branch != null) readValue(element, branch);
  }
}

function push(list: usize, branch: Branch | null, isArray: bool): void {
  if (depth == MAX_LISTS) return;
  const next = listAt(depth);
  depth += 1;
  next.element = findFirst(list);
  next.branch = branch;
  next.isArray = isArray;
}

function readAttribute(attribute: usize, from: Branch | null): void {
  const key = findMember(attribute, "key", textEnd);
  const value = findMember(attribute, "value", textEnd);
  if (key == 0 || load<u8>(key) != QUOTE || value == 0 || load<u8>(value) != OPEN_OBJECT) return;
  readKey(key, textEnd);
  const branch = follow(tree, from == null ? ROOT : <u32>from.to);
  if (branch != null) readValue(value, branch);
}

/** Visits the value at `value` if a path ends there, else goes on in its lists. */
function readValue(value: usize, branch: Branch): void {
  const path = <u32>branch.path;
  const scalar = findScalar(value);
  if (scalar != 0) {
    if (path != NO_PATH) visitor(<i32>path, scalar);
    return;
  }
  // The list pushed last is gone through first.
  goOnIn(findMember(value, "arrayValue", textEnd), branch, true);
  if (path == NO_PATH) goOnIn(findMember(value, "kvlistValue", textEnd), branch, false);
}

function goOnIn(value: usize, branch: Branch, isArray: bool): void {
  if (value == 0 || load<u8>(value) != OPEN_OBJECT) return;
  const values = findMember(value, "values", textEnd);
  if (values != 0 && load<u8>(values) == OPEN_ARRAY) push(values, branch, isArray);
}

/** Returns the string, number or boolean that the value at `value` holds, or 0. */
function findScalar(value: usize): usize {
  let scalar = findMember(value, "stringValue", textEnd);
  if (scalar == 0) scalar = findMember(value, "intValue", textEnd);
  if (scalar == 0) scalar = findMember(value, "doubleValue", textEnd);
  if (scalar == 0) scalar = findMember(value, "boolValue", textEnd);
  if (scalar == 0) return 0;
  const first = <u32>load<u8>(scalar);
  return first == OPEN_OBJECT || first == OPEN_ARRAY || first == 0x6e ? 0 : scalar; // null
}
