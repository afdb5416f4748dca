/** Renames the imports of a module (WebAssembly core specification, 5.5.5). */
import { Reader, readSections, unsigned, writeSections } from "#keyward/wasm-sections.js";

const IMPORT_SECTION = 2;
const FUNCTION = 0;

/** Returns the module with imports from `from` imported from `to`. Throws if it imports anything but functions. */
export function renameImports(binary: Uint8Array, from: string, to: string): Uint8Array {
  const sections = readSections(binary).map(({ id, content }) => {
    if (id !== IMPORT_SECTION) return { id, content };
    const reader = new Reader(content);
    const count = reader.unsigned();
    const parts: Buffer[] = [unsigned(count)];
    for (let left = count; left > 0; left--) {
      const module = reader.text();
      parts.push(text(module === from ? to : module), text(reader.text()));
      if (reader.byte() !== FUNCTION) throw new RangeError("an import is no function");
      parts.push(Buffer.of(FUNCTION), unsigned(reader.unsigned()));
    }
    return { id, content: Buffer.concat(parts) };
  });
  return writeSections(binary, sections);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([unsigned(bytes.length), bytes]);
}
