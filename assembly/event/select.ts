/** The paths of a table that go on with a key. */
import { unitAt } from "../bytes/ascii";
import { matchKey } from "../json/key";

/** The paths selected last: from `selectedFirst` to before `selectedBehind`. */
export let selectedFirst: i32 = 0;
export let selectedBehind: i32 = 0;

/**
 * Selects those of the paths from `first` to before `behind` whose next parts, from `offset` on, are
 * the key read last. Returns where they go on, beyond its end for a path that ends there; 0 if none is.
 */
export function selectPaths(paths: StaticArray<string>, first: i32, behind: i32, offset: i32): i32 {
  let next: i32 = 0;
  while (first < behind && next == 0) next = matchPart(unchecked(paths[first++]), offset);
  selectedFirst = first - 1;
  while (first < behind && matchPart(unchecked(paths[first]), offset) != 0) first += 1;
  selectedBehind = first;
  return next;
}

/** Where `path` goes on if the key read last is its next parts, from `offset` on; else 0. */
function matchPart(path: string, offset: i32): i32 {
  const behind = matchKey(path, offset);
  if (behind == 0 || (behind < path.length && unitAt(path, behind) != 0x2e)) return 0;
  return behind + 1;
}
