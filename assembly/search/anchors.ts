/** The anchors of the rule's table, which the searches look for. */
import { Anchor, Layout } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";

/** Bytes at the end of an anchor that are compared in one go. */
const WORD: usize = 8;

/** Returns how many anchors the table has. */
export function anchorCount(): i32 {
  return <i32>load<u16>(RULE_TABLE, Layout.ANCHOR_COUNT);
}

/** Returns the reference to the anchor `index`, for the functions below. Caller: `index` is below `anchorCount`. */
export function anchorAt(index: i32): usize {
  return RULE_TABLE + Layout.ANCHORS + <usize>index * Anchor.BYTES;
}

/** Returns how many letters it has. */
export function sizeOf(anchor: usize): usize {
  return load<u8>(anchor, Anchor.SIZE);
}

/** Returns its last eight letters. */
export function wordOf(anchor: usize): u64 {
  return load<u64>(anchor, Anchor.LETTERS_END - WORD);
}

/** Returns the letter before its last four. */
export function fifthLastOf(anchor: usize): u32 {
  return load<u8>(anchor, Anchor.LETTERS_END - 5);
}

/** Returns where in its last eight letters the pair begins that the vector search looks for. */
export function pairIn(anchor: usize): usize {
  return load<u8>(anchor, Anchor.PAIR_AT);
}
