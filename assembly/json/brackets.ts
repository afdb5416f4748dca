/** What a text is at a glance: judged by its first and last byte, without white space. */
import { CLOSE_ARRAY, CLOSE_OBJECT, OPEN_ARRAY, OPEN_OBJECT, isSpace } from "./chars";

export enum Glance {
  /** Nothing but white space. */
  BLANK = 0,
  /** Begins and ends with the brackets of an object or an array. */
  BRACKETED = 1,
  /** Plainly not an object or array. */
  OTHER = 2,
}

/** Returns what [start, end) is at a glance. The bytes need not be JSON. */
export function glanceAt(start: usize, end: usize): Glance {
  while (start < end && isSpace(load<u8>(start))) start += 1;
  while (start < end && isSpace(load<u8>(end - 1))) end -= 1;
  if (start == end) return Glance.BLANK;
  const first = <u32>load<u8>(start);
  const last = <u32>load<u8>(end - 1);
  const isObject = first == OPEN_OBJECT && last == CLOSE_OBJECT;
  return isObject || (first == OPEN_ARRAY && last == CLOSE_ARRAY) ? Glance.BRACKETED : Glance.OTHER;
}
