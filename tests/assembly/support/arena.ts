/** An arena in a known state to begin a test with. The specs' own runtime shares the memory with it. */
import { allocate, recycle } from "../../../assembly/bytes/arena";

export const PAGE: usize = 65536;

/** Grows memory by a page, as the specs' own runtime may at any time; returns the page's address. */
export function growForeignPage(): usize {
  return <usize>memory.grow(1) * PAGE;
}

/** Gives the arena two new pages at the end of memory that are entirely free; returns their address. */
export function startAnew(): usize {
  growForeignPage();
  const before = memory.size();
  // The rest of the arena's earlier pages must be taken first.
  while (memory.size() == before) allocate(2 * PAGE);
  recycle();
  return <usize>before * PAGE;
}

/** Whether all `size` bytes at `block` are `byte`. */
export function isFilled(block: usize, size: usize, byte: u8): bool {
  for (let at = block; at < block + size; at++) {
    if (load<u8>(at) != byte) return false;
  }
  return true;
}
