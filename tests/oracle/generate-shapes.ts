/** Generates records with events in envelopes, each from the seed of the run and its index, so that every one can be reproduced. */
import { CORRUPTIONS } from "./corruptions.js";
import { disturb } from "./disturb.js";
import { ENVELOPES, stepsOf, type Envelope, type Link } from "./envelopes.js";
import { decoyParameters, makeEvent, tinyMatch, type EventKind } from "./event-trees.js";
import { addNoAnnotation, markAnnotated } from "./keyward-members.js";
import { NEUTRAL } from "./mutations.js";
import { randomFor, type Random } from "./random.js";
import { randomText, randomTree } from "./samples.js";
import { SPOILS } from "./spoils.js";
import { array, fromJson, getMember, insertMember, isObjectTree, NULL, object, writeTree, type Tree } from "./tree.js";
import { addMember, inBareArray, wrap, type Content, type OtherElements, type Spoil } from "./wrap.js";
import { breakText, lengthOf, pickWriting, writeText } from "./write-text.js";

/**
 * What the record was made to be. `match`, `near miss` and `already` are promises that the oracle must confirm; only the oracle
 * can judge the rest.
 */
export type ShapeKind = "match" | "near miss" | "already" | "wild" | "corrupt";

export interface GeneratedShape {
  kind: ShapeKind;
  bytes: Uint8Array;
  /** The event, the envelopes around it from the inside out, and the changes. */
  made: string[];
  /** Path of the event that a match was made of: the oracle must find it. */
  path: string;
  /** Numbers of decoded strings and steps on that path. */
  levels: number;
  steps: number;
}

const MAX_LEVELS = 4;
const MAX_STEPS = 16;

export function generateShape(seed: number, index: number): GeneratedShape {
  // Other records than generate.ts makes from the same seed.
  const random = randomFor(seed ^ 0x5a17e5, index);
  const kind = pickKind(random);
  const hasMatch = kind === "match" || (kind !== "near miss" && random.chance(0.6));
  let content = hasMatch ? matching(random, 5, true) : missing(random, 5, true);
  if (random.chance(0.1) && content.steps < MAX_STEPS) {
    content = inBareArray(content, othersFor(hasMatch, 1), random);
  }
  const made = [...content.made];
  if (!isObjectTree(content.tree)) content.path = `/Records${content.path}`;
  decorate(content, made, random);
  if (isObjectTree(content.tree)) {
    if (kind === "already") markAnnotated(content.tree, random);
    else if (random.chance(0.04)) {
      addNoAnnotation(content.tree, random);
      made.push("no annotation");
    }
  }
  if (kind === "wild") made.push(...disturb(content.tree, random));

  let bytes = Buffer.from(writeTree(content.tree, pickWriting(lengthOf(content.tree), random), random));
  if (kind === "corrupt") {
    const corruption = random.pick(CORRUPTIONS);
    bytes = Buffer.from(corruption.apply(bytes, random));
    made.push(corruption.name);
  }
  // A bare array has no members, and so cannot be marked.
  const isMarked = kind !== "already" || isObjectTree(content.tree);
  const { path, levels, steps } = content;
  return { kind: isMarked ? kind : "wild", bytes: new Uint8Array(bytes), made, path, levels, steps };
}

function pickKind(random: Random): ShapeKind {
  const roll = random.next();
  if (roll < 0.42) return "match";
  if (roll < 0.82) return "near miss";
  if (roll < 0.84) return "already";
  return roll < 0.94 ? "wild" : "corrupt";
}

/** Returns content in which an event matches, with its path. */
function matching(random: Random, most: number, whole = false): Content {
  let content = eventOf("match", random);
  if (whole && random.chance(0.004)) content = manyMatches(random);
  const depth = whole && random.chance(0.02) ? MAX_STEPS : random.below(most + 1);
  for (let count = 0; count < depth; count++) {
    const envelope = pickEnvelope(content, random, depth > most ? FLAT : ENVELOPES);
    if (!leavesRoom(content, envelope)) break;
    const others = othersFor(true, most);
    content = beside(wrap(inText(content, envelope, others, random), envelope, { others }, random), true, random);
  }
  return content;
}

/** Returns content in which nothing matches: there is no event, or the path to it is wrong. */
function missing(random: Random, most: number, whole = false): Content {
  if (most === 0 || random.chance(0.35)) return soundly(eventOf(randomMiss(random), random), random, most);
  if (whole && random.chance(0.12)) return tooDeep(random);
  const others = othersFor(false, most);
  let content = soundly(eventOf("match", random), random, random.below(most));
  const [envelope, spoil] = pickSpoil(content, random);
  content = wrap(inText(content, envelope, others, random), envelope, { others, spoil }, random);
  if (spoil.link > 0) content = beside(content, false, random);
  return soundly(content, random, random.below(most));
}

/** Wraps the content in up to `most` sound envelopes, in which nothing else matches. */
function soundly(content: Content, random: Random, most: number): Content {
  for (let count = random.below(most + 1); count > 0; count--) {
    const envelope = pickEnvelope(content, random);
    const others = othersFor(false, most);
    // The depth does not matter; but each nesting of texts doubles the escapes inside.
    if (content.levels > MAX_LEVELS && takesText(envelope)) continue;
    content = beside(wrap(inText(content, envelope, others, random), envelope, { others }, random), false, random);
  }
  return content;
}

/**
 * Picks an envelope. An object of attributes would make its container an OpenTelemetry record, which is an event and not an
 * envelope.
 */
function pickEnvelope({ steps, made }: Content, random: Random, choices: readonly Envelope[] = ENVELOPES): Envelope {
  const isAttributes = steps === 0 && made[0]?.endsWith("otel") === true;
  return random.pick(isAttributes ? choices.filter(({ place }) => place !== "/attributes") : choices);
}

const TEXTS = ENVELOPES.filter(takesText);
/** Envelopes of one step without text, which can nest many times. */
const FLAT = ENVELOPES.filter(({ links }) => links.length === 1 && links[0]?.holds !== "text");

function takesText({ links }: Envelope): boolean {
  return links.some(({ holds }) => holds === "text");
}

/** Returns the maximum number of steps, since a text may be a bare array, and one of several. */
function textSteps(envelope: Envelope): number {
  return stepsOf(envelope) + (takesText(envelope) ? 2 : 0);
}

function leavesRoom(content: Content, envelope: Envelope): boolean {
  return content.steps + textSteps(envelope) <= MAX_STEPS && (content.levels < MAX_LEVELS || !takesText(envelope));
}

/** Returns a match one string, or one step, too deep. */
function tooDeep(random: Random): Content {
  const byText = random.chance(0.5);
  let content: Content = { tree: tinyMatch(random), path: "", levels: 0, steps: 0, made: ["tiny match"] };
  while (content.levels <= MAX_LEVELS && content.steps <= MAX_STEPS) {
    const envelope = random.pick(random.chance(byText ? 0.8 : 0.1) ? TEXTS : FLAT);
    content = wrap(content, envelope, { others: () => [] }, random);
  }
  const name = content.levels > MAX_LEVELS ? "a string too many" : "a step too many";
  return { ...content, made: [...content.made, name] };
}

/** Picks the fault first: much of it can happen to few envelopes. */
function pickSpoil(content: Content, random: Random): [Envelope, { what: Spoil; link: number }] {
  const what = random.pick(SPOILS);
  for (;;) {
    const envelope = pickEnvelope(content, random);
    const index = random.below(envelope.links.length);
    if (what.fits({ envelope, index, link: envelope.links[index] as Link })) return [envelope, { what, link: index }];
  }
}

function eventOf(kind: EventKind, random: Random): Content {
  return { ...makeEvent(kind, random), path: "", levels: 0, steps: 0 };
}

function randomMiss(random: Random): EventKind {
  return random.pick(["near miss", "near miss", "near miss", "other", "junk"]);
}

/** If the envelope takes a text, that may be a bare array. */
function inText(content: Content, envelope: Envelope, others: OtherElements, random: Random): Content {
  const isArray = envelope.links.at(-1)?.holds === "text" && random.chance(0.12);
  return isArray ? inBareArray(content, others, random) : content;
}

function manyMatches(random: Random): Content {
  const count = 95 + random.below(30);
  const others = () => Array.from({ length: count }, () => tinyMatch(random));
  const content: Content = { tree: tinyMatch(random), path: "", levels: 0, steps: 0, made: ["many matches"] };
  const [records] = ENVELOPES as [Envelope];
  return random.chance(0.5)
    ? wrap(content, records, { others }, random)
    : textOfArray(inBareArray(content, others, random), random);
}

/** A bare array can only be in a text, or be the record. */
function textOfArray(content: Content, random: Random): Content {
  return wrap(content, random.pick(TEXTS), { others: () => [] }, random);
}

/** Returns other elements for an event's list: events, whole envelopes, and junk. */
function othersFor(mayMatch: boolean, most: number): OtherElements {
  return (random) =>
    Array.from({ length: random.pick([0, 0, 0, 0, 1, 1, 2]) }, () => otherElement(mayMatch, most, random));
}

const LED_THROUGH = [..."message Body CloudTrailEvent value _source fields scopeLogs logRecords".split(" ")];

function otherElement(mayMatch: boolean, most: number, random: Random): Tree {
  const roll = random.next();
  if (roll < 0.5) {
    const { tree } = otherContent(mayMatch, most, random);
    // In a list that is not a place, such a member counts whatever its object is.
    const isLedThrough = isObjectTree(tree) && tree.members.some(([key]) => LED_THROUGH.includes(key));
    return !mayMatch && isLedThrough ? NULL : tree;
  }
  if (roll < 0.6) return writeText(eventOf("match", random).tree, random);
  if (roll < 0.65) return array(eventOf("match", random).tree);
  // In lists that are not places, an element may be a text, of the event itself or broken.
  const text = writeText(eventOf(mayMatch ? "match" : randomMiss(random), random).tree, random);
  if (roll < 0.75) {
    const written = random.chance(0.5) ? text : breakText(text, random);
    return object([random.pick(["body", "message", "Body", "CloudTrailEvent", "Message"]), written]);
  }
  return random.pick<() => Tree>([
    () => NULL,
    () => randomTree(random, 2),
    () => randomText(random),
    () => object(["event", object(["kind", "event"])]),
    () => object(["requestParameters", fromJson(decoyParameters(random))]),
  ])();
}

function otherContent(mayMatch: boolean, most: number, random: Random): Content {
  const depth = Math.min(most, random.pick([0, 0, 1, 2]));
  return mayMatch && random.chance(0.5) ? matching(random, depth) : missing(random, depth);
}

/** Adds members of other envelopes next to this one's, which must keep their meaning. */
function beside(content: Content, mayMatch: boolean, random: Random): Content {
  if (!random.chance(0.25) || !isObjectTree(content.tree)) return content;
  const inner = otherContent(mayMatch, 0, random);
  const { tree: other } = wrap(inner, pickEnvelope(inner, random), { others: () => [] }, random);
  // A message counts only without an original.
  const isMessage = getMember(content.tree, "message") !== undefined;
  for (const [key, value] of isObjectTree(other) ? other.members : []) {
    if (!(isMessage && key.startsWith("event"))) addMember(content.tree, key, value, random);
  }
  if (random.chance(0.3)) {
    const [key] = random.pick(content.tree.members.length > 0 ? content.tree.members : [["x", NULL]]);
    insertMember(
      content.tree,
      key,
      random.pick([NULL, randomTree(random, 2), otherContent(true, 0, random).tree]),
      random,
    );
  }
  return { ...content, made: [...content.made, "others beside it"] };
}

const DECORATIONS = NEUTRAL.filter(({ name }) =>
  ["tags of every type", "rule and threat there already", "severity and risk score there already"].includes(name),
);

/** Adds members that an annotation must take into account. */
function decorate(content: Content, made: string[], random: Random): void {
  const { tree } = content;
  if (!isObjectTree(tree)) return;
  for (const { name, apply } of DECORATIONS) {
    if (!random.chance(0.15)) continue;
    apply(tree, random);
    made.push(name);
  }
  if (random.chance(0.15) && getMember(tree, "event") === undefined && getMember(tree, "message") === undefined) {
    const odd = [NULL, "x", array(), object(), object(["severity", NULL]), object(["risk_score", "x"], ["kind", "x"])];
    addMember(tree, "event", random.pick<Tree>(odd), random);
    made.push("event of every type");
  }
}
