/** Faults of an envelope, with which the event in it must not be found. */
import { ENVELOPES, NAMES } from "./envelopes.js";
import { decoyParameters } from "./event-trees.js";
import type { Random } from "./random.js";
import { ACTIONS, NEAR_MISSES, PROVIDER, randomTree } from "./samples.js";
import {
  array,
  fromJson,
  getMember,
  isObjectTree,
  literal,
  NULL,
  object,
  removeMember,
  setMember,
  type Tree,
} from "./tree.js";
import type { Built, Spoil } from "./wrap.js";
import { breakText, writeText } from "./write-text.js";

/** Returns a name that is neither the place's nor any other's. */
function misspelled(name: string, random: Random): string {
  const first = name[0] as string;
  const turned = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase();
  const hex = name.charCodeAt(0).toString(16).padStart(4, "0");
  const choices = [
    turned + name.slice(1),
    ...[name.toUpperCase(), name.toLowerCase(), `${name} `, ` ${name}`, `${name}s`, name.slice(0, -1), `x${name}`],
    ...[`${name}\u0000`, `${name}#`, `/${name}`, `${name}.0`, `\\u${hex}${name.slice(1)}`, name.replace(".", "_"), ""],
  ];
  return random.pick(choices.filter((choice) => choice !== name && !NAMES.has(choice)));
}

/** Returns something to replace the event: of any type, and mentioning the event if possible. */
function anything(random: Random): Tree {
  const decoy = object(["requestParameters", fromJson(decoyParameters(random))]);
  return random.pick<Tree>([
    NULL,
    "",
    "x",
    literal(0),
    literal(true),
    object(),
    array(),
    decoy,
    array(NULL),
    randomTree(random, 2),
  ]);
}

const PLACES = new Set(ENVELOPES.map(({ place }) => place));

const always = (): boolean => true;

export const SPOILS: readonly Spoil[] = [
  {
    name: "a name spelled wrong",
    fits: always,
    apply: ({ member }, random) => {
      member[0] = misspelled(member[0], random);
    },
  },
  {
    name: "an object or a list where a text is wanted",
    fits: ({ link }) => link.holds === "text",
    apply: ({ member, inner, envelope: { place } }, random) => {
      // At some places, an object is accepted as well as a text.
      const objects = PLACES.has(place.slice(0, -1)) ? [] : [inner];
      const lists = PLACES.has(`${place.slice(0, -1)}/*`) ? [] : [array(inner)];
      member[1] = random.pick<Tree>([...objects, ...lists, array(member[1])]);
    },
  },
  {
    name: "a text, or nothing but the one element, where a list is wanted",
    fits: ({ link }) => link.holds === "list" || link.holds === "lists",
    apply: ({ member, inner, link, envelope: { place } }, random) => {
      // At some places, an object or a text is accepted as well as a list.
      const whole = place.slice(0, -"/*".length);
      const objects = PLACES.has(whole) ? [] : [inner];
      const texts = PLACES.has(`${whole}#`) ? [] : [writeText(inner, random)];
      const lists = link.holds === "list" ? array(array(inner)) : array(array(array(inner)), inner);
      member[1] = random.pick<Tree>([...objects, ...texts, lists, array(writeText(inner, random))]);
    },
  },
  {
    name: "a text or a list where an object is wanted",
    fits: ({ link }) => link.holds === "object",
    apply: ({ member, inner, link }, random) => {
      // At some places, a text is accepted as well as an object.
      const texts = PLACES.has(`/${link.name}#`) ? [] : [writeText(inner, random)];
      const lists = PLACES.has(`/${link.name}/*`) ? [] : [array(inner)];
      member[1] = random.pick<Tree>([...lists, ...texts, array(array(inner))]);
    },
  },
  {
    name: "a text that is broken",
    fits: ({ link }) => link.holds === "text",
    apply: ({ member, inner }, random) => {
      member[1] = breakText(writeText(inner, random), random);
    },
  },
  {
    name: "overridden by a later duplicate",
    fits: always,
    apply: ({ object: holder, member }, random) => {
      holder.members.push([member[0], anything(random)]);
    },
  },
  {
    name: "one level deeper",
    fits: always,
    apply: ({ object: holder, member }, random) => {
      const shell = random.pick([
        "x",
        "Data",
        "payloads",
        "records",
        "Payload",
        "body.x",
        "responseElements",
        "awslogs",
      ]);
      const moved = random.chance(0.5) ? [member] : holder.members;
      const deeper = object(...moved);
      holder.members = holder.members.filter((other) => !moved.includes(other));
      holder.members.push([shell, random.chance(0.7) ? deeper : array(deeper)]);
    },
  },
  {
    name: "a condition that does not hold",
    fits: ({ envelope, index }) => envelope.condition !== undefined && index === 0,
    apply: ({ envelope, object: holder }, random) => {
      const { key, right, wrong } = envelope.condition as NonNullable<typeof envelope.condition>;
      const fate = random.below(4);
      if (fate === 0) removeMember(holder, key);
      else if (fate === 1) holder.members.push([key, structuredClone(random.pick(wrong))]);
      else setMember(holder, key, structuredClone(random.pick(wrong)));
      if (fate === 0 && random.chance(0.5)) holder.members.push([misspelled(key, random), random.pick(right)]);
    },
  },
  {
    name: "the original beside a message",
    fits: ({ envelope }) => /^\/message#?$/.test(envelope.place),
    apply: ({ object: holder }, random) => {
      removeMember(holder, "event");
      removeMember(holder, "event.original");
      const value = random.pick<Tree>([
        "",
        "x",
        "{}",
        literal(false),
        literal(0),
        object(),
        array(),
        randomTree(random, 0),
      ]);
      const original = value === NULL || getNull(value) ? "null" : value;
      if (random.chance(0.5)) holder.members.unshift(["event.original", original]);
      else holder.members.push(["event", object(["dataset", "aws.cloudtrail"], ["original", original])]);
    },
  },
  {
    name: "an envelope that is an event itself",
    // What is at a place is judged before it is opened; what is only on the way is not.
    fits: ({ envelope, index }) => index === 0 || envelope.links[index - 1]?.isPlace === true,
    apply: beAnEvent,
  },
  {
    name: "in the parameters of another call",
    fits: ({ index }) => index === 0,
    apply: ({ object: holder }, random) => {
      const members = holder.members;
      const parent = random.pick([
        "requestParameters",
        "responseElements",
        "additionalEventData",
        "serviceEventDetails",
      ]);
      holder.members = [
        ["eventSource", random.pick(["ssm.amazonaws.com", "lambda.amazonaws.com", PROVIDER])],
        ["eventName", random.pick(["SendCommand", "Invoke", "CreateKey"])],
        [parent, { members }],
        ...(random.chance(0.3) ? members.slice(0, 1).filter(([key]) => !key.startsWith("event")) : []),
      ];
    },
  },
];

function getNull(value: Tree): boolean {
  return typeof value === "object" && "literal" in value && value.literal === "null";
}

/** Gives the envelope the fields of another call's event, in any schema. */
function beAnEvent({ object: holder, member }: Built, random: Random): void {
  const action = random.pick(NEAR_MISSES.action);
  const service = random.pick(NEAR_MISSES.provider);
  const attributes: [string, Tree][] = [
    ["rpc.service", service],
    ["rpc.method", action],
  ];
  const list = attributes.map(([key, value]) => object(["key", key], ["value", object(["stringValue", value])]));
  const choices: [string, Tree][][] = [
    [["event.action", action]],
    [["event.outcome", "success"]],
    [
      ["eventSource", PROVIDER],
      ["eventName", random.pick(ACTIONS)],
      ["errorCode", "AccessDenied"],
    ],
    [
      ["eventSource", service],
      ["eventName", action],
    ],
    [["api", fromJson({ service: { name: service }, operation: action })]],
    [
      ["api.service.name", "kms"],
      ["api.operation", random.pick(ACTIONS)],
      ["status_id", literal(2)],
    ],
    attributes,
    [["attributes", object(...attributes)]],
    [["attributes", array(...list)]],
    [["rpc", fromJson({ service, method: action })]],
  ];
  // With a dataset, an envelope is not yet ingested: only an action makes it an event.
  const event = getMember(holder, "event");
  const isToBeIngested = isObjectTree(event) && getMember(event, "dataset") !== undefined;
  const usable = isToBeIngested ? choices.slice(0, 1) : choices.filter(([first]) => first?.[0] !== member[0]);
  for (const [key, value] of random.pick(usable)) {
    removeMember(holder, key);
    holder.members.push([key, value]);
  }
}
