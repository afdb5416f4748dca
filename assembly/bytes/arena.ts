/**
 * The arena: all memory beyond the module's static data.
 *
 * Blocks are handed out one after the other and recycled together at the first allocation after
 * a record was processed. So memory is bounded by the largest record, also on a host that never
 * frees (Fluent Bit 4.1.0 and 4.1.1).
 */

/** Alignment of every block, in bytes. */
const ALIGNMENT: usize = 8;
const PAGE: usize = 65536;
/** Stands for no block, and is the address of none: blocks are aligned. */
const NO_BLOCK: usize = 1;
/** The value of `ASC_RUNTIME` that stands for the stub runtime. */
const STUB_RUNTIME: bool = ASC_RUNTIME == 0;

// Under the stub runtime nothing else uses the memory after the static data. Another runtime
// (the specs run on one) owns that heap: there the arena takes new pages only.
let base: usize = STUB_RUNTIME ? align(__heap_base) : 0;
let limit: usize = STUB_RUNTIME ? <usize>memory.size() * PAGE : 0;
// Never beyond `limit`, which is 0 where memory goes up to 4 GiB: their difference is right all the same.
let top: usize = base;
let newest: usize = NO_BLOCK;
let recycled: bool = false;
// It takes all memory there is when it is first used, which has to be before the arena takes pages.
if (!STUB_RUNTIME) __free(__alloc(1));
/** Where what is claimed for the record being processed begins, or 0. */
let claims: usize = 0;
/** Whether memory was refused for what the record being processed needs: then not all of it was looked at. */
export let ranShort: bool = false;

function align(address: usize): usize {
  return (address + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

/** First address after the memory that there is now. */
export function memoryEnd(): u64 {
  return (<u64>memory.size()) << 16;
}

/** Whether the `length` bytes at `start` lie in memory. */
export function isReadable(start: usize, length: usize): bool {
  return <u64>start + <u64>length <= memoryEnd();
}

/**
 * Makes `size` bytes at `top` usable. On failure nothing has changed, and the answer is false:
 * the host refused to grow, or the module is at its maximum.
 */
function ensure(size: usize): bool {
  const end = <u64>top + <u64>size;
  if (end <= <u64>limit) return true;
  if (<u64>limit != memoryEnd()) {
    // Somebody else grew the memory in between: begin anew after it.
    const pages = (<u64>size + PAGE - 1) >> 16;
    if (pages > 65535) return false;
    const before = memory.grow(<i32>pages);
    if (before < 0) return false;
    base = top = <usize>before * PAGE;
    newest = NO_BLOCK;
    // What is claimed before that is not to be given back.
    if (claims != 0) claims = base;
    limit = base + <usize>pages * PAGE;
    return true;
  }
  const pages = (end - <u64>limit + PAGE - 1) >> 16;
  if (pages > 65535 || memory.grow(<i32>pages) < 0) return false;
  limit += <usize>pages * PAGE;
  return true;
}

/** A block of `size` bytes, aligned to 8, or 0 if memory cannot grow that far. */
export function allocate(size: usize): usize {
  if (recycled) {
    recycled = false;
    top = base;
    claims = 0;
  }
  // What is asked for nearly always: `ensure` would find out the same.
  if (size > limit - top && !ensure(size)) return 0;
  const block = top;
  newest = block;
  top = align(block + size);
  return block;
}

/** Gives the newest block back; any other waits for `recycle`. */
export function release(block: usize): void {
  if (block == newest) {
    top = newest;
    newest = NO_BLOCK;
    claims = 0;
  }
}

/** Lets the next `allocate` start over: the host has what it came for. Ends every claim. */
export function recycle(): void {
  recycled = true;
  ranShort = false;
  if (claims != 0) unclaim(claims);
}

/** `size` bytes after all blocks, kept until the record being processed is done with, or 0. */
export function claim(size: usize): usize {
  if (!ensure(size)) {
    ranShort = true;
    return 0;
  }
  if (claims == 0) claims = top;
  const start = top;
  top = align(top + size);
  return start;
}

/** The end of what is claimed. */
export function claimedEnd(): usize {
  return top;
}

/** Gives back what is claimed from `end` on, an address that `claimedEnd` returned or one inside a claim. */
export function unclaim(end: usize): void {
  if (claims == 0 || end < claims || end >= top) return;
  top = align(end);
  if (end == claims) claims = 0;
}

/**
 * Keeps what is claimed for good: blocks begin after it from now on. To be called before the first block is handed
 * out. `end` is where other memory that is to be kept ends, or 0.
 */
export function keepClaims(end: usize = 0): void {
  base = top = max(top, align(end));
  // Memory that somebody else grew: the next block takes new pages.
  limit = max(limit, top);
  claims = 0;
}

/** Whether anything is claimed. */
export function hasClaims(): bool {
  return claims != 0;
}

/** `size` bytes after all blocks, good until the next call into the arena, or 0. */
export function reserve(size: usize): usize {
  const start = tryReserve(size);
  if (start == 0) ranShort = true;
  return start;
}

/** Bytes free after all blocks before memory has to grow; `reserve(0)` says where they begin. */
export function roomLeft(): usize {
  return limit - top;
}

/** As `reserve`, for what can do without: memory has not run short where there is none for it. */
export function tryReserve(size: usize): usize {
  return ensure(size) ? top : 0;
}

/**
 * `size` bytes from `start` on, inside or after the newest block `block`, good until the next
 * call into the arena. False if `block` is not the newest, something is claimed after it, or
 * memory cannot grow.
 */
export function reserveFrom(block: usize, start: usize, size: usize): bool {
  if (block != newest || start < block || claims != 0) return false;
  const end = <u64>start + <u64>size;
  if (end <= <u64>limit) return true;
  // Only memory that is ours up to its end can grow without a gap.
  return <u64>limit == memoryEnd() && ensure(<usize>(end - <u64>top));
}
