/** Modules with less memory than they may have: their maximum is another, nothing else is. */
import { readFile } from "node:fs/promises";
import { modulePath, type HostName } from "#keyward/hosts/module-kinds.js";
import { MEMORY_SECTION, Reader, readSections, unsigned, writeSections } from "#keyward/wasm-sections.js";

const HAS_MAXIMUM = 1;

/** The module of a host, which can have so many pages of 64 KiB at most. */
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

/** The module of a host as it was built. */
export async function builtModule(host: HostName): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(Uint8Array.from(await readFile(modulePath(host))));
}
