/**
 * The shapes that CloudTrail arrives in: every place where an event can be. They come from rules/shapes.json, where a
 * new shape is one more row.
 *
 * A place is a JSON Pointer from the record, in which `*` is every element of an array and a `#` at the end a string to
 * decode; without it, an object. The value at a place is looked at like a record, so a shape can hold another.
 *
 * A place may have a condition: a member that the object where it begins must have, with one of some strings as its
 * value; or must not have, other than null. Places with the same first name have the same condition.
 */
import { CONDITIONS, ROWS } from "./generated/shapes";

/** A row of the table. */
@unmanaged
export class Row {
  /** The number of its condition, counted from 1, or 0. */
  condition: u8;
  /** Bytes of its place, which follows in ASCII. */
  length: u8;

  start(): usize {
    return changetype<usize>(this) + offsetof<Row>();
  }

  end(): usize {
    return this.start() + <usize>this.length;
  }
}

/** Returns how many rows the table has. */
export function rowCount(): i32 {
  return load<u8>(ROWS);
}

/** Returns the first row; the next one begins where its place ends. */
export function firstRow(): Row {
  return changetype<Row>(ROWS + 1);
}

/** Returns the member that a condition is about. */
export function memberOf(condition: i32): string {
  return unchecked(CONDITIONS[2 * condition - 2]);
}

/** Returns the strings that this member may be, with `|` between them; empty if it must be missing or null. */
export function valuesOf(condition: i32): string {
  return unchecked(CONDITIONS[2 * condition - 1]);
}
