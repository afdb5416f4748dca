/** A Fluent Bit filter that returns its input: the minimum cost of any WASM filter, all of it the host's. */

const PAGE_BYTES: usize = 65536;

let top: usize = __heap_base;
let isJudged = false;

/** Returns a block of `size` bytes, or 0 if memory cannot grow that far. The first call after a record starts over. */
export function malloc(size: i32): usize {
  if (isJudged) top = __heap_base;
  isJudged = false;
  const block = (top + 15) & ~15;
  const end = block + <usize>size;
  const room = <usize>memory.size() * PAGE_BYTES;
  if (end > room && memory.grow(<i32>((end - room + PAGE_BYTES - 1) / PAGE_BYTES)) < 0) return 0;
  top = end;
  return block;
}

/** Does nothing: the blocks of a call are freed all at once. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
export function free(block: usize): void {}

/** Returns the record. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
export function tag(tag: usize, tagLength: i32, seconds: i32, nanoseconds: i32, record: usize, length: i32): usize {
  isJudged = true;
  return record;
}
