/**
 * Chooses what the module searches records for: one part of each action's name, so that a record without any of them needs no
 * second look. assembly/search/windows.ts explains what can be found and why nothing is missed: 9 to 11 consecutive letters and
 * digits, whose last pair is rare, since the search stops there.
 */
import { costOf, isTooCommon } from "./pairs.js";

/** The shortest and longest anchor, in bytes. */
const SHORTEST = 9;
const LONGEST = 11;
/** Bytes at the end of an anchor that are compared at once. */
const WORD = 8;
/** The number of anchors that fit in a table. */
const MAX_ANCHORS = 64;
/** Slots for pairs in the vector search, by the lower four bits of their first byte; the backslash takes one. */
const SLOTS = 16;
const BACKSLASH_SLOT = 0x5c % SLOTS;

/** A name that records are searched for. */
export interface SearchedName {
  /** The name, or the longest searchable part of a wildcard. */
  text: string;
  isPart: boolean;
  /** Its possible anchors, best first if nothing else is searched for. */
  stretches: readonly string[];
}

/** An anchor, and the offset in its last eight bytes of the pair that the vector search looks for. */
export interface Anchor {
  text: string;
  pairAt: number;
}

export interface Anchors {
  anchors: readonly Anchor[];
  /** The pairs of the vector search, each in the slot of its first byte. */
  pairs: readonly (string | undefined)[];
}

/** Returns how to search for a text with these parts and anything between them, or why that is impossible. */
export function findAnchors(parts: readonly string[]): SearchedName | string {
  const [longest = ""] = [...parts].sort((one, other) => runOf(other) - runOf(one));
  const runs = longest.match(/[A-Za-z0-9]+/g) ?? [];
  const long = runs.filter((run) => run.length >= SHORTEST);
  if (/["\\]/.test(longest)) return "it has a quote or a backslash";
  if (long.length === 0) return `it has no ${SHORTEST} letters and digits in a row`;
  // With nine letters, any two bytes can precede them in a window, which slows the search.
  for (const sizes of [[LONGEST, LONGEST - 1], [SHORTEST]]) {
    const stretches = sizes.flatMap((size) => long.flatMap((run) => stretchesOf(run, size)));
    const rare = stretches.filter((stretch) => !isTooCommon(stretch.slice(-2)));
    if (rare.length > 0) return { text: longest, isPart: parts.length > 1, stretches: rare };
  }
  return `each ${SHORTEST} letters of it end in a pair that is too common`;
}

function stretchesOf(run: string, size: number): string[] {
  return Array.from({ length: Math.max(0, run.length - size + 1) }, (_, at) => run.slice(at, at + size));
}

/** Returns the length of a text's longest run of letters and digits. */
function runOf(text: string): number {
  return Math.max(0, ...(text.match(/[A-Za-z0-9]+/g) ?? []).map((run) => run.length));
}

/** Chooses an anchor for each name, so that the search stops at few pairs, and rare ones. Throws a RangeError for too many. */
export function chooseAnchors(names: readonly SearchedName[]): Anchors {
  const ends = new Set<string>();
  const texts = new Set<string>();
  // Names with the fewest choices first: others may share their pairs.
  for (const { stretches } of [...names].sort((one, other) => one.stretches.length - other.stretches.length)) {
    // The one that ends in the rarest pair, or in a pair already searched for.
    const best = cheapest(stretches, (text) => (ends.has(text.slice(-2)) ? 0 : costOf(text.slice(-2)))) ?? "";
    ends.add(best.slice(-2));
    texts.add(best);
  }
  if (texts.size > MAX_ANCHORS) throw new RangeError(`more than ${MAX_ANCHORS} actions`);
  return placePairs([...texts]);
}

/** Chooses the pairs of the vector search, those rare and shared by many anchors first. */
function placePairs(texts: readonly string[]): Anchors {
  const pairs: (string | undefined)[] = Array.from({ length: SLOTS });
  const anchors: Anchor[] = [];
  const left = new Set(texts);
  while (left.size > 0) {
    const textsWith = new Map<string, number>();
    for (const pair of [...left].flatMap((text) => [...new Set(pairsIn(text))])) {
      if (pairs[slotOf(pair)] === undefined) textsWith.set(pair, (textsWith.get(pair) ?? 0) + 1);
    }
    const best = cheapest([...textsWith.keys()], (pair) => costOf(pair) / (textsWith.get(pair) ?? 1));
    if (best === undefined) throw new RangeError("too many actions that have no pair of letters in common");
    pairs[slotOf(best)] = best;
    for (const text of [...left].filter((text) => pairsIn(text).includes(best))) {
      left.delete(text);
      anchors.push({ text, pairAt: text.slice(-WORD).indexOf(best) });
    }
  }
  return { anchors: texts.flatMap((text) => anchors.filter((anchor) => anchor.text === text)), pairs };
}

function slotOf(pair: string): number {
  return pair.charCodeAt(0) % SLOTS;
}

/** Returns the pairs in an anchor's last eight bytes that can have a slot. */
function pairsIn(text: string): string[] {
  const word = text.slice(-WORD);
  const pairs = Array.from({ length: WORD - 1 }, (_, at) => word.slice(at, at + 2));
  return pairs.filter((pair) => slotOf(pair) !== BACKSLASH_SLOT);
}

/** Returns the cheapest text; the first of several. */
function cheapest(texts: readonly string[], costOfText: (text: string) => number): string | undefined {
  const costs = texts.map(costOfText);
  return texts[costs.indexOf(Math.min(...costs))];
}
