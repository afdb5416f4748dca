/**
 * The fields that are looked for, by the dotted paths that each schema gives them.
 *
 * An entry of a table is a path and the field that it is of; a field may have several, and the value of an earlier one
 * counts before that of a later one. No path begins with the whole of another: the walk relies on that.
 */
/**
 * A table: the address of a byte with the number of paths, a byte with the field of each, and then the length of each path, in a byte, and
 * the path in ASCII.
 */
export type Paths = usize;

/** The field that the path with a number is of. */
export function fieldAt(paths: Paths, index: i32): i32 {
  return load<u8>(paths + index, 1);
}

/** The parts of the longest path: as deep as a walk goes. (The specs count them and the next.) */
export const MAX_PARTS: i32 = 6;
/** The different beginnings of paths (`aws`, `aws.cloudtrail`, …) in the table with the most. */
export const MAX_BEGINNINGS: i32 = 51;
