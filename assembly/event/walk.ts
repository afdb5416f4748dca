/**
 * The walk: finds the fields of a table of paths in one object, whatever their spelling.
 *
 * `{"a":{"b":1}}`, `{"a.b":1}` and any mix of them spell the path `a.b`; an array of objects is
 * walked object by object. Of a key that an object has twice the last counts, as in JSON.parse;
 * different spellings of one path all count, as in Elasticsearch.
 *
 * It goes down in its own frames, one for each part of a path, never on the stack of the host.
 */
import { OPEN_OBJECT } from "../json/chars";
import { findFirst, findMemberValue, findNext, skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { readKey } from "../json/key";
import { indexOf, selectIndexed, selectPaths, selectedBehind, selectedFirst } from "./select";
import { MOST_BEGINNINGS, MOST_PARTS, Paths, pathAt } from "./paths";

/** Called for each value found: with the number of its path in the table, and where the value begins. */
export type Visitor = (path: i32, value: usize) => void;

/**
 * A member that spells a path or the beginning of some, and its value, which ends before `last`: they are the paths from `first` to
 * before `behind`, and go on at `offset`. A path that ends with the member has its `offset`
 * beyond its end.
 */
@unmanaged
class Member {
  value: usize;
  last: usize;
  first: u8;
  behind: u8;
  offset: u8;
  unused: u8;
}
const MEMBER_SIZE: i32 = 12;

/** An object being walked: its members, and the objects in the current member's value. */
@unmanaged
class Frame {
  members: usize;
  count: i32;
  current: i32;
  element: usize;
}
const FRAME_SIZE: i32 = 16;

const frames = memory.data(FRAME_SIZE * MOST_PARTS, 8);
const members = memory.data(MEMBER_SIZE * MOST_BEGINNINGS * MOST_PARTS, 8);

// @ts-ignore: decorator
@inline
function frameAt(level: i32): Frame {
  return changetype<Frame>(frames + <usize>(level * FRAME_SIZE));
}

// @ts-ignore: decorator
@inline
function memberAt(frame: Frame, index: i32): Member {
  return changetype<Member>(frame.members + <usize>(index * MEMBER_SIZE));
}

/**
 * Visits the fields of `paths` in the object at `object`, in well-formed JSON that ends at `end`.
 */
export function walk(object: usize, end: usize, paths: Paths, visit: Visitor): void {
  let level = 0;
  enter(0, object, end, paths, 0, paths.length, 0);
  while (level >= 0) {
    const frame = frameAt(level);
    if (frame.element != 0) {
      // Inside a member that begins paths: go down into each object that it holds.
      const element = frame.element;
      const member = memberAt(frame, frame.current - 1);
      frame.element = element == member.value ? 0 : findNextElement(element, member.last, end);
      if (load<u8>(element) == OPEN_OBJECT && level + 1 < MOST_PARTS) {
        level += 1;
        enter(level, element, end, paths, member.first, member.behind, member.offset);
      }
    } else if (frame.current < frame.count) {
      const member = memberAt(frame, frame.current);
      frame.current += 1;
      if (<i32>member.offset > pathAt(paths, member.first).length) {
        visit(member.first, member.value);
      } else {
        frame.element = findFirstElement(member.value, member.last);
      }
    } else {
      level -= 1;
    }
  }
}

/** Opens a frame: notes the members of `object` that paths `first` to `behind` go on with. */
function enter(level: i32, object: usize, end: usize, paths: Paths, first: i32, behind: i32, offset: i32): void {
  const frame = frameAt(level);
  frame.members = members + <usize>(level * MOST_BEGINNINGS * MEMBER_SIZE);
  frame.count = 0;
  frame.current = 0;
  frame.element = 0;
  // A table as a whole has an index; from the second level on few paths are left.
  const index = level == 0 ? indexOf(paths) : 0;
  for (let at = findFirst(object); at != 0;) {
    const value = findMemberValue(readKey(at, end));
    const last = skipValue(value, end);
    const next = index == 0 ? selectPaths(paths, first, behind, offset) : selectIndexed(paths, index);
    if (next != 0) note(frame, value, last, next);
    at = findNext(last);
  }
}

/** Notes the member whose key was read last, for the paths selected, which go on at `next`; in the place of an earlier one. */
function note(frame: Frame, value: usize, last: usize, next: i32): void {
  let index = 0;
  for (; index < frame.count; index++) {
    const member = memberAt(frame, index);
    if (<i32>member.first == selectedFirst && <i32>member.offset == next) break;
  }
  if (index == frame.count) {
    if (index == MOST_BEGINNINGS) return;
    frame.count += 1;
  }
  const member = memberAt(frame, index);
  member.value = value;
  member.last = last;
  member.first = <u8>selectedFirst;
  member.behind = <u8>selectedBehind;
  member.offset = <u8>next;
}
