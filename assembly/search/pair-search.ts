/**
 * Skip search by pairs of bytes (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994) for windows of
 * `WINDOW` bytes: look at the last two bytes of a window, and jump as far as they allow. Four of five bytes are never
 * looked at, which matters in an interpreter.
 *
 * The table has a jump for each pair of byte values; 0 means that a window may end here. It is the module's only such
 * table, so that its address is part of an instruction and costs none.
 */

/** Length of every window, in bytes. */
export const WINDOW: usize = 11;
/** The jump from a pair in no window: the next window begins with the pair's second byte. */
export const FARTHEST: usize = WINDOW - 1;

const JUMPS: usize = memory.data(65536, 8);
memory.fill(JUMPS, <u8>FARTHEST, 65536);

/**
 * Allows the bytes `first` and `second` in a window with `after` bytes of it after them. The fewest of all calls for a
 * pair count.
 */
export function allowPair(first: u32, second: u32, after: i32): void {
  const entry = JUMPS + <usize>(first | (second << 8));
  if (after < <i32>load<u8>(entry)) store<u8>(entry, <u8>after);
}

/** Returns how far to jump from the pair at `at`. Caller: two bytes are readable. */
export function jumpAt(at: usize): usize {
  return load<u8>(<usize>load<u16>(at), JUMPS);
}
