/**
 * Where values end: noted by the check of a text, so that the cursor need not look again each time
 * that it goes past one.
 *
 * It remembers some 2,048 values, each in the one slot that its address has; one noted later takes the slot of another. Every
 * value of a text that was checked was noted then. So what a slot says of an address is never about a text that stood there
 * before: memory is checked again whenever something new is read from it.
 */

const SLOTS: usize = 2048;
/** Levels of the text being checked whose values are noted when they end. */
const NOTED_LEVELS: u32 = 32;
/** Eight bytes a slot: where a value begins, and where it ends. Behind them, where the value of each open level begins. */
export const NOTES_SIZE: i32 = ((<i32>SLOTS) << 3) + ((<i32>NOTED_LEVELS) << 2);
export const NOTES: usize = memory.data(NOTES_SIZE, 8);
const LEVELS: usize = NOTES + SLOTS * 8;
/** Set in the end of a string that holds a backslash. Addresses are below 2 GiB. */
const ESCAPED: u32 = 0x80000000;

/** The slot of an address, in bytes from NOTES on: that is then part of an instruction and costs none. */
function slotOf(start: usize): usize {
  return (start & (SLOTS - 1)) << 3;
}

/** Notes the value from `start` to `end` (exclusive); `end` is 0 for one whose end is not known. */
// @ts-ignore: decorator
@inline
export function noteEnd(start: usize, end: usize, isEscaped: bool = false): void {
  store<u32>(slotOf(start), start, NOTES);
  store<u32>(slotOf(start), isEscaped ? (<u32>end) | ESCAPED : <u32>end, NOTES + 4);
}

/** Where the value at `start` ends, or 0 if that is not known. */
// @ts-ignore: decorator
@inline
export function knownEnd(start: usize): usize {
  return load<u32>(slotOf(start), NOTES) == <u32>start ? <usize>(load<u32>(slotOf(start), NOTES + 4) & ~ESCAPED) : 0;
}

/** The same for a string, negative if it holds a backslash. */
// @ts-ignore: decorator
@inline
export function notedEnd(start: usize): i32 {
  return load<u32>(slotOf(start), NOTES) == <u32>start ? load<i32>(slotOf(start), NOTES + 4) : 0;
}

/** Notes that a value begins at `start`, the text's level `depth` (from 0 on). */
export function noteStart(depth: u32, start: usize): void {
  // Until it ends, and for good where the level is too deep, its end is not known.
  noteEnd(start, 0);
  if (depth < NOTED_LEVELS) store<usize>(levelOf(depth), start, LEVELS);
}

/** Notes that the value of level `depth` ends at `end` (exclusive). */
export function noteLevelEnd(depth: u32, end: usize): void {
  if (depth < NOTED_LEVELS) noteEnd(load<usize>(levelOf(depth), LEVELS), end);
}

function levelOf(depth: u32): usize {
  return (<usize>depth) << 2;
}
