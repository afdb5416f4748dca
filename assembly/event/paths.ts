/**
 * The fields that are looked for, by the dotted paths that each schema gives them.
 *
 * An entry of a table is a path and the field that it is of; a field may have several, and the value of an earlier one
 * counts before that of a later one. Paths with a common beginning are next to each other, and none begins with the whole of another:
 * the walk relies on both.
 */

/** A table: in each entry the number of a field, and below it, in the lower 24 bits, the address of its path. */
export type Paths = StaticArray<i32>;

/** The path of an entry. */
// @ts-ignore: decorator
@inline
export function pathAt(paths: Paths, index: i32): string {
  return changetype<string>(<usize>(unchecked(paths[index]) & 0xffffff));
}

/** The field that the path of an entry is of. */
// @ts-ignore: decorator
@inline
export function fieldAt(paths: Paths, index: i32): i32 {
  return unchecked(paths[index]) >> 24;
}

/** The parts of the longest path: as deep as a walk goes. (The specs count them and the next.) */
export const MOST_PARTS: i32 = 6;
/** The different beginnings of paths (`aws`, `aws.cloudtrail`, …) in the table with the most. */
export const MOST_BEGINNINGS: i32 = 51;
