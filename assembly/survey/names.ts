/**
 * Short texts, each kept once: the accounts and the regions of events. A table has a fixed number of entries of two
 * vectors each, 31 bytes and the text's length; a text that does not fit, or one too many, only sets `hasMore`.
 */

/** Bytes of an entry: the text, padded with zeros, and its length in the last byte. */
export const ENTRY_SIZE: usize = 32;
/** The longest text that is kept, in bytes. */
export const LONGEST_NAME: usize = 31;


@unmanaged
export class Names {
  count: u32;
  /** 1 if there was a text that is not in the table. */
  hasMore: u32;
}
/** Bytes before the entries of a table, which are aligned like vectors. */
export const HEADER_SIZE: usize = (offsetof<Names>() + 15) & ~15;

/** The entry found last, which most texts are. */
let newest: usize = 0;

/** Forgets the texts of a table. */
export function clearNames(names: Names): void {
  names.count = names.hasMore = 0;
  newest = 0;
}

/** Returned for a text that is not in a table. */
export const NO_ENTRY: i32 = -1;

/**
 * Keeps the text in [start, end) in a table that has room for `most`. Returns the number of its entry, or NO_ENTRY; an
 * empty text has none. Caller: unless it is empty or too long, ENTRY_SIZE bytes from `start` on are readable.
 */
export function noteName(names: Names, most: u32, start: usize, end: usize): i32 {
  const length = end - start;
  if (length == 0) return NO_ENTRY;
  if (length > LONGEST_NAME) {
    names.hasMore = 1;
    return NO_ENTRY;
  }
  const lanes = v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const lengths = i8x16.splat(<i8>length);
  const low = v128.and(v128.load(start), i8x16.lt_u(lanes, lengths));
  const rest = v128.and(v128.load(start, 16), i8x16.lt_u(i8x16.add(lanes, i8x16.splat(16)), lengths));
  const high = i8x16.replace_lane(rest, 15, <i8>length);

  const first = changetype<usize>(names) + HEADER_SIZE;
  const last = first + <usize>names.count * ENTRY_SIZE;
  if (newest >= first && newest < last && isEntry(newest, low, high)) return numberOf(newest, first);
  for (let entry = first; entry < last; entry += ENTRY_SIZE) {
    if (!isEntry(entry, low, high)) continue;
    newest = entry;
    return numberOf(entry, first);
  }
  if (names.count == most) {
    names.hasMore = 1;
    return NO_ENTRY;
  }
  v128.store(last, low);
  v128.store(last, high, 16);
  names.count += 1;
  newest = last;
  return numberOf(last, first);
}

// @ts-ignore: decorator
@inline
function numberOf(entry: usize, first: usize): i32 {
  return <i32>((entry - first) / ENTRY_SIZE);
}

// @ts-ignore: decorator
@inline
function isEntry(entry: usize, low: v128, high: v128): bool {
  return !v128.any_true(v128.or(v128.xor(v128.load(entry), low), v128.xor(v128.load(entry, 16), high)));
}
