/** Modules with a lower maximum of memory, otherwise unchanged. */
import { readFile } from "node:fs/promises";
import { modulePath, type HostName } from "#keyward/hosts/module-kinds.js";
import { MEMORY_SECTION, Reader, readSections, unsigned, writeSections } from "#keyward/wasm-sections.js";

const HAS_MAXIMUM = 1;

/** Returns a host's module with at most this many 64 KiB pages. */
export async function moduleOfPages(host: HostName, pages: number): Promise<WebAssembly.Module> {
  const binary = await readFile(modulePath(host));
  const sections = readSections(binary).map((section) => {
    if (section.id !== MEMORY_SECTION) return section;
    const reader = new Reader(section.content);
    reader.take(2);
    return {
      id: MEMORY_SECTION,
      content: Buffer.concat([Buffer.of(1, HAS_MAXIMUM), unsigned(reader.unsigned()), unsigned(pages)]),
    };
  });
  return new WebAssembly.Module(Uint8Array.from(writeSections(binary, sections)));
}

/** Returns a host's module as built. */
export async function builtModule(host: HostName): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(Uint8Array.from(await readFile(modulePath(host))));
}
