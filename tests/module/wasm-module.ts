/** What a WASM binary says about its functions besides their code: signatures, locals, exports, and table entries. */
import { CODE_SECTION, IMPORT_SECTION } from "#bench/wasm/instructions.js";
import { EXPORT_SECTION, GLOBAL_SECTION, Reader, readSections, type Section } from "#keyward/wasm-sections.js";

/** A value type as its byte in the binary: 0x7f is i32, 0x7e i64, 0x7d f32, 0x7c f64. */
export type ValueType = number;

export interface Signature {
  parameters: readonly ValueType[];
  results: readonly ValueType[];
}

export interface ModuleFunctions {
  types: readonly Signature[];
  /** For each function its index in `types`; imported functions come first. */
  typeOf: readonly number[];
  /** Number of imported functions. */
  imported: number;
  /** For each defined function the types of its locals, without parameters. */
  locals: ReadonlyMap<number, readonly ValueType[]>;
  globals: readonly ValueType[];
  /** The exported functions by name. */
  exports: ReadonlyMap<string, number>;
  /** The function that runs at instantiation; undefined for none. */
  start: number | undefined;
  /** The functions in a table: what `call_indirect` can reach. */
  table: readonly number[];
  /** Names of functions, if the binary has them: a release build does not. */
  names: ReadonlyMap<number, string>;
}

const CUSTOM_SECTION = 0;
const TYPE_SECTION = 1;
const FUNCTION_SECTION = 3;
const START_SECTION = 8;
const ELEMENT_SECTION = 9;

const FUNCTION_FORM = 0x60;
const FUNCTION_KIND = 0;
const FUNCTION_NAMES = 1;

/** Reads a binary. Throws a RangeError if it is truncated, or has something unsupported, such as imported globals. */
export function readModuleFunctions(binary: Uint8Array): ModuleFunctions {
  const sections = readSections(binary);
  const importedTypes = readList(sections, IMPORT_SECTION, readImport);
  return {
    types: readList(sections, TYPE_SECTION, readSignature),
    typeOf: [...importedTypes, ...readList(sections, FUNCTION_SECTION, (reader) => reader.unsigned())],
    imported: importedTypes.length,
    locals: new Map(
      readList(sections, CODE_SECTION, readLocals).map((types, at) => [importedTypes.length + at, types]),
    ),
    globals: readList(sections, GLOBAL_SECTION, readGlobal),
    exports: new Map(readList(sections, EXPORT_SECTION, readExport).flat()),
    start: readerOf(sections, START_SECTION)?.unsigned(),
    table: readList(sections, ELEMENT_SECTION, readElements).flat(),
    names: readNames(sections),
  };
}

function readerOf(sections: readonly Section[], id: number): Reader | undefined {
  const section = sections.find((one) => one.id === id);
  return section && new Reader(section.content);
}

/** Returns the entries of a list section; none if it is absent. */
function readList<Entry>(sections: readonly Section[], id: number, read: (reader: Reader) => Entry): Entry[] {
  const reader = readerOf(sections, id);
  return reader ? Array.from({ length: reader.unsigned() }, () => read(reader)) : [];
}

function readSignature(reader: Reader): Signature {
  if (reader.byte() !== FUNCTION_FORM) throw new RangeError("a type is none of a function");
  const parameters = [...reader.take(reader.unsigned())];
  return { parameters, results: [...reader.take(reader.unsigned())] };
}

/** Returns the index of an imported function's type. */
function readImport(reader: Reader): number {
  reader.text();
  reader.text();
  if (reader.byte() !== FUNCTION_KIND) throw new RangeError("what is imported is no function");
  return reader.unsigned();
}

function readLocals(reader: Reader): ValueType[] {
  const body = new Reader(reader.take(reader.unsigned()));
  return Array.from({ length: body.unsigned() }, () => {
    const count = body.unsigned();
    return Array<ValueType>(count).fill(body.byte());
  }).flat();
}

function readGlobal(reader: Reader): ValueType {
  const type = reader.byte();
  reader.byte(); // whether it can change
  reader.constant();
  return type;
}

/** Returns an exported function's name and index; empty for other kinds of exports. */
function readExport(reader: Reader): [string, number][] {
  const name = reader.text();
  const kind = reader.byte();
  const index = reader.unsigned();
  return kind === FUNCTION_KIND ? [[name, index]] : [];
}

/** Returns the functions of an active segment of the first table: the compiler writes no other kind. */
function readElements(reader: Reader): number[] {
  if (reader.unsigned() !== 0) throw new RangeError("elements of a kind that cannot be read");
  reader.constant();
  return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
}

function readNames(sections: readonly Section[]): Map<number, string> {
  for (const { id, content } of sections) {
    const reader = new Reader(content);
    if (id !== CUSTOM_SECTION || reader.text() !== "name") continue;
    while (!reader.isAtEnd) {
      const part = reader.byte();
      const names = new Reader(reader.take(reader.unsigned()));
      if (part !== FUNCTION_NAMES) continue;
      return new Map(Array.from({ length: names.unsigned() }, () => [names.unsigned(), names.text()] as const));
    }
  }
  return new Map();
}
