/** Configurations with one thing wrong, each rule broken in turn: near misses of valid ones. */
import { randomFor, type Random } from "../random.js";
import { randomTree } from "../samples.js";
import { copyTree, type ObjectTree, type Tree } from "../tree.js";
import { FORM_BREAKS } from "./break-forms.js";
import { VALUE_BREAKS } from "./break-values.js";
import { generateConfig, writeConfig } from "./generate-configs.js";
import { LARGEST_BYTES, type Fault } from "./read-config.js";

export interface BrokenConfig {
  /** The name of the break. */
  name: string;
  fault: Fault;
  bytes: Uint8Array;
}

/** A break of the text, which no longer says the same, or is too long. */
interface TextBreak {
  name: string;
  fault: Fault;
  apply: (text: string, random: Random) => string | Buffer;
}

const TEXT_BREAKS: readonly TextBreak[] = [
  {
    name: "no object",
    fault: "type",
    apply: (text, random) => random.pick([`[${text}]`, "[]"]),
  },
  {
    name: "no object and no list",
    fault: "type",
    apply: (text, random) => random.pick([JSON.stringify(text), "null", "1", "true", '"x"']),
  },
  {
    name: "no JSON",
    fault: "not JSON",
    apply: (text, random) =>
      random.pick([
        () => text.trimEnd().slice(0, -1),
        () => text.slice(0, random.below(text.trimEnd().length)),
        () => `${text}x`,
        () => `${text}${text}`,
        () => text.replace(/\}(\s*)$/, ",}$1"),
        () => `\ufeff${text}`,
        () => `// comment\n${text}`,
        () => text.replace("{", "{/* */"),
        () => `${text}\u0000`,
        () => `\u00a0${text}`,
        () => text.replace("{", '{"tag":"\t",'),
        () => text.replace("{", "{'tag':1,"),
        () => text.replace("{", '{"risk_score":047,'),
        () => "",
        () => " \n",
        () => "tag: kms",
        () => Buffer.from(text.replace("{", '{"tag":"\u00e9",')).subarray(0).fill(0xff, 9, 10),
        () => Buffer.from(text, "utf16le"),
      ])(),
  },
  {
    name: "too many bytes",
    fault: "size",
    apply: (text, random) => text + " ".repeat(LARGEST_BYTES + 1 + random.below(10) - Buffer.byteLength(text)),
  },
];

const BREAKS = [...FORM_BREAKS, ...VALUE_BREAKS];
export const BREAK_NAMES = [...BREAKS, ...TEXT_BREAKS].map(({ name }) => name);

/** Applies each break in turn: as many consecutive indexes as there are breaks use each once. */
export function brokenConfig(seed: number, index: number): BrokenConfig {
  const random = randomFor(seed ^ 0xb20c3, index);
  const { tree } = generateConfig(seed, index);
  const at = index % BREAK_NAMES.length;
  const broken = BREAKS[at];
  if (broken !== undefined) {
    broken.apply(tree, random);
    const { name, fault } = broken;
    return { name, fault, bytes: new TextEncoder().encode(writeConfig(tree, random)) };
  }
  const { name, fault, apply } = TEXT_BREAKS[at - BREAKS.length] as TextBreak;
  return { name, fault, bytes: new Uint8Array(Buffer.from(apply(writeConfig(tree, random), random) as string)) };
}

/** Returns an altered configuration; only the oracle can tell whether it is still valid. */
export function wildConfig(seed: number, index: number): Uint8Array {
  const random = randomFor(seed ^ 0x111d, index);
  const { tree } = generateConfig(seed, index);
  for (let count = 1 + random.below(2); count > 0; count--) {
    const objects = objectsIn(tree).filter(({ members }) => members.length > 0);
    if (objects.length === 0) break;
    const holder = random.pick(objects);
    const member = random.pick(holder.members);
    random.pick([
      () => (member[1] = randomTree(random, 2)),
      () => (member[1] = copyTree(random.pick(random.pick(objects).members)[1])),
      () => (member[0] = random.pick(random.pick(objects).members)[0]),
      () => holder.members.splice(holder.members.indexOf(member), 1),
      () => {
        if (typeof member[1] === "string") member[1] = changed(member[1], random);
        else if ("items" in member[1]) member[1].items = member[1].items.map((item) => changedItem(item, random));
      },
    ])();
  }
  return new TextEncoder().encode(writeConfig(tree, random));
}

function changedItem(item: Tree, random: Random): Tree {
  return typeof item === "string" ? changed(item, random) : item;
}

function changed(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const by = random.pick(["", "", "0", "1", "9", ":", "/", "*", "?", ".", "f", "Z", " ", "-", "\u00e9"]);
  return text.slice(0, at) + by + text.slice(at + random.below(2));
}

function objectsIn(tree: Tree): ObjectTree[] {
  if (typeof tree === "string" || "literal" in tree) return [];
  if ("items" in tree) return tree.items.flatMap(objectsIn);
  return [tree, ...tree.members.flatMap(([, value]) => objectsIn(value))];
}
