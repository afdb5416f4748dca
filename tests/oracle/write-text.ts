/** Writes JSON to be put into a string, with what only such a text can hold; or a broken text. */
import type { Random } from "./random.js";
import { insertMember, isObjectTree, writeTree, type Tree, type Writing } from "./tree.js";

/** Picks how odd a text of this length is written: the longer, the plainer, since every surrounding text escapes it again. */
export function pickWriting(length: number, random: Random): Writing {
  if (length > 6000) return { whitespace: 0, escapes: 0 };
  const escapes = length > 2000 ? [0, 0, 0.01] : length > 500 ? [0, 0, 0, 0.02, 0.1] : [0, 0, 0, 0.05, 0.4, 1];
  return { whitespace: random.pick([0, 0, 0, 0.05, 0.3]), escapes: random.pick(escapes) };
}

/** Placeholder for a code unit that no JSON writer would leave unescaped. */
const MARK = "\ue000";
const MARKED = ["x", "userAgent", "user_agent.original", "http_request.user_agent", "source.address"];

/** Writes a tree. Unpaired surrogates may be unescaped, as is possible only in a string within JSON. */
export function writeText(tree: Tree, random: Random): string {
  const length = lengthOf(tree);
  const marked = isObjectTree(tree) && random.chance(0.06);
  const whole = marked ? { members: [...tree.members] } : tree;
  if (marked && isObjectTree(whole)) {
    insertMember(whole, random.pick(MARKED), random.pick([`a${MARK}b`, MARK, `\ud83d\udd11${MARK}${MARK}`]), random);
  }
  const text = writeTree(whole, pickWriting(length, random), random);
  return marked ? text.replaceAll(MARK, () => random.pick(["\ud83d", "\udd11", "\udd11\ud83d"])) : text;
}

const BEFORE_JSON = [
  ..."2026-03-04T09:33:08.123456789Z stdout F |<134>1 2026-03-04T09:33:08Z h trail - - - |Mar  4 09:33:08 h trail[1]: ".split(
    "|",
  ),
  ..."2026-03-04T09:33:08.123Z |\ufeff|x] |\u0000|event=|\u00e9\ud83d\udd11 |1|null ".split("|"),
];

/** Writes a tree, sometimes after other text, as a shipper that does not parse leaves it. */
export function textAround(tree: Tree, random: Random): string {
  const text = writeText(tree, random);
  // An array does not begin with a brace of its own.
  return isObjectTree(tree) && random.chance(0.1) ? random.pick(BEFORE_JSON) + text : text;
}

/** Joins several texts: with white space, nothing, or what is skipped before a brace in between. */
export function textsInTurn(trees: readonly Tree[], random: Random): string {
  return trees
    .map((tree, index) => {
      const between =
        index === 0 ? [""] : ["", "\n", "\n", " \r\n\t", ...(isObjectTree(tree) ? [",", " x] ", "\u0000"] : [])];
      return random.pick(between) + writeText(tree, random).trim();
    })
    .join("");
}

/** Estimates the length of the text: that of its strings, which may be texts themselves. */
export function lengthOf(tree: Tree): number {
  let length = 0;
  const open: Tree[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === "string") length += node.length;
    else if ("items" in node) open.push(...node.items);
    else if ("members" in node) for (const [key, member] of node.members) open.push(key, member);
  }
  return length;
}

/** Breaks the text, so that a string with it holds no JSON, or only part of it. */
export function breakText(text: string, random: Random): string {
  const inString = text.indexOf('"') + 1;
  const put = (at: number, what: string) => text.slice(0, at) + what + text.slice(at);
  return random.pick([
    () => text.trimEnd().slice(0, -1),
    () => text.slice(0, 1 + random.below(text.trimEnd().length - 1)),
    () => `\ufeff{${text}`,
    () => `2026-03-04T09:33:08Z stdout {F} ${text}`,
    () => `[INFO] ${text}`,
    () => `{F}${text}`,
    () => `{} {${text}`,
    () => `{}\n[{"a":1}]x{F}${text}`,
    () => `2026-03-04T09:33:08Z stdout P ${/^\s*\{/.test(text) ? text.replace(/[\]}\s]*$/, "") : `{${text}`}`,
    () => JSON.stringify(text),
    () => text.replace(/[{[]/, "$&,"),
    () => put(inString, random.pick(["\u0000", "\u0001", "\n", "\t", "\u001f", "\\x", "\\u12G4", "\\U0041", '"'])),
    () => text.replaceAll('"', "'"),
    () => text.replaceAll('"', '\\"'),
    () => Buffer.from(text).toString("base64"),
    () => "",
  ])();
}
