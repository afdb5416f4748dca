/**
 * Writes a compiled rule as bytes: the table in a module (assembly/table/). Numbers are little-endian; positions are offsets from
 * the table's start.
 */
import { EVENT_SCHEMAS } from "../engine/core-module.js";
import { chooseAnchors } from "./anchors.js";
import { compileQuery, type ClueTest, type CompiledQuery } from "./compile.js";
import type { Rule } from "./rule.js";

/** The start of a table, by which it is found in a module. The last byte is the version of the layout. */
export const MARK = Buffer.from("KWRULE\0\u0002", "latin1");
/** Room for a table in a module, in bytes. */
export const ROOM = 4096;

/** Offsets in the table. Two-byte numbers, unless noted. */
export const Layout = {
  /** Size of the table in bytes. */
  SIZE: 8,
  ANCHOR_COUNT: 10,
  /** References: two bytes for a text's offset, one for its length, one that is 1 if it is part of a name. */
  NAME_COUNT: 12,
  NAMES: 14,
  SERVICE_COUNT: 16,
  SERVICES: 18,
  PATHS: 20,
  /** Offset of the first clue; see ClueEntry. */
  CLUES: 24,
  PROGRAM: 26,
  PROGRAM_END: 28,
  /** Four bytes: one bit per clause. */
  CLAUSES: 32,
  // Eight bytes each: one bit per test.
  /** The tests met by CloudTrail's dataset, by success, and by failure. */
  DATASET: 40,
  SUCCESS: 48,
  FAILURE: 56,
  /** The tests of the outcome, and those of action and provider that are wanted. */
  OUTCOME: 64,
  ACTIONS: 72,
  PROVIDERS: 80,
  /** Those of the actions that name an event before any other action does. */
  PREFERRED: 88,
  // Texts of the annotation: two bytes for the offset, two for the length.
  TAG: 96,
  SEVERITY: 100,
  RISK_SCORE: 104,
  RULE_MEMBER: 108,
  THREAT_MEMBER: 112,
  KEYWARD_RULE: 116,
  /** 16 bytes each: first and second byte of each slot's pair. */
  FIRSTS: 120,
  SECONDS: 136,
  ANCHORS: 152,
} as const;

/** An anchor: its letters, padded, then its size. */
export const Anchor = { LETTERS_END: 11, SIZE: 11, PAIR_AT: 12, BYTES: 16 } as const;
/** A reference to a text. */
export const Name = { TEXT: 0, LENGTH: 2, IS_PART: 3, BYTES: 4 } as const;
/** A clue: one bit for each schema that has it; whether its whole value counts; where its tests are. */
export const ClueEntry = { SCHEMAS: 0, IS_WHOLE: 1, TESTS: 2, TESTS_END: 4, BYTES: 6 } as const;
export const TestEntry = { BIT: 0, KIND: 1, TEXT: 2, LENGTH: 4, BYTES: 6 } as const;
/** `SCALAR` is a text that may also be a number or boolean. A NUL in a wildcard's text means any text. */
export const TestKind = { EXISTS: 0, TEXT: 1, SCALAR: 2, WILDCARD: 3 } as const;

export interface CompiledRule extends CompiledQuery {
  table: Buffer;
}

/**
 * Compiles a rule. `preferred`: the actions that name an event with several of the rule's actions; default: whichever comes first
 * in the event. Throws a KqlError, or a RangeError if a module has no room for it.
 */
export function compileRule(rule: Rule, preferred?: readonly string[]): CompiledRule {
  const query = compileQuery(rule.query, preferred);
  return { ...query, table: tableOf(query, rule) };
}

function tableOf(query: CompiledQuery, rule: Rule): Buffer {
  const { anchors, pairs } = chooseAnchors(query.names);
  const table = new Table(Layout.ANCHORS + anchors.length * Anchor.BYTES);
  MARK.copy(table.bytes);
  table.count(Layout.ANCHOR_COUNT, anchors.length);
  for (const [index, { text, pairAt }] of anchors.entries()) {
    const at = Layout.ANCHORS + index * Anchor.BYTES;
    table.bytes.write(text, at + Anchor.LETTERS_END - text.length, "latin1");
    table.bytes.writeUInt8(text.length, at + Anchor.SIZE);
    table.bytes.writeUInt8(pairAt, at + Anchor.PAIR_AT);
  }
  for (const [slot, pair] of pairs.entries()) {
    const [first, second] = pairIn(slot, pair);
    table.bytes.writeUInt8(first, Layout.FIRSTS + slot);
    table.bytes.writeUInt8(second, Layout.SECONDS + slot);
  }

  table.count(Layout.NAME_COUNT, query.names.length);
  table.count(Layout.NAMES, table.addNames(query.names));
  table.count(Layout.SERVICE_COUNT, query.services.length);
  table.count(Layout.SERVICES, table.addNames(query.services.map((text) => ({ text, isPart: false }))));
  addClues(table, query);
  addPaths(table, query);
  table.count(Layout.PROGRAM, table.add(Buffer.from(query.program)));
  table.count(Layout.PROGRAM_END, table.bytes.length);
  table.bytes.writeUInt32LE(2 ** query.clauses.length - 1, Layout.CLAUSES);
  table.bytes.writeBigUInt64LE(query.dataset, Layout.DATASET);
  table.bytes.writeBigUInt64LE(query.success, Layout.SUCCESS);
  table.bytes.writeBigUInt64LE(query.failure, Layout.FAILURE);
  table.bytes.writeBigUInt64LE(query.outcome, Layout.OUTCOME);
  table.bytes.writeBigUInt64LE(query.actions, Layout.ACTIONS);
  table.bytes.writeBigUInt64LE(query.providers, Layout.PROVIDERS);
  table.bytes.writeBigUInt64LE(query.preferred, Layout.PREFERRED);
  addAnnotation(table, rule);

  if (table.bytes.length > ROOM) {
    throw new RangeError(`the rule takes ${table.bytes.length} bytes; a module has room for ${ROOM}`);
  }
  table.count(Layout.SIZE, table.bytes.length);
  return table.bytes;
}

/** Returns the bytes of a slot's pair. Without a pair, the first byte belongs to another slot and is never met in this one. */
function pairIn(slot: number, pair: string | undefined): [number, number] {
  // The backslash of an escape, `\u`, is in every table.
  if (slot === 0x5c % 16) return [0x5c, 0x75];
  if (pair === undefined) return [slot === 0 ? 1 : 0, 0];
  return [pair.charCodeAt(0), pair.charCodeAt(1)];
}

function addClues(table: Table, { clues }: CompiledQuery): void {
  const entries = Buffer.alloc(clues.length * ClueEntry.BYTES);
  for (const [number, { schemas, isWhole, tests }] of clues.entries()) {
    const at = number * ClueEntry.BYTES;
    const mask = schemas.reduce((bits, schema) => bits | (1 << (EVENT_SCHEMAS.indexOf(schema) + 1)), 0);
    entries.writeUInt8(mask, at + ClueEntry.SCHEMAS);
    entries.writeUInt8(isWhole ? 1 : 0, at + ClueEntry.IS_WHOLE);
    const bytes = Buffer.concat(tests.map((test) => testEntry(test, table.addText(textOf(test.test)))));
    const first = tests.length === 0 ? 0 : table.add(bytes);
    entries.writeUInt16LE(first, at + ClueEntry.TESTS);
    entries.writeUInt16LE(first + bytes.length, at + ClueEntry.TESTS_END);
  }
  table.count(Layout.CLUES, table.add(entries));
}

function textOf(test: ClueTest["test"]): string {
  return test.kind === "exists" ? "" : test.kind === "equals" ? test.text : test.parts.join("\0");
}

function testEntry({ bit, test }: ClueTest, text: number): Buffer {
  const entry = Buffer.alloc(TestEntry.BYTES);
  entry.writeUInt8(bit, TestEntry.BIT);
  entry.writeUInt8(kindOf(test), TestEntry.KIND);
  entry.writeUInt16LE(text, TestEntry.TEXT);
  entry.writeUInt8(textOf(test).length, TestEntry.LENGTH);
  return entry;
}

function kindOf(test: ClueTest["test"]): number {
  if (test.kind === "exists") return TestKind.EXISTS;
  if (test.kind === "wildcard") return TestKind.WILDCARD;
  return /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(test.text) ? TestKind.SCALAR : TestKind.TEXT;
}

/** Adds the paths in the layout of assembly/event/paths.ts: their number, the clue of each, then the length and text of each. */
function addPaths(table: Table, { clues, paths }: CompiledQuery): void {
  const texts = paths.map((number) => Buffer.from(clues[number]?.name ?? "", "latin1"));
  const bytes = [paths.length, ...paths, ...texts.flatMap((text) => [text.length, ...text])];
  table.count(Layout.PATHS, table.add(Buffer.from(bytes)));
}

/** Adds the bytes that a match is annotated with. */
function addAnnotation(table: Table, rule: Rule): void {
  const json = JSON.stringify;
  const { id, name, version, author, license, reference, threat } = rule;
  const texts = {
    TAG: json(rule.tag),
    SEVERITY: json(rule.severity),
    RISK_SCORE: json(rule.risk_score),
    RULE_MEMBER: `,"rule":${json({ id, name, version, author, license, reference })}`,
    THREAT_MEMBER: threat === undefined ? "" : `,"threat":${json(threat)}`,
    KEYWARD_RULE: `"rule":${json({ id, version })}`,
  } as const;
  for (const [key, text] of Object.entries(texts)) {
    const bytes = Buffer.from(text);
    const at = Layout[key as keyof typeof texts];
    table.count(at, table.add(bytes));
    table.count(at + 2, bytes.length);
  }
}

class Table {
  bytes: Buffer;
  /** The offsets of texts that are already there. */
  readonly #texts = new Map<string, number>();

  constructor(size: number) {
    this.bytes = Buffer.alloc(size);
  }

  /** Appends bytes at an even offset; returns the offset. */
  add(bytes: Buffer): number {
    const padding = this.bytes.length % 2;
    const at = this.bytes.length + padding;
    this.bytes = Buffer.concat([this.bytes, Buffer.alloc(padding), bytes]);
    return at;
  }

  addText(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const at = this.add(Buffer.from(text, "latin1"));
    this.#texts.set(text, at);
    return at;
  }

  addNames(names: readonly { text: string; isPart: boolean }[]): number {
    const entries = names.map(({ text, isPart }) => {
      const entry = Buffer.alloc(Name.BYTES);
      entry.writeUInt16LE(this.addText(text), Name.TEXT);
      entry.writeUInt8(text.length, Name.LENGTH);
      entry.writeUInt8(isPart ? 1 : 0, Name.IS_PART);
      return entry;
    });
    return this.add(Buffer.concat(entries));
  }

  /** Stores a two-byte number. */
  count(at: number, value: number): void {
    // Overflow is reported at the end.
    this.bytes.writeUInt16LE(Math.min(value, 0xffff), at);
  }
}
