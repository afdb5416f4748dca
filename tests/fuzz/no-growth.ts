/** Limits a module's memory to a number of pages, as on a host without more. */
import { MEMORY_SECTION, Reader, readSections, unsigned, writeSections } from "#keyward/wasm-sections.js";

const HAS_MAXIMUM = 1;

/** Returns the initial number of 64 KiB pages of a binary. */
export function firstPages(binary: Uint8Array): number {
  return limits(binary).first;
}

/**
 * Returns the binary with a maximum number of pages. Throws a RangeError if it begins with more, or does not define exactly one
 * memory.
 */
export function withMostPages(binary: Uint8Array, most: number): Uint8Array {
  const { first } = limits(binary);
  if (most < first) throw new RangeError(`the module begins with ${first} pages`);
  const content = Buffer.concat([unsigned(1), Buffer.of(HAS_MAXIMUM), unsigned(first), unsigned(most)]);
  return writeSections(
    binary,
    readSections(binary).map((section) => (section.id === MEMORY_SECTION ? { ...section, content } : section)),
  );
}

function limits(binary: Uint8Array): { first: number } {
  const section = readSections(binary).find(({ id }) => id === MEMORY_SECTION);
  if (section === undefined) throw new RangeError("the module has no memory of its own");
  const reader = new Reader(section.content);
  if (reader.unsigned() !== 1) throw new RangeError("the module has several memories");
  reader.byte();
  return { first: reader.unsigned() };
}
