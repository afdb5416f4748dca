/**
 * Puts a configuration into a module: its text as an active data segment after the module's memory, and a second segment over the
 * header that assembly/config/embedded.ts reserves for this.
 */
import { ModuleError } from "../module.js";
import {
  constant,
  DATA_COUNT_SECTION,
  DATA_SECTION,
  EXPORT_SECTION,
  GLOBAL_SECTION,
  MEMORY_SECTION,
  Reader,
  readSections,
  unsigned,
  writeSections,
  type Section,
} from "../wasm-sections.js";
import { MODULES } from "../messages/modules.js";

/** The exported global with the header's address. */
const HEADER_EXPORT = "config";
const GLOBAL_KIND = 3;
const PAGE_BYTES = 65_536;
/** The mark at the start of the header; address and length follow. */
const MARK = Buffer.from("KEYWARD\u0001");

/** A part of a module's initial memory. */
export interface Segment {
  address: number;
  bytes: Buffer;
}

/** Returns the module with the configuration in it. Throws a ModuleError if the module cannot hold one, or already has one. */
export function embedConfig(name: string, binary: Uint8Array, config: Uint8Array): Uint8Array {
  return understand(name, () => {
    const sections = readSections(binary);
    const header = headerAddress(sections);
    if (findConfig(sections, header) !== undefined) {
      throw new ModuleError(`${name}: ${MODULES.carriesAlready}`);
    }
    const address = memoryPages(sections) * PAGE_BYTES;
    const place = Buffer.alloc(8);
    place.writeUInt32LE(address, 0);
    place.writeUInt32LE(config.length, 4);
    const added = [
      { address: header + MARK.length, bytes: place },
      { address, bytes: Buffer.from(config) },
    ];
    return writeSections(
      binary,
      sections.map((section) => withSegments(section, added, Math.ceil(config.length / PAGE_BYTES))),
    );
  });
}

/** Returns the configuration in the module; undefined if it has none. Throws a ModuleError if it cannot hold one. */
export function embeddedConfig(name: string, binary: Uint8Array): Uint8Array | undefined {
  return understand(name, () => {
    const sections = readSections(binary);
    return findConfig(sections, headerAddress(sections));
  });
}

function understand<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ModuleError(`${name}: ${MODULES.cannotCarry(error.message)}`, { cause: error });
  }
}

/** Returns the section with more segments, or more pages of memory. */
export function withSegments(section: Section, added: readonly Segment[], pages: number): Section {
  const { id, content } = section;
  switch (id) {
    case MEMORY_SECTION: {
      const reader = new Reader(content);
      const flags = [reader.byte(), reader.byte()];
      const least = reader.unsigned();
      return { id, content: Buffer.concat([Buffer.from(flags), unsigned(least + pages), content.subarray(reader.at)]) };
    }
    case DATA_COUNT_SECTION:
      return { id, content: unsigned(new Reader(content).unsigned() + added.length) };
    case DATA_SECTION: {
      const reader = new Reader(content);
      const count = reader.unsigned();
      const segments = added.flatMap(({ address, bytes }) => [
        Buffer.of(0),
        constant(address),
        unsigned(bytes.length),
        bytes,
      ]);
      return { id, content: Buffer.concat([unsigned(count + added.length), content.subarray(reader.at), ...segments]) };
    }
    default:
      return section;
  }
}

function contentOf(sections: readonly Section[], id: number): Reader {
  const section = sections.find((one) => one.id === id);
  if (section === undefined) throw new RangeError(MODULES.noSection(id));
  return new Reader(section.content);
}

/** Returns the module's initial memory in pages. */
function memoryPages(sections: readonly Section[]): number {
  const reader = contentOf(sections, MEMORY_SECTION);
  reader.take(2);
  return reader.unsigned();
}

function headerAddress(sections: readonly Section[]): number {
  const index = headerGlobal(contentOf(sections, EXPORT_SECTION));
  const reader = contentOf(sections, GLOBAL_SECTION);
  reader.unsigned();
  for (let global = 0; ; global++) {
    reader.take(2);
    const value = reader.constant();
    if (global === index && value !== undefined) return value;
  }
}

function headerGlobal(reader: Reader): number {
  for (let left = reader.unsigned(); left > 0; left--) {
    const name = reader.text();
    const kind = reader.byte();
    const index = reader.unsigned();
    if (name === HEADER_EXPORT && kind === GLOBAL_KIND) return index;
  }
  throw new RangeError(MODULES.noGlobal(HEADER_EXPORT));
}

/** Returns the segments of a module. Throws a RangeError if one has no address. */
export function segmentsOf(sections: readonly Section[]): Segment[] {
  const reader = contentOf(sections, DATA_SECTION);
  const segments: Segment[] = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    if (reader.unsigned() !== 0) throw new RangeError(MODULES.segmentNotActive);
    const address = reader.constant();
    if (address === undefined) throw new RangeError(MODULES.segmentNowhere);
    segments.push({ address, bytes: reader.take(reader.unsigned()) });
  }
  return segments;
}

function findConfig(sections: readonly Section[], header: number): Uint8Array | undefined {
  const segments = segmentsOf(sections);
  const place = segments.findLast(({ address, bytes }) => address === header + MARK.length && bytes.length === 8);
  if (place === undefined) return undefined;
  const address = place.bytes.readUInt32LE(0);
  const length = place.bytes.readUInt32LE(4);
  const config = segments.find((segment) => segment.address === address && segment.bytes.length === length);
  if (config === undefined) throw new RangeError(MODULES.headerToNothing);
  return new Uint8Array(config.bytes);
}
