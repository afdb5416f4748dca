/**
 * Puts events into envelopes, and envelopes into one another, soundly or with one thing wrong on the way.
 */
import { stepsOf, type Envelope, type Link } from "./envelopes.js";
import type { Random } from "./random.js";
import { isObjectTree, object, type ArrayTree, type ObjectTree, type Tree } from "./tree.js";
import { textAround, textsInTurn } from "./write-text.js";

/** A record, or what will stand in one. */
export interface Content {
  tree: ObjectTree | ArrayTree;
  /** Where the event is that the content was built around: JSON Pointer with `#`. */
  path: string;
  /** How many strings are decoded, and how many steps taken, to come to it. */
  levels: number;
  steps: number;
  made: string[];
}

/** Makes other elements for the list in which the event stands. */
export type OtherElements = (random: Random) => Tree[];

/** One link of an envelope, by which it is told whether something can go wrong there. */
export interface Spot {
  envelope: Envelope;
  link: Link;
  index: number;
}

/** The member that was built for the link, for what is to go wrong with it. */
export interface Built extends Spot {
  /** The object that the link's name stands in, and the member itself. */
  object: ObjectTree;
  member: [string, Tree];
  /** What is after the link: an object, or the content of a text. */
  inner: ObjectTree | ArrayTree;
}

export interface Spoil {
  name: string;
  fits: (spot: Spot) => boolean;
  apply: (built: Built, random: Random) => void;
}

export interface Wrapping {
  others: OtherElements;
  /** What goes wrong, and at which link; without it the envelope is sound. */
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

/** The text of the content alone, or among others; `step` leads to it in the text then. */
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

/** The content as one element of a bare array, which may be a record, or the whole of a text. */
export function inBareArray(content: Content, others: OtherElements, random: Random): Content {
  const { tree, index } = placeAmong(content.tree, others(random), random);
  const { levels, made } = content;
  return { tree, path: `/${index}${content.path}`, levels, steps: content.steps + 1, made: [...made, "bare array"] };
}

function placeAmong(tree: Tree, others: Tree[], random: Random): { tree: ArrayTree; index: number } {
  const index = random.below(others.length + 1);
  return { tree: { items: [...others.slice(0, index), tree, ...others.slice(index)] }, index };
}

/** Puts a member among those of an object; returns false, with nothing changed, where one has that name already. */
export function addMember(holder: Tree, key: string, value: Tree, random: Random): boolean {
  if (!isObjectTree(holder) || holder.members.some(([name]) => name === key)) return false;
  holder.members.splice(random.below(holder.members.length + 1), 0, [key, value]);
  return true;
}
