/** Puts events into envelopes, and envelopes into one another, soundly or with one fault on the way. */
import { stepsOf, type Envelope, type Link } from "./envelopes.js";
import type { Random } from "./random.js";
import { isObjectTree, object, type ArrayTree, type ObjectTree, type Tree } from "./tree.js";
import { textAround, textsInTurn } from "./write-text.js";

/** A record, or something to put into one. */
export interface Content {
  tree: ObjectTree | ArrayTree;
  /** Path of the event that the content was built around: a JSON Pointer with `#`. */
  path: string;
  /** Numbers of decoded strings and steps on that path. */
  levels: number;
  steps: number;
  made: string[];
}

/** Makes other elements for the event's list. */
export type OtherElements = (random: Random) => Tree[];

/** One link of an envelope, to decide which faults it can have. */
export interface Spot {
  envelope: Envelope;
  link: Link;
  index: number;
}

/** The member that was built for the link, to be spoiled. */
export interface Built extends Spot {
  /** The object with the link's name, and the member itself. */
  object: ObjectTree;
  member: [string, Tree];
  /** What follows the link: an object, or the content of a text. */
  inner: ObjectTree | ArrayTree;
}

export interface Spoil {
  name: string;
  fits: (spot: Spot) => boolean;
  apply: (built: Built, random: Random) => void;
}

export interface Wrapping {
  others: OtherElements;
  /** The fault, and its link; without it the envelope is sound. */
  spoil?: { what: Spoil; link: number };
}

export function wrap(content: Content, envelope: Envelope, { others, spoil }: Wrapping, random: Random): Content {
  let inner = content.tree;
  let path = content.path;
  let spoiled = false;
  let more = 0;
  for (let index = envelope.links.length - 1; index >= 0; index--) {
    const link = envelope.links[index] as Link;
    let value: Tree = inner;
    if (link.holds === "text") {
      const written = inOneText(inner, others, random);
      value = written.text;
      path = `#${written.step}${path}`;
      if (written.step !== "") more++;
    }
    for (let lists = ["object", "list", "lists"].indexOf(link.holds); lists > 0; lists--) {
      const list = placeAmong(value, lists === 1 ? others(random) : [], random);
      value = list.tree;
      path = `/${list.index}${path}`;
    }
    const member: [string, Tree] = [link.name, value];
    const holder = object(...(link.beside?.(random) ?? []), member);
    if (index === 0 && envelope.condition !== undefined) {
      holder.members.push([envelope.condition.key, random.pick(envelope.condition.right)]);
    }
    path = `/${link.name}${path}`;
    if (random.chance(0.3)) random.shuffle(holder.members);
    if (spoil?.link === index) {
      const built = { envelope, link, index, object: holder, member, inner };
      if (!spoil.what.fits(built)) throw new Error(`${spoil.what.name} does not fit ${envelope.place}`);
      spoil.what.apply(built, random);
      spoiled = true;
    }
    inner = holder;
  }
  return {
    tree: inner,
    path,
    levels: content.levels + (envelope.links.some(({ holds }) => holds === "text") ? 1 : 0),
    steps: content.steps + stepsOf(envelope) + more,
    made: [...content.made, envelope.place, ...(spoiled && spoil ? [spoil.what.name] : [])],
  };
}

/** Writes the content alone, or among other texts, in which case `step` leads to it. */
function inOneText(
  inner: ObjectTree | ArrayTree,
  others: OtherElements,
  random: Random,
): { text: string; step: string } {
  const texts = random.chance(0.2) ? others(random).filter((tree) => isObjectTree(tree)) : [];
  if (texts.length === 0) return { text: textAround(inner, random), step: "" };
  const { tree, index } = placeAmong(inner, texts, random);
  return { text: textsInTurn(tree.items, random), step: `/${index}` };
}

/** Puts the content into a bare array, which may be a record or a whole text. */
export function inBareArray(content: Content, others: OtherElements, random: Random): Content {
  const { tree, index } = placeAmong(content.tree, others(random), random);
  const { levels, made } = content;
  return { tree, path: `/${index}${content.path}`, levels, steps: content.steps + 1, made: [...made, "bare array"] };
}

function placeAmong(tree: Tree, others: Tree[], random: Random): { tree: ArrayTree; index: number } {
  const index = random.below(others.length + 1);
  return { tree: { items: [...others.slice(0, index), tree, ...others.slice(index)] }, index };
}

/** Adds a member to an object; returns false, with nothing changed, if it already has the name. */
export function addMember(holder: Tree, key: string, value: Tree, random: Random): boolean {
  if (!isObjectTree(holder) || holder.members.some(([name]) => name === key)) return false;
  holder.members.splice(random.below(holder.members.length + 1), 0, [key, value]);
  return true;
}
