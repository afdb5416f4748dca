/**
 * The adapter for hosts that run the loop themselves and compile WASM's SIMD, such as Node: NDJSON by chunks. What it has
 * beside that is Fluent Bit's interface, for records that come alone or are longer than a chunk.
 *
 * The host reads into one buffer, asks for the lines that are to be judged, and writes what stands between them as it is,
 * straight from the buffer.
 */
import { claim, keepClaims, recycle } from "../bytes/arena";
import { keepRecord, tagRecord } from "../pipeline";
import { READ_BEHIND } from "../rule/candidates";
import { configure } from "./config-file";

export { CONFIG_HEADER as config } from "../config/embedded";
export { findLine, lineEnd, passedNewlines, passedOthers, passedRecords } from "../rule/candidates";
export { check } from "./config-check";
export { _initialize, free, keep, malloc, tag } from "./single-record";

/** A host's page: systems copy faster between files and memory that begin at one. */
const PAGE: usize = 4096;

/**
 * A buffer of `size` bytes that begins at a page, kept for good, with as many readable bytes behind it as `findLine`
 * needs; 0 if there is no memory for it. To be called once, before any other function but `_initialize`.
 */
export function chunk(size: i32): usize {
  if (size < 0) return 0;
  configure();
  const start = claim(<usize>size + READ_BEHIND + PAGE - 1);
  if (start == 0) return 0;
  keepClaims();
  return (start + PAGE - 1) & ~(PAGE - 1);
}

/**
 * Judges the line from `start` to `end`, in place. Returns `start` for a line that is to stay as it is, with `keep` 0 for
 * one that is to be dropped, else the address of the annotated record, NUL-terminated and good until the next call. The
 * buffer stays as it is. Lines are judged in their order: what is remembered of earlier ones counts.
 */
export function judgeLine(start: usize, end: usize, keep: bool): usize {
  recycle();
  return keep ? keepRecord(start, end - start) : tagRecord(start, end - start);
}
