/**
 * Records with an event at a random path in random junk, each from the seed of the run and its index: in objects and arrays of
 * any depth, in nested texts, after other text, and next to what resembles it.
 */
import { CORRUPTIONS } from "./corruptions.js";
import { NAMES } from "./envelopes.js";
import { decoyParameters, makeEvent, type EventKind } from "./event-trees.js";
import { addNoAnnotation, markAnnotated } from "./keyward-members.js";
import { randomFor, type Random } from "./random.js";
import { randomKey, randomText, randomTree } from "./samples.js";
import {
  array,
  fromJson,
  isObjectTree,
  object,
  writeTree,
  type ArrayTree,
  type ObjectTree,
  type Tree,
} from "./tree.js";
import { breakText, lengthOf, pickWriting, textAround, textsInTurn, writeText } from "./write-text.js";

export interface Hidden {
  tree: ObjectTree | ArrayTree;
  /** Path of the event: a JSON Pointer with `#`; without `/Records` if the record is an array. */
  path: string;
  /** Numbers of decoded strings and steps on the path. */
  levels: number;
  steps: number;
  /** Whether the path begins with an index, which a preceding name includes in its step. */
  beginsWithIndex: boolean;
  made: string[];
}

export interface GeneratedElsewhere extends Pick<Hidden, "path" | "levels" | "steps" | "made"> {
  /** What the event was made to be. */
  kind: EventKind;
  bytes: Uint8Array;
  /** Whether only the event and junk were made: it is then at `path`, unless that is too deep. */
  isPlain: boolean;
}

/** Names that a pointer must escape, or that look like an index, besides the odd names of all records. */
const ODD_NAMES = [
  ..."a/b|~|~1|/|0|1|#|log#|*|x#|\u00e9|\ud83d\udd11|Data|records|taught|Event".split("|"),
  '"\\"',
  "a\n",
];
/** With the right content, these turn the object around them into an event. */
const MAKERS = ["attributes", "event", "body", "keyward"];
const SHAPE_NAMES = [...NAMES].filter((name) => !MAKERS.includes(name));

export function generateElsewhere(seed: number, index: number): GeneratedElsewhere {
  const random = randomFor(seed ^ 0xe15e, index);
  const kind = random.pick<EventKind>(["match", "match", "match", "match", "near miss", "other", "junk"]);
  const { tree, made } = makeEvent(kind, random);
  let hidden: Hidden = { tree, path: "", levels: 0, steps: 0, beginsWithIndex: false, made };
  const layers = random.chance(0.07) ? 16 + random.below(8) : random.pick([0, 1, 1, 1, 2, 2, 3, 4, 6, 9]);
  for (let count = layers; count > 0; count--) hidden = hide(hidden, random, layers > 10);
  if (random.chance(0.05)) hidden = hide(hidden, random, false, "text");
  const record = asRecord(hidden, random);

  let isPlain = true;
  if (isObjectTree(record.tree) && random.chance(0.06)) {
    if (random.chance(0.3)) markAnnotated(record.tree, random);
    else addNoAnnotation(record.tree, random);
    isPlain = false;
  }
  const writing = pickWriting(lengthOf(record.tree), random);
  let bytes = Buffer.from(writeTree(record.tree, writing, random));
  if (random.chance(0.06)) {
    const corruption = random.pick(CORRUPTIONS);
    bytes = Buffer.from(corruption.apply(bytes, random));
    record.made.push(corruption.name);
    isPlain = false;
  }
  const { levels, steps, made: how } = record;
  const path = isObjectTree(record.tree) ? record.path : `/Records${record.path}`;
  return { kind, bytes: new Uint8Array(bytes), isPlain, path, levels, steps, made: how };
}

type Layer = "object" | "array" | "text" | "texts";

/** Wraps what is hidden in another layer. */
export function hide(hidden: Hidden, random: Random, isThin: boolean, layer?: Layer): Hidden {
  const choices: Layer[] = isThin
    ? ["object", "object", "array"]
    : ["object", "object", "object", "array", "text", "texts"];
  // Each nesting of texts doubles the escapes inside.
  const fitting = hidden.levels > 4 || lengthOf(hidden.tree) > 6000 ? choices.slice(0, 4) : choices;
  const kind = layer ?? random.pick(fitting.filter((choice) => !isThin || !choice.startsWith("text")));
  const others = (): Tree[] => (isThin ? [] : Array.from({ length: random.pick([0, 0, 1, 2]) }, () => junk(random)));
  const made = [...hidden.made, `in ${kind}`];
  const { tree, path, levels, steps, beginsWithIndex } = hidden;
  if (kind === "array") {
    const { items, index } = among(tree, others(), random);
    return { tree: { items }, path: `/${index}${path}`, levels, ...firstIndex(steps, beginsWithIndex), made };
  }
  if (kind === "object") return inObject(tree, path, { ...hidden, made }, others(), random);
  const before = others().filter((other) => isObjectTree(other));
  const { items, index } = among(tree, kind === "texts" ? before : [], random);
  const text = items.length === 1 ? textAround(tree, random) : textsInTurn(items, random);
  const isOne = items.length === 1;
  // An index at the start of a text is a step of its own, and so is one after another index.
  const inside = {
    levels: levels + 1,
    steps: steps + (beginsWithIndex ? 1 : 0) + (isOne ? 0 : 1),
    beginsWithIndex: false,
  };
  return inObject(text, `#${isOne ? "" : `/${index}`}${path}`, { ...inside, made }, others(), random);
}

/** Puts an index before the path: the previous first index becomes a step of its own. */
function firstIndex(steps: number, beginsWithIndex: boolean): Pick<Hidden, "steps" | "beginsWithIndex"> {
  return { steps: steps + (beginsWithIndex ? 1 : 0), beginsWithIndex: true };
}

function inObject(
  value: Tree,
  path: string,
  way: Pick<Hidden, "levels" | "steps" | "made">,
  others: readonly Tree[],
  random: Random,
): Hidden {
  const name = randomName(random);
  const holder = object(...others.map((other): [string, Tree] => [randomName(random), other]));
  // The object already has the name: its earlier value is then elsewhere.
  holder.members.splice(random.below(holder.members.length + 1), 0, [name, value]);
  const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}${path}`;
  return {
    tree: holder,
    path: pointer,
    levels: way.levels,
    steps: way.steps + 1,
    beginsWithIndex: false,
    made: way.made,
  };
}

/** Makes it an object or array; the first index of an array is a step of its own. */
function asRecord(hidden: Hidden, random: Random): Hidden {
  const whole = random.chance(0.1) ? hide(hidden, random, false, "array") : hidden;
  return { ...whole, steps: whole.steps + (whole.beginsWithIndex ? 1 : 0) };
}

function among(tree: Tree, others: Tree[], random: Random): { items: Tree[]; index: number } {
  const index = random.below(others.length + 1);
  return { items: [...others.slice(0, index), tree, ...others.slice(index)], index };
}

function randomName(random: Random): string {
  const roll = random.next();
  if (roll < 0.4) return random.pick(["x", "y", "z", "taught", "in", "there"]);
  if (roll < 0.6) return random.pick(ODD_NAMES);
  return roll < 0.85 ? random.pick(SHAPE_NAMES) : randomKey(random);
}

/** Returns something to put next to an event: junk, what resembles an event, and sometimes another event. */
function junk(random: Random): Tree {
  return random.pick<() => Tree>([
    () => randomTree(random, 3),
    () => randomTree(random, 2),
    () => randomText(random),
    () => fromJson(decoyParameters(random)),
    () => makeEvent("near miss", random).tree,
    () => makeEvent("other", random).tree,
    () => writeText(makeEvent(random.pick<EventKind>(["near miss", "other", "match"]), random).tree, random),
    () => breakText(writeText(makeEvent("match", random).tree, random), random),
    () => array(makeEvent("junk", random).tree, randomText(random)),
  ])();
}
