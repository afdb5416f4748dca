/** The paths of a table that go on with a key. */
import { unitAt } from "../bytes/ascii";
import { keyHead, keySignature, matchKey, signatureOf } from "../json/key";
import { Paths, pathAt } from "./paths";

/** The paths selected last: from `selectedFirst` to before `selectedBehind`. */
export let selectedFirst: i32 = 0;
export let selectedBehind: i32 = 0;

const DOT: u32 = 0x2e;

/** Tables that have an index, at most: there are fifteen. */
const MOST_TABLES: i32 = 15;
/** For each signature of a key, a byte: one more than the number of the first path that may begin with the key, or 0. */
const INDEX_SIZE: i32 = 256;
const tables = memory.data(MOST_TABLES * sizeof<usize>(), 8);
const indexes = memory.data(MOST_TABLES * INDEX_SIZE, 8);
let indexed: i32 = 0;

/** The index of `paths`, a table as a whole; made when it is first asked for. 0 if there are too many. */
export function indexOf(paths: Paths): usize {
  const table = changetype<usize>(paths);
  for (let number = 0; number < indexed; number++) {
    if (load<usize>(tables + <usize>number * sizeof<usize>()) == table) return indexes + <usize>(number * INDEX_SIZE);
  }
  if (indexed == MOST_TABLES) return 0;
  const index = indexes + <usize>(indexed * INDEX_SIZE);
  store<usize>(tables + <usize>indexed * sizeof<usize>(), table);
  indexed += 1;
  // From the last to the first, which therefore stays.
  for (let number = paths.length - 1; number >= 0; number--) {
    const path = pathAt(paths, number);
    for (let length = 1; length <= path.length; length++) {
      if (length < path.length && unitAt(path, length) != DOT) continue;
      const signature = signatureOf(unitAt(path, 0), unitAt(path, length - 1), length);
      store<u8>(index + signature, <u8>(number + 1));
    }
  }
  return index;
}

/** As `selectPaths`, for a table as a whole and its index. */
export function selectIndexed(paths: Paths, index: usize): i32 {
  const start = <i32>load<u8>(index + keySignature());
  return start == 0 ? 0 : selectPaths(paths, start - 1, paths.length, 0);
}

/**
 * Selects those of the paths from `first` to before `behind` whose next parts, from `offset` on, are
 * the key read last. Returns where they go on, beyond its end for a path that ends there; 0 if none is.
 */
export function selectPaths(paths: Paths, first: i32, behind: i32, offset: i32): i32 {
  let next: i32 = 0;
  const head = keyHead();
  while (first < behind && next == 0) {
    const path = pathAt(paths, first++);
    // Nearly all differ in the first letter.
    if (unitAt(path, offset) == head) next = matchPart(path, offset);
  }
  selectedFirst = first - 1;
  while (first < behind && matchPart(pathAt(paths, first), offset) != 0) first += 1;
  selectedBehind = first;
  return next;
}

/** Where `path` goes on if the key read last is its next parts, from `offset` on; else 0. */
function matchPart(path: string, offset: i32): i32 {
  const behind = matchKey(path, offset);
  if (behind == 0 || (behind < path.length && unitAt(path, behind) != DOT)) return 0;
  return behind + 1;
}
