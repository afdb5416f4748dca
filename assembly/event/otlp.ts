/**
 * The fields of an OTLP attribute list, `[{"key":"rpc.method","value":{"stringValue":"…"}},…]`
 * (opentelemetry-proto, common/v1: KeyValue and AnyValue, in the JSON of protobuf).
 *
 * A list in a list (`kvlistValue`, also inside of an `arrayValue`) goes on with the path, and of an array of values
 * each counts. They are gone through in frames of their own, never on the stack of the host.
 */
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, findNext, skipValue } from "../json/cursor";
import { findMember } from "../json/members";
import { readKey } from "../json/key";
import { Paths, pathAt } from "./paths";
import { selectPaths, selectedBehind, selectedFirst } from "./select";
import { Visitor } from "./walk";

/** Lists inside lists; CloudTrail's attributes have three. */
const MOST_LISTS: i32 = 8;

/** A list being gone through: its next element, and the paths that it goes on with. */
@unmanaged
class List {
  element: usize;
  first: u8;
  behind: u8;
  offset: u8;
  /** Whether its elements are bare values (an `arrayValue`), not keys with values. */
  isArray: bool;
}
const LIST_SIZE: i32 = 8;

const lists = memory.data(LIST_SIZE * MOST_LISTS, 8);
let depth: i32 = 0;

// @ts-ignore: decorator
@inline
function listAt(level: i32): List {
  return changetype<List>(lists + <usize>(level * LIST_SIZE));
}

/** Visits the fields of `paths` in the attribute list at `list`, in well-formed JSON that ends at `end`. */
export function walkAttributes(list: usize, end: usize, paths: Paths, visit: Visitor): void {
  depth = 0;
  push(list, 0, paths.length, 0, false);
  while (depth > 0) {
    const list = listAt(depth - 1);
    const element = list.element;
    if (element == 0) {
      depth -= 1;
      continue;
    }
    list.element = findNext(skipValue(element, end));
    if (load<u8>(element) != OPEN_OBJECT) continue;
    if (list.isArray) readValue(element, end, paths, visit, list.first, list.behind, list.offset);
    else readAttribute(element, end, paths, visit, list.first, list.behind, list.offset);
  }
}

function push(list: usize, first: i32, behind: i32, offset: i32, isArray: bool): void {
  if (depth == MOST_LISTS) return;
  const next = listAt(depth);
  depth += 1;
  next.element = findFirst(list);
  next.first = <u8>first;
  next.behind = <u8>behind;
  next.offset = <u8>offset;
  next.isArray = isArray;
}

function readAttribute(
  attribute: usize,
  end: usize,
  paths: Paths,
  visit: Visitor,
  first: i32,
  behind: i32,
  offset: i32,
): void {
  const key = findMember(attribute, "key", end);
  const value = findMember(attribute, "value", end);
  if (key == 0 || load<u8>(key) != QUOTE || value == 0 || load<u8>(value) != OPEN_OBJECT) return;
  readKey(key, end);
  const next = selectPaths(paths, first, behind, offset);
  if (next == 0) return;
  readValue(value, end, paths, visit, selectedFirst, selectedBehind, next);
}

/** Visits what the value at `value` says, if the paths end there, or goes on in its lists. */
function readValue(value: usize, end: usize, paths: Paths, visit: Visitor, first: i32, behind: i32, offset: i32): void {
  const isEnd = offset > pathAt(paths, first).length;
  const scalar = findScalar(value, end);
  if (scalar != 0) {
    if (isEnd) visit(first, scalar);
    return;
  }
  // The list pushed last is gone through first.
  goOnIn(findMember(value, "arrayValue", end), end, first, behind, offset, true);
  if (!isEnd) goOnIn(findMember(value, "kvlistValue", end), end, first, behind, offset, false);
}

function goOnIn(value: usize, end: usize, first: i32, behind: i32, offset: i32, isArray: bool): void {
  if (value == 0 || load<u8>(value) != OPEN_OBJECT) return;
  const values = findMember(value, "values", end);
  if (values != 0 && load<u8>(values) == OPEN_ARRAY) push(values, first, behind, offset, isArray);
}

/** The string, number or boolean that the value at `value` holds, or 0. */
function findScalar(value: usize, end: usize): usize {
  let scalar = findMember(value, "stringValue", end);
  if (scalar == 0) scalar = findMember(value, "intValue", end);
  if (scalar == 0) scalar = findMember(value, "doubleValue", end);
  if (scalar == 0) scalar = findMember(value, "boolValue", end);
  if (scalar == 0) return 0;
  const first = <u32>load<u8>(scalar);
  return first == OPEN_OBJECT || first == OPEN_ARRAY || first == 0x6e ? 0 : scalar; // null
}
