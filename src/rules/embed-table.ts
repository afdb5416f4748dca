/** Another rule in a module: its table as a data segment over the one that the module was built with. */
import { segmentsOf, withSegments } from "../config/embed.js";
import { readSections, writeSections } from "../wasm-sections.js";
import { MARK, ROOM } from "./table.js";

/** The module with the table in place of its own. Throws a RangeError if it has no place for one, or too little room. */
export function embedTable(binary: Uint8Array, table: Uint8Array): Uint8Array {
  if (table.length > ROOM) throw new RangeError(`a table of ${table.length} bytes; the module has room for ${ROOM}`);
  const sections = readSections(binary);
  const places = segmentsOf(sections).flatMap(({ address, bytes }) => {
    const at = bytes.indexOf(MARK);
    return at < 0 ? [] : [address + at];
  });
  const [address] = new Set(places);
  if (address === undefined) throw new RangeError("the module has no place for the table of a rule");
  // All of its room: what was there is gone.
  const bytes = Buffer.alloc(ROOM);
  bytes.set(table);
  return writeSections(
    binary,
    sections.map((section) => withSegments(section, [{ address, bytes }], 0)),
  );
}
