/** JSON to be written, with what plain values cannot express: duplicate keys, and the spelling of numbers. */
import { isObject, type Json } from "./json.js";
import type { Random } from "./random.js";

export type Tree = ObjectTree | ArrayTree | string | Literal;
export type MemberTree = [key: string, value: Tree];
export interface ObjectTree {
  members: MemberTree[];
}
export interface ArrayTree {
  items: Tree[];
}
/** Written as is: a number, true, false, null. */
export interface Literal {
  literal: string;
}

export const NULL: Literal = { literal: "null" };

export function literal(text: string | number | boolean): Literal {
  return { literal: String(text) };
}

export function array(...items: Tree[]): ArrayTree {
  return { items };
}

export function object(...members: MemberTree[]): ObjectTree {
  return { members };
}

export function fromJson(value: Json): Tree {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return { items: value.map(fromJson) };
  if (isObject(value)) return { members: Object.entries(value).map(([key, member]) => [key, fromJson(member)]) };
  return literal(JSON.stringify(value));
}

export function copyTree(tree: Tree): Tree {
  if (typeof tree === "string" || "literal" in tree) return tree;
  if ("items" in tree) return { items: tree.items.map(copyTree) };
  return { members: tree.members.map(([key, member]) => [key, copyTree(member)]) };
}

export function isObjectTree(tree: Tree | undefined): tree is ObjectTree {
  return typeof tree === "object" && "members" in tree;
}

/** Sets `key` to the value, in place if the object has it (the last one counts), else at the end. */
export function setMember(tree: ObjectTree, key: string, value: Tree): void {
  const member = tree.members.findLast(([name]) => name === key);
  if (member) member[1] = value;
  else tree.members.push([key, value]);
}

export function getMember(tree: ObjectTree, key: string): Tree | undefined {
  return tree.members.findLast(([name]) => name === key)?.[1];
}

export function removeMember(tree: ObjectTree, key: string): void {
  tree.members = tree.members.filter(([name]) => name !== key);
}

/** Inserts a member anywhere except after the last one of its own name, which must keep counting. */
export function insertMember(tree: ObjectTree, key: string, value: Tree, random: Random): void {
  const last = tree.members.findLastIndex(([name]) => name === key);
  const end = last < 0 ? tree.members.length + 1 : last + 1;
  tree.members.splice(random.below(end), 0, [key, value]);
}

/** How oddly a record is written: probabilities of white space between tokens and of escaping a character. */
export interface Writing {
  whitespace: number;
  escapes: number;
}

export function writeTree(tree: Tree, writing: Writing, random: Random): string {
  const gap = (): string => {
    let space = "";
    if (writing.whitespace === 0) return space;
    while (random.chance(writing.whitespace)) space += random.pick([" ", " ", "\n", "\t", "\r", "\r\n", "  "]);
    return space;
  };
  const write = (node: Tree): string => {
    if (typeof node === "string") return writeString(node, writing.escapes, random);
    if ("literal" in node) return node.literal;
    if ("items" in node) return `[${node.items.map((item) => gap() + write(item) + gap()).join(",") || gap()}]`;
    const members = node.members.map(([key, value]) => {
      const name = writeString(key, writing.escapes, random);
      return `${gap()}${name}${gap()}:${gap()}${write(value)}${gap()}`;
    });
    return `{${members.join(",") || gap()}}`;
  };
  return gap() + write(tree) + gap();
}

const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Writes a JSON string; any character may be escaped in any way that JSON allows. */
export function writeString(text: string, escapes: number, random: Random): string {
  if (escapes === 0) return writePlainString(text, random);
  let written = '"';
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const must = code < 0x20 || character === '"' || character === "\\" || (code >= 0xd800 && code <= 0xdfff);
    if (!must && !random.chance(escapes)) {
      written += character;
      continue;
    }
    const short = SHORT_ESCAPES[character];
    // The long form is rare where it is not required: in nested texts, each would grow sixfold.
    if (short !== undefined && random.chance(must ? 1 - escapes / 3 : 0.6)) written += short;
    else for (const unit of character.split("")) written += writeUnit(unit.charCodeAt(0), random);
  }
  return `${written}"`;
}

/** Escapes only what must be: most strings come out like those of JSON.stringify, which is fast. */
function writePlainString(text: string, random: Random): string {
  if (random.chance(0.9)) return JSON.stringify(text);
  // eslint-disable-next-line no-control-regex -- these are what has to be escaped
  const written = text.replace(/[\ud800-\udbff][\udc00-\udfff]|["\\\u0000-\u001f\ud800-\udfff]/g, (character) => {
    if (character.length > 1) return character;
    const short = SHORT_ESCAPES[character];
    return short !== undefined && random.chance(0.9) ? short : writeUnit(character.charCodeAt(0), random);
  });
  return `"${written}"`;
}

function writeUnit(unit: number, random: Random): string {
  const hex = unit.toString(16).padStart(4, "0");
  const style = random.below(3);
  if (style === 0) return `\\u${hex}`;
  if (style === 1) return `\\u${hex.toUpperCase()}`;
  return `\\u${hex.replace(/[a-f]/g, (digit) => (random.chance(0.5) ? digit.toUpperCase() : digit))}`;
}
