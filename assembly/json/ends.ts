/**
 * Where values end: noted while a text is checked, so that the cursor need not scan a value each time it skips it.
 *
 * There are 2,048 slots, one of which belongs to each address; a value noted later overwrites another with the same
 * slot. Checking a text notes every value in it, so what a slot has for the address of a value is never about an
 * earlier text there.
 *
 * Caller: ask only for addresses at which a value of a checked text begins. What is noted for any other address may be
 * of a text that is gone.
 */

const SLOTS: usize = 2048;
/** Levels of the text being checked whose values are noted when they end. */
const NOTED_LEVELS: u32 = 32;
/**
 * Eight bytes a slot: where a value begins, and where it ends. After the slots: where the value of each open level
 * begins.
 */
export const NOTES_SIZE: i32 = ((<i32>SLOTS) << 3) + ((<i32>NOTED_LEVELS) << 2);
export const NOTES: usize = memory.data(NOTES_SIZE, 8);
const LEVELS: usize = NOTES + SLOTS * 8;
/** Set in the end of a string that holds a backslash. Addresses are below 2 GiB. */
const ESCAPED: u32 = 0x80000000;

/** Returns the slot of an address, in bytes from NOTES on, which is then part of an instruction and costs none. */
function slotOf(start: usize): usize {
  return (start & (SLOTS - 1)) << 3;
}

/** Notes that the value at `start` ends at `end`; 0 if that is unknown. */
// @ts-ignore: decorator
@inline
export function noteEnd(start: usize, end: usize, isEscaped: bool = false): void {
  store<u32>(slotOf(start), start, NOTES);
  store<u32>(slotOf(start), isEscaped ? (<u32>end) | ESCAPED : <u32>end, NOTES + 4);
}

/** Returns where the value at `start` ends, or 0 if that is unknown. */
// @ts-ignore: decorator
@inline
export function knownEnd(start: usize): usize {
  return load<u32>(slotOf(start), NOTES) == <u32>start ? <usize>(load<u32>(slotOf(start), NOTES + 4) & ~ESCAPED) : 0;
}

/** Does what `knownEnd` does for a string; the result is negative if the string holds a backslash. */
// @ts-ignore: decorator
@inline
export function notedEnd(start: usize): i32 {
  return load<u32>(slotOf(start), NOTES) == <u32>start ? load<i32>(slotOf(start), NOTES + 4) : 0;
}

/** Notes that a value begins at `start`, on the text's level `depth`, counted from 0. */
export function noteStart(depth: u32, start: usize): void {
  // Its end is unknown until it comes, and for good if the level is too deep.
  noteEnd(start, 0);
  if (depth < NOTED_LEVELS) store<usize>(levelOf(depth), start, LEVELS);
}

/** Notes that the value of level `depth` ends at `end`. */
export function noteLevelEnd(depth: u32, end: usize): void {
  if (depth < NOTED_LEVELS) noteEnd(load<usize>(levelOf(depth), LEVELS), end);
}

function levelOf(depth: u32): usize {
  return (<usize>depth) << 2;
}
