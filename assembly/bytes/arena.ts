/**
 * The arena: all memory after the module's static data.
 *
 * Blocks are handed out one after the other and recycled together at the first allocation after a record was processed.
 * So memory is bounded by the largest record, also on a host that never frees (Fluent Bit 4.1.0 and 4.1.1).
 *
 * Raw addresses follow one convention in all of assembly/, unless a function says otherwise:
 *
 * - `start` and `end`: every byte from `start` on and before `end` is readable, `start <= end`, and nothing at or after
 *   `end` is read. Where a function takes an address and `end`, the address is below `end`.
 * - `into`: as much as the function stores is writable there; it does not overlap what is read.
 * - 0 is never an address. As an argument it means "none" only where that is documented.
 * - `find*` returns 0 (null, false) if there is nothing, `seek*` returns `end`. (`findLine` returns `end`, too: it is an
 *   export.) A missing index or number is -1.
 * - `skip*` returns the address after what it skips.
 * - `match*` is a pure test of bytes: it returns whether they match, or where or how far they do, with 0 for no match.
 * - An address that is returned is good until its memory is given back: see `allocate`, `claim` and `reserve`.
 *
 * Nothing of this is checked. A broken contract reads other bytes, or traps, and a trap loses the record.
 */

/** Alignment of every block, in bytes. */
const ALIGNMENT: usize = 8;
const PAGE: usize = 65536;
/** No block. Blocks are aligned, so none has this address. */
const NO_BLOCK: usize = 1;
/** Whether the module is compiled with the stub runtime: its `ASC_RUNTIME` is 0. */
const STUB_RUNTIME: bool = ASC_RUNTIME == 0;

// Under the stub runtime nothing else uses the memory after the static data. Another runtime
// (the specs run on one) owns that heap: there the arena takes new pages only.
let base: usize = STUB_RUNTIME ? align(__heap_base) : 0;
let limit: usize = STUB_RUNTIME ? <usize>memory.size() * PAGE : 0;
// At most `limit`. Where memory goes up to 4 GiB that wraps to 0, and `limit - top` is still right.
let top: usize = base;
let newest: usize = NO_BLOCK;
let recycled: bool = false;
// That heap takes all memory there is at its first use, which must come before the arena takes pages.
if (!STUB_RUNTIME) __free(__alloc(1));
/** Where the claims of the current record begin, or 0. */
let claims: usize = 0;
/** Whether memory was refused for something the current record needs, so that not all of it was looked at. */
export let ranShort: bool = false;

function align(address: usize): usize {
  return (address + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

/** Returns the first address after the memory that there is now. */
export function memoryEnd(): u64 {
  return (<u64>memory.size()) << 16;
}

/** Reports whether the `length` bytes at `start` are in memory. Any values are allowed. */
export function isReadable(start: usize, length: usize): bool {
  return <u64>start + <u64>length <= memoryEnd();
}

/**
 * Makes `size` bytes at `top` usable. Returns false, and changes nothing, if the host refuses to grow memory or the
 * module is at its maximum.
 */
function ensure(size: usize): bool {
  const end = <u64>top + <u64>size;
  if (end <= <u64>limit) return true;
  if (<u64>limit != memoryEnd()) {
    // Something else grew the memory in between: start over after it.
    const pages = (<u64>size + PAGE - 1) >> 16;
    if (pages > 65535) return false;
    const before = memory.grow(<i32>pages);
    if (before < 0) return false;
    base = top = <usize>before * PAGE;
    newest = NO_BLOCK;
    // Earlier claims cannot be given back any more.
    if (claims != 0) claims = base;
    limit = base + <usize>pages * PAGE;
    return true;
  }
  const pages = (end - <u64>limit + PAGE - 1) >> 16;
  if (pages > 65535 || memory.grow(<i32>pages) < 0) return false;
  limit += <usize>pages * PAGE;
  return true;
}

/**
 * Returns a block of `size` bytes, aligned to 8, or 0 if memory cannot grow that far. It is good until the first
 * `allocate` after the next `recycle`.
 */
export function allocate(size: usize): usize {
  if (recycled) {
    recycled = false;
    top = base;
    claims = 0;
  }
  // The usual case, without a call.
  if (size > limit - top && !ensure(size)) return 0;
  const block = top;
  newest = block;
  top = align(block + size);
  return block;
}

/** Gives back the newest block and every claim after it. Any other block waits for `recycle`. */
export function release(block: usize): void {
  if (block == newest) {
    top = newest;
    newest = NO_BLOCK;
    claims = 0;
  }
}

/** Ends every claim, and lets the next `allocate` start over: what the host was given stays until then. */
export function recycle(): void {
  recycled = true;
  ranShort = false;
  if (claims != 0) unclaim(claims);
}

/**
 * Claims `size` bytes after all blocks, or returns 0 and sets `ranShort`. They are good until `recycle`, `unclaim`, or
 * the `release` of the newest block.
 */
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

/** Returns where the next claim begins, for `unclaim`. */
export function claimedEnd(): usize {
  return top;
}

/**
 * Gives back what is claimed from `end` on: an address that `claimedEnd` returned, or one inside a claim. Does nothing
 * with any other.
 */
export function unclaim(end: usize): void {
  if (claims == 0 || end < claims || end >= top) return;
  top = align(end);
  if (end == claims) claims = 0;
}

/**
 * Keeps everything claimed for good; blocks begin after it from now on. Caller: no block has been handed out yet. `end`
 * is where other memory to keep ends, or 0.
 */
export function keepClaims(end: usize = 0): void {
  base = top = max(top, align(end));
  // Where something else grew memory, the next block takes new pages.
  limit = max(limit, top);
  claims = 0;
}

/** Reports whether anything is claimed. */
export function hasClaims(): bool {
  return claims != 0;
}

/**
 * Returns `size` bytes after all blocks and claims, good until the next call into the arena; 0, and `ranShort` is set,
 * if there is no memory.
 */
export function reserve(size: usize): usize {
  const start = tryReserve(size);
  if (start == 0) ranShort = true;
  return start;
}

/** Returns how many bytes `reserve` can hand out before memory has to grow. */
export function roomLeft(): usize {
  return limit - top;
}

/** Does what `reserve` does, without setting `ranShort`: for memory that the caller can do without. */
export function tryReserve(size: usize): usize {
  return ensure(size) ? top : 0;
}

/**
 * Makes `size` bytes from `start` on usable until the next call into the arena; `start` is in or after `block`. Returns
 * false if `block` is not the newest, if something is claimed after it, or if memory cannot grow.
 */
export function reserveFrom(block: usize, start: usize, size: usize): bool {
  if (block != newest || start < block || claims != 0) return false;
  const end = <u64>start + <u64>size;
  if (end <= <u64>limit) return true;
  // Only if all memory up to its end is the arena's does it grow without a gap.
  return <u64>limit == memoryEnd() && ensure(<usize>(end - <u64>top));
}
