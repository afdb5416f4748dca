/**
 * The walk: finds the fields of a table of paths in one object, whatever their spelling.
 *
 * `{"a":{"b":1}}`, `{"a.b":1}` and any mix of them spell the path `a.b`; an array of objects is walked object by
 * object. Of a key that an object repeats the last counts, as in JSON.parse; different spellings of one path all count,
 * as in Elasticsearch.
 *
 * It goes down in frames of its own, one for each part of a path, never on the host's stack.
 *
 * Caller: as for json/cursor.ts. A visitor must not call `walk`.
 */
import { OPEN_OBJECT } from "../json/chars";
import { findFirst, findNext, skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { readMember } from "../json/key";
import { Branch, NO_PATH, PathTree, ROOT, follow } from "./path-tree";
import { MAX_BEGINNINGS, MAX_PARTS } from "./paths";

/** Called for each value found, with the number of its path in the table and the value's address. */
export type Visitor = (path: i32, value: usize) => void;

/** A member that spells a path, or the beginning of some; and its value, which ends at `last`. */
@unmanaged
class Member {
  branch: Branch;
  value: usize;
  last: usize;
}

/**
 * An object being walked: its next member, the end of its members, and the next object in the current member's value.
 */
@unmanaged
class Frame {
  next: usize;
  stop: usize;
  element: usize;
}

// State of a walk, until `walk` returns.
const frames = memory.data(MAX_PARTS * <i32>offsetof<Frame>(), 8);
const members = memory.data(MAX_PARTS * MAX_BEGINNINGS * <i32>offsetof<Member>(), 8);
/** Bytes of one frame's members. */
const ROOM: usize = <usize>MAX_BEGINNINGS * offsetof<Member>();

function frameAt(level: i32): Frame {
  return changetype<Frame>(frames + <usize>level * offsetof<Frame>());
}

/**
 * Visits the fields of the tree's paths in the object at `object`; `end` is the end of the text. Without a tree it does
 * nothing.
 */
export function walk(object: usize, end: usize, tree: PathTree | null, visit: Visitor): void {
  if (tree == null) return;
  let level = 0;
  enter(frameAt(0), 0, object, end, tree, ROOT);
  let frame = frameAt(0);
  while (true) {
    if (frame.element != 0) {
      // Inside a member that begins paths: go down into each object in it.
      const element = frame.element;
      const member = changetype<Member>(frame.next - offsetof<Member>());
      frame.element = element == member.value ? 0 : findNextElement(element, member.last, end);
      if (load<u8>(element) == OPEN_OBJECT && level + 1 < MAX_PARTS) {
        level += 1;
        frame = frameAt(level);
        enter(frame, level, element, end, tree, member.branch.to);
      }
    } else if (frame.next < frame.stop) {
      const member = changetype<Member>(frame.next);
      frame.next += offsetof<Member>();
      const path = <u32>member.branch.path;
      if (path != NO_PATH) visit(<i32>path, member.value);
      else frame.element = findFirstElement(member.value, member.last);
    } else {
      if (level == 0) return;
      level -= 1;
      frame = frameAt(level);
    }
  }
}

/** Opens a frame: notes the members of `object` by which paths go on from a beginning; of a repeated key the last. */
function enter(frame: Frame, level: i32, object: usize, end: usize, tree: PathTree, from: u32): void {
  const first = members + <usize>level * ROOM;
  let stop = first;
  for (let at = findFirst(object); at != 0;) {
    const value = readMember(at, end);
    const last = skipValue(value, end);
    at = findNext(last);
    const branch = follow(tree, from);
    if (branch == null) continue;
    let member = branch.member;
    // The member noted last may be of another object.
    if (member - first >= stop - first || changetype<Member>(member).branch != branch) {
      if (stop - first == ROOM) continue;
      member = stop;
      stop += offsetof<Member>();
      changetype<Member>(member).branch = branch;
      branch.member = member;
    }
    changetype<Member>(member).value = value;
    changetype<Member>(member).last = last;
  }
  frame.next = first;
  frame.stop = stop;
  frame.element = 0;
}
