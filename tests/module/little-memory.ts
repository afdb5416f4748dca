/** A module whose memory cannot grow any more, as on a host that has no more to give. */
import type { KeywardModule } from "#keyward/module.js";

/** Bytes of a page, and the most pages that the module's memory may have (asconfig.json). */
export const PAGE = 65_536;
export const MAX_PAGES = 4096;

/** Makes the memory as large as it can be but for some pages, as another user of it might. */
export function fill(memory: WebAssembly.Memory, left = 0): void {
  memory.grow(MAX_PAGES - left - memory.buffer.byteLength / PAGE);
}

/**
 * Lets the module have a page or somewhat more, and no more than that: what lies after is somebody else's. Returns the
 * largest block that malloc gives, and where the module's own memory ends.
 */
export function bound(module: KeywardModule): { room: number; end: number } {
  module.free(module.malloc(PAGE));
  const end = module.memory.buffer.byteLength;
  fill(module.memory);
  return { room: largestBlock(module), end };
}

/** The largest block that malloc gives. Blocks are given back at once, so that nothing changes. */
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
