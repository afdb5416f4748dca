/**
 * Records to judge one after the other under one configuration: events of every schema from the pools, alone, in envelopes and
 * many at once, and records generated without a configuration, with values from the pools.
 */
import { ENVELOPES } from "../envelopes.js";
import { generate } from "../generate.js";
import { hide } from "../generate-elsewhere.js";
import { generateShape } from "../generate-shapes.js";
import type { Json, JsonObject } from "../json.js";
import { addNoAnnotation, markAnnotated } from "../keyward-members.js";
import { NEUTRAL, type Mutation } from "../mutations.js";
import { OCSF_NEUTRAL } from "../ocsf-mutations.js";
import { OTEL_NEUTRAL } from "../otel-mutations.js";
import { randomFor, type Random } from "../random.js";
import type { Schema } from "../schemas.js";
import { dotted, mixed, toEcsNested } from "../to-ecs.js";
import { toOcsf } from "../to-ocsf.js";
import { toOtelFlat, toOtelNested, toOtlp } from "../to-otel.js";
import { addField } from "../tree-fields.js";
import {
  array,
  fromJson,
  insertMember,
  isObjectTree,
  literal,
  object,
  writeTree,
  type ObjectTree,
  type Tree,
} from "../tree.js";
import { wrap, type Content } from "../wrap.js";
import { lengthOf, pickWriting } from "../write-text.js";
import { KEYS, pooledEvent, randomEventTime, randomSeconds, writeTime } from "./pools.js";

export interface ConfiguredRecord {
  bytes: Uint8Array;
  /** What it was made of, for reports of a disagreement. */
  made: string;
}

/** How many consecutive records may share an event, in any schema and envelope. */
const SHARING = 8;

/** Makes an event from the pools: a new one, or that of earlier records, exactly or nearly. */
type MakeEvent = (random: Random) => JsonObject;

function eventMaker(seed: number, index: number): MakeEvent {
  return (random) => {
    if (random.chance(0.4)) return pooledEvent(random);
    const shared = pooledEvent(randomFor(seed ^ 0x54a3d, Math.floor(index / SHARING)));
    if (random.chance(0.7)) return shared;
    const other = pooledEvent(random);
    const names = ["eventID", "eventName", "eventTime", "userIdentity", "requestParameters", "responseElements"];
    const name = random.pick(names.filter((one) => Object.hasOwn(other, one)));
    return { ...shared, [name]: other[name] as Json };
  };
}

export function generateRecord(seed: number, index: number): ConfiguredRecord {
  const random = randomFor(seed ^ 0x7ec0d5, index);
  const make = eventMaker(seed, index);
  const roll = random.next();
  if (roll < 0.3) {
    const [made, { bytes }] =
      roll < 0.12
        ? [`generated record ${index}`, generate(seed, index)]
        : [`generated shape ${index}`, generateShape(seed, index)];
    // Long records are judged elsewhere, and test a configuration no better than short ones.
    if (bytes.length <= MAX_BYTES) return pooled(bytes, made, random);
  }
  if (roll > 0.99) return written(manyEvents(random), "many events", random);
  if (roll >= 0.3 && roll < 0.36) return written(elsewhere(make, random), "an event elsewhere", random);
  if (roll >= 0.36 && roll < 0.47) return written(someEvents(make, random), "some events", random);
  const event = eventTree(make, random);
  if (roll < 0.8) return written(decorated(event, random), "an event", random);
  return written(enveloped(event, make, random), "an event in envelopes", random);
}

const MAX_BYTES = 4000;
const USUAL = { time: "2021-10-26T23:25:25Z", id: "3c4226b0-1e81-48a8-a333-7fa5f3cbd118" };

/** Replaces the id and time that all such records share, where they are unescaped. */
function pooled(bytes: Uint8Array, made: string, random: Random): ConfiguredRecord {
  const text = Buffer.from(bytes)
    .toString("latin1")
    .replaceAll(USUAL.time, () => writeTime(randomSeconds(random), random))
    .replaceAll(USUAL.id, () => `ca01996a-${random.below(12)}`);
  return { bytes: new Uint8Array(Buffer.from(text, "latin1")), made };
}

function written(tree: Tree, made: string, random: Random): ConfiguredRecord {
  const text = writeTree(tree, pickWriting(lengthOf(tree), random), random);
  return { bytes: new TextEncoder().encode(text), made };
}

const SHORT = NEUTRAL.filter(({ name }) => name !== "a long string" && name !== "deep nesting");
const MUTATIONS: Record<Schema, readonly Mutation[]> = {
  raw: SHORT.filter(({ only }) => only !== "ecs"),
  ecs: SHORT.filter(({ only }) => only !== "raw"),
  ocsf: OCSF_NEUTRAL,
  otel: OTEL_NEUTRAL,
};

/** Returns an event from the pools in one of the schemas, sometimes with additions or other values. */
function eventTree(make: MakeEvent, random: Random): ObjectTree {
  const raw = make(random);
  const schema = random.pick(["raw", "raw", "ecs", "ocsf", "otel"] as const);
  const tree = fromJson(spelled(raw, schema, random)) as ObjectTree;
  if (random.chance(0.2)) random.pick(MUTATIONS[schema]).apply(tree, random);
  if (random.chance(0.05)) tree.members.push(["keyward.x", "y"]);
  return tree;
}

function spelled(raw: JsonObject, schema: Schema, random: Random): JsonObject {
  const choose = () => random.chance(0.5);
  const respelled = (event: JsonObject): JsonObject =>
    random.pick([() => event, () => dotted(event), () => mixed(event, choose)])();
  switch (schema) {
    case "raw":
      return raw;
    case "ecs": {
      const event = toEcsNested(raw);
      // With an unknown or repeated outcome, it has neither certainly failed nor certainly succeeded.
      const odd = random.pick<JsonObject>([
        { outcome: "unknown" },
        { outcome: ["failure", "success"] },
        { outcome: ["x", "failure"] },
      ]);
      return respelled(random.chance(0.1) ? { ...event, event: { ...(event.event as JsonObject), ...odd } } : event);
    }
    case "ocsf":
      return respelled(toOcsf(raw, { dataAsText: choose() }));
    case "otel":
      return random.pick([
        toOtelFlat,
        toOtlp,
        toOtelNested,
        (event: JsonObject) => toOtelNested(event, { nestedObjects: true }),
      ])(raw);
  }
}

const DECORATIONS = NEUTRAL.filter(({ name }) => /^(tags of|rule and|severity and|event of) /.test(name));

/** Sometimes adds members that an annotation must take into account. */
function decorated(tree: ObjectTree, random: Random): ObjectTree {
  if (random.chance(0.15)) random.pick(DECORATIONS).apply(tree, random);
  if (random.chance(0.05)) insertMember(tree, "tags", random.pick<Tree>([array("a", "kms"), "kms", array()]), random);
  if (random.chance(0.05)) addField(tree, "event.kind", "x", random);
  const keyward = random.next();
  if (keyward < 0.02) markAnnotated(tree, random);
  else if (keyward < 0.04) addNoAnnotation(tree, random);
  return tree;
}

function enveloped(event: ObjectTree, make: MakeEvent, random: Random): Tree {
  let content: Content = { tree: event, path: "", levels: 0, steps: 0, made: [] };
  for (let count = random.pick([1, 1, 2]); count > 0; count--) {
    const others = () => Array.from({ length: random.pick([0, 0, 0, 1]) }, () => eventTree(make, random));
    content = wrap(content, random.pick(ENVELOPES), { others }, random);
  }
  return decorated(content.tree as ObjectTree, random);
}

/** Puts events at places that a configuration may teach, or anywhere. */
function elsewhere(make: MakeEvent, random: Random): Tree {
  const hidden = { path: "", levels: 0, steps: 0, beginsWithIndex: false, made: [] };
  let content = hide(
    { ...hidden, tree: eventTree(make, random) },
    random,
    true,
    random.pick(["object", "object", "text"]),
  );
  for (let count = random.below(3); count > 0; count--) content = hide(content, random, random.chance(0.5));
  return isObjectTree(content.tree) ? decorated(content.tree, random) : content.tree;
}

function someEvents(make: MakeEvent, random: Random): Tree {
  const events = array(...Array.from({ length: 2 + random.below(4) }, () => eventTree(make, random)));
  return random.chance(0.3) ? events : decorated(object(["Records", events]), random);
}

/** Returns more events than are listed, of a few bytes each; in some records nearly all have the same verdict. */
function manyEvents(random: Random): Tree {
  const failures = random.pick([0, 0.02, 0.5, 0.98]);
  const ids = random.pick([3, 60, 1000]);
  const events = Array.from({ length: 95 + random.below(40) }, () =>
    object(
      ["eventSource", "kms.amazonaws.com"],
      ["eventName", "DisableKey"],
      ["eventID", literal(random.below(ids))],
      ["eventTime", fromJson(randomEventTime(random))],
      ["recipientAccountId", random.pick(["111122223333", "444455556666"])],
      ["requestParameters", object(["keyId", random.pick(KEYS)])],
      ...(random.chance(failures) ? ([["errorCode", "AccessDenied"]] as [string, Tree][]) : []),
    ),
  );
  return random.chance(0.3) ? array(...events) : object(["Records", array(...events)]);
}
