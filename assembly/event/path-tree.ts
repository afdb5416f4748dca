/**
 * A table of paths as a tree in which a key leads on by one look-up. Made once, in memory that is kept.
 *
 * `a.b.c` can be spelled by three keys, by `a.b` and `c`, by `a` and `b.c`, or by one: so a branch leads from each
 * beginning of a path to each longer one.
 */
import { claim, keepClaims, unclaim } from "../bytes/arena";
import { isSameBytes } from "../bytes/words";
import { isKeyText, keyTail, tailOf } from "../json/key";
import { Paths } from "./paths";

/** The beginning of all paths: the object itself. */
export const ROOT: u32 = 0;
/** The path number of a beginning that goes on. */
export const NO_PATH: u32 = 0xff;

const DOT: u32 = 0x2e;
/** Slots of a tree. */
const SLOTS: usize = 256;
/** Branches of a tree. (The specs check that all tables have fewer.) */
const MAX_BRANCHES: usize = 255;

/**
 * A tree. After its fields come its slots, each a byte with the number of its first branch, or 0; after those its
 * branches.
 */
@unmanaged
export class PathTree {
  /** The table that it was made from. */
  paths: Paths;

  /** Returns the slot of a key with that tail, coming from a beginning: in bytes after the fields. */
  @inline
  slotFor(tail: u32, from: u32): usize {
    // A prime near 2^32 divided by the golden ratio: the upper eight bits depend on the whole word.
    return changetype<usize>(this) + <usize>(((tail * 0x9e3779b1) >> 24) ^ from);
  }

  /** Returns the number of the first branch in a slot, or 0. */
  firstIn(slot: usize): u32 {
    return load<u8>(slot, offsetof<PathTree>());
  }


  @inline
  branchAt(number: u32): Branch {
    // They are numbered from 1 on.
    return changetype<Branch>(
      changetype<usize>(this) + BRANCHES - offsetof<Branch>() + <usize>number * offsetof<Branch>(),
    );
  }
}
/** Where the branches begin. */
const BRANCHES: usize = offsetof<PathTree>() + SLOTS;


@unmanaged
export class Branch {
  /** The key that leads on: its last four bytes, its address in a path, and its length. */
  tail: u32;
  text: usize;
  /** The member noted for it last: see walk.ts. */
  member: usize;
  length: u8;
  /** The numbers of the beginnings that it leads from and to. */
  from: u8;
  to: u8;
  /** The number of the path that ends there, or NO_PATH. */
  path: u8;
  /** The number of the next branch in the same slot, or 0. */
  next: u8;
}

/**
 * Returns the tree of a table; null if there is no memory for it. Caller: the module is starting, so that its first
 * memory has room for all trees.
 */
export function plantPaths(paths: Paths): PathTree | null {
  const address = claim(BRANCHES + MAX_BRANCHES * offsetof<Branch>());
  if (address == 0) return null;
  memory.fill(address, 0, BRANCHES);
  const tree = changetype<PathTree>(address);
  tree.paths = paths;
  let branches: u32 = 0;
  let beginnings: u32 = ROOT;
  const count = <i32>load<u8>(paths);
  let path = paths + 1 + <usize>count;
  for (let number = 0; number < count; number++) {
    const length = <usize>load<u8>(path);
    path += 1;
    for (let end = endOfPart(path, 0, length); end <= length; end = endOfPart(path, end + 1, length)) {
      if (end == 0 || find(tree, ROOT, path, end) != 0) continue;
      beginnings += 1;
      // From the object itself, and from each beginning before this one.
      for (let start: usize = 0; start < end; start = endOfPart(path, start, length) + 1) {
        if (<usize>branches == MAX_BRANCHES) break;
        branches += 1;
        const branch = tree.branchAt(branches);
        branch.from = start == 0 ? <u8>ROOT : tree.branchAt(find(tree, ROOT, path, start - 1)).to;
        branch.to = <u8>beginnings;
        branch.text = path + start;
        branch.length = <u8>(end - start);
        branch.tail = tailOf(branch.text, <i32>branch.length);
        branch.path = <u8>(end == length ? number : NO_PATH);
        branch.member = 0;
        const slot = tree.slotFor(branch.tail, branch.from);
        branch.next = <u8>tree.firstIn(slot);
        store<u8>(slot, branches, offsetof<PathTree>());
      }
    }
    path += length;
  }
  unclaim(address + BRANCHES + <usize>branches * offsetof<Branch>());
  keepClaims();
  return tree;
}

/** Returns the end of the path's part that begins at `start`: before a dot, or at the path's end. */
function endOfPart(path: usize, start: usize, length: usize): usize {
  while (start < length && <u32>load<u8>(path + start) != DOT) start += 1;
  return start;
}

/** Returns the number of the branch from a beginning by a key, or 0. */
function find(tree: PathTree, from: u32, key: usize, length: usize): u32 {
  const tail = tailOf(key, <i32>length);
  let number = tree.firstIn(tree.slotFor(tail, from));
  while (number != 0) {
    const branch = tree.branchAt(number);
    const isAlike = branch.tail == tail && <u32>branch.from == from && <usize>branch.length == length;
    if (isAlike && isSameBytes(branch.text, key, length)) break;
    number = branch.next;
  }
  return number;
}

/** Returns the branch by which the key read last leads on from a beginning, or null. */
export function follow(tree: PathTree, from: u32): Branch | null {
  const tail = keyTail();
  let number = tree.firstIn(tree.slotFor(tail, from));
  while (number != 0) {
    const branch = tree.branchAt(number);
    if (branch.tail == tail && <u32>branch.from == from && isKeyText(branch.text, branch.length)) return branch;
    number = branch.next;
  }
  return null;
}
