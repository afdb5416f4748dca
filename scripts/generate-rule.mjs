// Writes assembly/table/generated/: the default rule's table, compiled from rules/ by src/rules, and the constants with which the
// module reads a table. Run it after compiling src/.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { EVENT_SCHEMAS } from "../build/node/engine/core-module.js";
import { Op } from "../build/node/rules/compile.js";
import { readDefaultRule } from "../build/node/rules/rule.js";
import { CLUES } from "../build/node/rules/schemas.js";
import * as table from "../build/node/rules/table.js";

const TARGET = new URL("../assembly/table/generated/", import.meta.url);

/** Returns a namespace of numbers. */
function namespaceOf(name, type, numbers) {
  const lines = Object.entries(numbers).map(([key, number]) => `  export const ${key}: ${type} = ${number};`);
  return `export namespace ${name} {\n${lines.join("\n")}\n}\n`;
}

/** Returns the source of layout.ts. */
function layoutSource() {
  const { Layout, Anchor, Name, ClueEntry, TestEntry, TestKind } = table;
  return [
    "/** The layout of a rule's table, as offsets in bytes. Generated from src/rules/table.ts, which explains it. */\n",
    namespaceOf("Layout", "usize", Layout),
    namespaceOf("Anchor", "usize", Anchor),
    namespaceOf("Name", "usize", Name),
    namespaceOf("ClueEntry", "usize", ClueEntry),
    namespaceOf("TestEntry", "usize", TestEntry),
    namespaceOf("TestKind", "u32", TestKind),
    "/** Operations of a program; smaller numbers are bits of tests. */",
    namespaceOf("Op", "u32", { AND: Op.and, OR: Op.or, NOT: Op.not, CLAUSE: Op.clause }),
  ].join("\n");
}

/** Returns the source of schemas.ts. */
function schemasSource() {
  const schemas = ["NONE", ...EVENT_SCHEMAS.map((schema) => schema.toUpperCase())];
  const clues = [...CLUES.map(({ id }) => id), "COUNT"];
  const numbered = (names) => Object.fromEntries(names.map((name, number) => [name, number]));
  return [
    "/** The schemas, and the fields that every rule looks at. Generated from src/engine/core-module.ts and src/rules/schemas.ts: edit those. */\n",
    "/** The schemas of events; the first that fits decides. NONE: the object is not an event. */",
    namespaceOf("Schema", "i32", numbered(schemas)),
    namespaceOf("Clue", "i32", numbered(clues)),
  ].join("\n");
}

/** Returns the source of rule-table.ts: the table in eight-byte words, padded with zeros to leave room for another. */
function tableSource(rule) {
  const bytes = Buffer.alloc(table.ROOM);
  table.compileRule(rule).table.copy(bytes);
  const words = Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readBigUInt64LE(index * 8));
  const lines = [];
  for (let index = 0; index < words.length; index += 8) {
    lines.push(
      `  ${words
        .slice(index, index + 8)
        .map((word) => (word === 0n ? "0" : `0x${word.toString(16)}`))
        .join(", ")},`,
    );
  }
  return [
    `/** The table of the rule "${rule.name}", and room for another one. Generated from rules/: edit that. */`,
    "// prettier-ignore",
    `export const RULE_TABLE: usize = memory.data<u64>([\n${lines.join("\n")}\n]);\n`,
  ].join("\n");
}

/** Writes the files that are not up to date. */
export async function generateRule() {
  await mkdir(TARGET, { recursive: true });
  const sources = {
    "layout.ts": layoutSource(),
    "schemas.ts": schemasSource(),
    "rule-table.ts": tableSource(readDefaultRule()),
  };
  for (const [name, source] of Object.entries(sources)) {
    const present = await readFile(new URL(name, TARGET), "utf8").catch(() => "");
    if (present !== source) await writeFile(new URL(name, TARGET), source);
  }
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  await generateRule();
}
