/**
 * The fields that are looked for, by the dotted paths that each schema gives them.
 *
 * An entry of a table is a path and the field that it is of; a field may have several, and the value of an earlier one
 * counts before that of a later one. No path begins with the whole of another: the walk relies on that.
 */
import { claim, keepClaims } from "../bytes/arena";
import { unitAt } from "../bytes/ascii";

/**
 * A table: the address of a byte with the number of paths, a byte with the field of each, and then the length of each path, in a byte, and
 * the path in ASCII.
 */
export type Paths = usize;

/** A table of literals: in each entry the number of a field, and below it, in the lower 24 bits, the address of its path. Takes memory for good. */
export function pathsOf(literals: StaticArray<i32>): Paths {
  const count = literals.length;
  let size = 1 + 2 * count;
  for (let index = 0; index < count; index++) size += literalAt(literals, index).length;
  const paths = claim(size);
  if (paths == 0) return paths;
  keepClaims();
  store<u8>(paths, count);
  let at = paths + 1 + count;
  for (let index = 0; index < count; index++) {
    const path = literalAt(literals, index);
    store<u8>(paths + 1 + index, unchecked(literals[index]) >> 24);
    store<u8>(at, path.length);
    at += 1;
    for (let unit = 0; unit < path.length; unit++, at++) store<u8>(at, unitAt(path, unit));
  }
  return paths;
}

function literalAt(literals: StaticArray<i32>, index: i32): string {
  return changetype<string>(<usize>(unchecked(literals[index]) & 0xffffff));
}

/** The field that the path with a number is of. */
// @ts-ignore: decorator
@inline
export function fieldAt(paths: Paths, index: i32): i32 {
  return load<u8>(paths + index, 1);
}

/** The parts of the longest path: as deep as a walk goes. (The specs count them and the next.) */
export const MOST_PARTS: i32 = 6;
/** The different beginnings of paths (`aws`, `aws.cloudtrail`, …) in the table with the most. */
export const MOST_BEGINNINGS: i32 = 51;
