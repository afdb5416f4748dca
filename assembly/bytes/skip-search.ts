/**
 * Skip search (Horspool) for one or several patterns of the same length: look at the last byte of
 * a window, jump as far as that byte allows. Most bytes are never looked at, which is what
 * matters in an interpreter.
 *
 * A table holds one jump for each of the 256 byte values; 0 stands for "a pattern may end here".
 */

/** Bytes that a table takes. */
const TABLE_SIZE: i32 = 256;

/** Jumps that one round of the unrolled loop makes before it looks for a hit. */
const UNROLLED = 8;

/** Makes `table` (256 bytes) that of no pattern at all, for windows of `length` bytes. */
export function clearTable(table: usize, length: i32): void {
  memory.fill(table, <u8>length, TABLE_SIZE);
}

/**
 * Adds a pattern: `length` units of `literal` from unit `from` on. Every pattern of a table must
 * have the length that the table was cleared with, and 1 to 255 units of ASCII.
 */
export function addPattern(table: usize, length: i32, literal: string, from: i32): void {
  for (let i = 0; i < length; i++) {
    const entry = table + load<u16>(changetype<usize>(literal) + ((<usize>(from + i)) << 1));
    const jump = length - 1 - i;
    if (jump < <i32>load<u8>(entry)) store<u8>(entry, <u8>jump);
  }
}

/**
 * Finds the first place, at or after `last`, where a window may end with a pattern. `last` is
 * the address of a window's last byte: `start + length - 1` to begin with, the answer plus one
 * to go on. Returns an address below `end`, or `end` if there is none.
 */
export function findLast(table: usize, length: i32, last: usize, end: usize): usize {
  // A round reads UNROLLED bytes, each at most `length` beyond the one before.
  const reach = <usize>(length * UNROLLED);
  while (last + reach < end) {
    // A jump of 0 stays where it is, so a hit survives the jumps that follow it.
    last += jumpAt(table, last);
    last += jumpAt(table, last);
    last += jumpAt(table, last);
    last += jumpAt(table, last);
    last += jumpAt(table, last);
    last += jumpAt(table, last);
    last += jumpAt(table, last);
    const jump = jumpAt(table, last);
    if (jump == 0) return last;
    last += jump;
  }
  while (last < end) {
    const jump = jumpAt(table, last);
    if (jump == 0) return last;
    last += jump;
  }
  return end;
}

/** The jump from a window whose last byte is at `last`. */
// @ts-ignore: decorator
@inline
function jumpAt(table: usize, last: usize): usize {
  return load<u8>(table + load<u8>(last));
}
