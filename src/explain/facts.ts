/** Reads what the module reports about its current candidate. */
import type { Guest } from "../hosts/guest.js";
import { CLUE_NUMBERS, ClueFlag, SCHEMAS, type CoreModule } from "../engine/core-module.js";
import { CLUES, type Clue } from "./clues.js";
import { findPointers } from "./pointers.js";

/** A clue of the object. */
export interface FoundClue {
  clue: Clue;
  /** Where its value begins. */
  value: number;
  /** The clauses that hold because of it alone, one bit each. */
  clauses: number;
  counts: boolean;
  /** Whether it is a method that names its service. */
  isQualified: boolean;
}

/** For a number that is not in the table, which does not happen. */
const NO_CLUE: Clue = { name: "", schemas: [] };

export class Facts {
  readonly module: CoreModule;
  readonly #guest: Guest;

  constructor(module: CoreModule, guest: Guest) {
    this.module = module;
    this.#guest = guest;
  }

  /** Returns the path from the record to the candidate. */
  path(): string {
    // Names keep the escapes that the record has.
    const text = this.#guest.readString(this.module.findPath() >>> 0)?.toString() ?? "";
    return JSON.parse(`"${text}"`) as string;
  }

  /** Returns the name of the object's schema. */
  schema(): (typeof SCHEMAS)[number] {
    return SCHEMAS[this.module.schema.value] ?? "none";
  }

  /** Returns the JSON at an address, in the object's own text. */
  json(value: number): string {
    return this.text(value, this.module.endOf(value) >>> 0);
  }

  text(start: number, end: number): string {
    return this.#guest.bytes().toString("utf8", start, end);
  }

  /** Returns the clues of the object; call it once per candidate. */
  clues(): FoundClue[] {
    const count = this.module.listClues();
    const bytes = this.#guest.bytes();
    const start = this.module.clues.value >>> 0;
    return Array.from({ length: count }, (_, index) => {
      const numberAt = (at: number): number => bytes.readUInt32LE(start + (index * CLUE_NUMBERS + at) * 4);
      const clue = CLUES[numberAt(0)] ?? NO_CLUE;
      const flags = numberAt(3);
      const counts = (flags & ClueFlag.counts) !== 0;
      return {
        clue,
        value: numberAt(1),
        clauses: numberAt(2),
        counts,
        isQualified: (flags & ClueFlag.qualified) !== 0,
      };
    });
  }

  /**
   * Returns pointers from the record to the values at these addresses: in the object, or in JSON that an OCSF event has in a
   * string.
   */
  pointers(addresses: readonly number[]): Map<number, string> {
    const path = this.path();
    const { module } = this;
    const start = module.object.value >>> 0;
    const end = module.endOf(start) >>> 0;
    const inObject = addresses.filter((address) => address >= start && address < end);
    const outside = addresses.filter((address) => address < start || address >= end);
    const strings = [0, 1].flatMap((number) => {
      const object = module.dataObject(number) >>> 0;
      return object === 0 ? [] : [{ object, string: module.dataString(number) >>> 0 }];
    });
    const pointers = this.#pointersFrom(start, [...inObject, ...strings.map(({ string }) => string)], path);
    // The later string was decoded after the other: an address before its object is not its own.
    for (const { object, string } of strings) {
      const own = outside.filter((address) => address >= object);
      const within = this.#pointersFrom(object, own, `${pointers.get(string) ?? ""}#`);
      for (const [address, pointer] of within) pointers.set(address, pointer);
    }
    return pointers;
  }

  #pointersFrom(start: number, addresses: readonly number[], path: string): Map<number, string> {
    const found = findPointers(this.#guest.bytes(), start, addresses);
    for (const [address, pointer] of found) found.set(address, path + pointer);
    return found;
  }
}
