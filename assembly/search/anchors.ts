/** The anchors of the rule's table: what the searches look for. */
import { Anchor, Layout } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";

/** Bytes at the end of an anchor that are compared at once. */
const WORD: usize = 8;

export function anchorCount(): i32 {
  return <i32>load<u16>(RULE_TABLE, Layout.ANCHOR_COUNT);
}

export function anchorAt(index: i32): usize {
  return RULE_TABLE + Layout.ANCHORS + <usize>index * Anchor.BYTES;
}

/** How many letters it has. */
export function sizeOf(anchor: usize): usize {
  return load<u8>(anchor, Anchor.SIZE);
}

/** Its last eight letters. */
export function wordOf(anchor: usize): u64 {
  return load<u64>(anchor, Anchor.LETTERS_END - WORD);
}

/** The letter before its last four. */
export function fifthLastOf(anchor: usize): u32 {
  return load<u8>(anchor, Anchor.LETTERS_END - 5);
}

/** Where in its last eight letters the pair begins that the vector search looks for. */
export function pairIn(anchor: usize): usize {
  return load<u8>(anchor, Anchor.PAIR_AT);
}
