/** A module whose memory cannot grow, as on a host without more. */
import type { KeywardModule } from "#keyward/module.js";

/** Size of a page, and the maximum number of pages of the module's memory (asconfig.json). */
export const PAGE = 65_536;
export const MAX_PAGES = 4096;

/** Grows the memory to its maximum less some pages, as another user of it might. */
export function fill(memory: WebAssembly.Memory, left = 0): void {
  memory.grow(MAX_PAGES - left - memory.buffer.byteLength / PAGE);
}

/**
 * Leaves the module little more than a page: what follows belongs to someone else. Returns the largest block that malloc gives,
 * and the end of the module's own memory.
 */
export function bound(module: KeywardModule): { room: number; end: number } {
  module.free(module.malloc(PAGE));
  const end = module.memory.buffer.byteLength;
  fill(module.memory);
  return { room: largestBlock(module), end };
}

/** Returns the largest block that malloc gives. Blocks are freed at once, so that nothing changes. */
export function largestBlock(module: KeywardModule): number {
  let [fits, tooMuch] = [0, MAX_PAGES * PAGE];
  while (tooMuch - fits > 1) {
    const size = (fits + tooMuch) >>> 1;
    const address = module.malloc(size);
    if (address === 0) tooMuch = size;
    else {
      fits = size;
      module.free(address);
    }
  }
  return fits;
}
