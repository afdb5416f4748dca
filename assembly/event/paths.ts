/**
 * The fields that are looked for, by the dotted paths that each schema gives them.
 *
 * An entry of a table is a path and its field; a field may have several, and the value of an earlier path wins. No path
 * begins with the whole of another: the walk relies on that.
 */

/**
 * A table: the address of a byte with the number of paths, a byte with the field of each, and then for each path its
 * length, in a byte, and its ASCII.
 */
export type Paths = usize;

/** Returns the field of the path `index`. */
export function fieldAt(paths: Paths, index: i32): i32 {
  return load<u8>(paths + index, 1);
}

/** The parts of the longest path, which is how deep a walk goes. (The specs check this and the next.) */
export const MAX_PARTS: i32 = 6;
/** The different beginnings of paths (`aws`, `aws.cloudtrail`, …) in the table with the most. */
export const MAX_BEGINNINGS: i32 = 51;
