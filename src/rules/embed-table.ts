/** Reads the rule in a module, or replaces it by a data segment over the built-in table. */
import { segmentsOf, withSegments, type Segment } from "../config/embed.js";
import { readSections, writeSections } from "../wasm-sections.js";
import { Layout, MARK, ROOM } from "./table.js";

/** What a module says about its rule. */
export interface EmbeddedRule {
  id: string;
  name: string;
  version: string;
}

/** Returns the module with another table. Throws a RangeError if it has no room for one, or too little. */
export function embedTable(binary: Uint8Array, table: Uint8Array): Uint8Array {
  if (table.length > ROOM) throw new RangeError(`a table of ${table.length} bytes; the module has room for ${ROOM}`);
  const sections = readSections(binary);
  const { address } = findTable(segmentsOf(sections));
  // All of its room, so that nothing of the old table remains.
  const bytes = Buffer.alloc(ROOM);
  bytes.set(table);
  return writeSections(
    binary,
    sections.map((section) => withSegments(section, [{ address, bytes }], 0)),
  );
}

/** Returns the table of a module's rule. Throws a RangeError if there is none. */
export function embeddedTable(binary: Uint8Array): Buffer {
  return findTable(segmentsOf(readSections(binary))).table;
}

/** Returns a module's rule. Throws a RangeError if there is none, or it cannot be read. */
export function embeddedRule(binary: Uint8Array): EmbeddedRule {
  const table = embeddedTable(binary);
  const at = table.readUInt16LE(Layout.RULE_MEMBER);
  const member = table.toString("utf8", at, at + table.readUInt16LE(Layout.RULE_MEMBER + 2));
  try {
    const { rule } = JSON.parse(`{${member.slice(1)}}`) as { rule: EmbeddedRule };
    return { id: rule.id, name: rule.name, version: rule.version };
  } catch (error) {
    throw new RangeError("the table of its rule is damaged", { cause: error });
  }
}

/**
 * Finds the rule's table: address and bytes. It may span several segments, since zeros are left out, and be overwritten by
 * another.
 */
function findTable(segments: readonly Segment[]): { address: number; table: Buffer } {
  const [address] = segments.flatMap(({ address, bytes }) => {
    const at = bytes.indexOf(MARK);
    return at < 0 ? [] : [address + at];
  });
  if (address === undefined) throw new RangeError("the module has no place for the table of a rule");
  const table = Buffer.alloc(ROOM);
  for (const { address: start, bytes } of segments) {
    const skipped = Math.max(address - start, 0);
    if (skipped < bytes.length && start < address + ROOM) bytes.copy(table, Math.max(start - address, 0), skipped);
  }
  return { address, table };
}
