/** Changes to a matching record after which it still matches: each is a possible stumbling block for the module. */
import { FACT_MUTATIONS } from "./fact-mutations.js";
import type { Random } from "./random.js";
import {
  ACTIONS,
  DATASET,
  NEAR_MISSES,
  PROVIDER,
  randomBlank,
  randomDepths,
  randomKey,
  randomText,
  randomTree,
} from "./samples.js";
import { addField, changeField, innerObjects, removeField, setField } from "./tree-fields.js";
import {
  array,
  getMember,
  insertMember,
  isObjectTree,
  literal,
  NULL,
  object,
  setMember,
  type ObjectTree,
  type Tree,
} from "./tree.js";

export interface Mutation {
  name: string;
  /** Only for records of this shape; default: all. */
  only?: "raw" | "ecs";
  apply: (record: ObjectTree, random: Random) => void;
}

/** The rule's four clauses on an ECS event: the field, and values that satisfy it. */
export const CLAUSES = [
  { path: "event.provider", right: [PROVIDER], wrong: NEAR_MISSES.provider },
  { path: "event.action", right: ACTIONS, wrong: NEAR_MISSES.action },
  { path: "event.outcome", right: ["success"], wrong: NEAR_MISSES.outcome },
  { path: "event.dataset", right: [DATASET], wrong: NEAR_MISSES.dataset },
] as const;

/** Splits an object's members over an array of objects. */
export function split(whole: ObjectTree, random: Random): Tree {
  const parts = Array.from({ length: 1 + random.below(4) }, () => object());
  // Only the last of duplicates goes in: in separate objects, all would count.
  for (const member of new Map(whole.members)) random.pick(parts).members.push(member);
  return array(...parts, ...(random.chance(0.3) ? [randomTree(random, 1)] : []));
}

export const NEUTRAL: readonly Mutation[] = [
  {
    name: "members of no meaning",
    apply: (record, random) => {
      for (let count = 1 + random.below(4); count > 0; count--) {
        const key = randomKey(random);
        if (getMember(record, key) === undefined) insertMember(record, key, randomTree(random), random);
      }
    },
  },
  {
    name: "deep nesting",
    apply: (record, random) => {
      if (random.chance(0.2)) insertMember(record, "deep", randomDepths(random), random);
    },
  },
  {
    name: "names of the rule nested deeper",
    apply: (record, random) => {
      const decoy = object(
        ["eventName", random.pick([...ACTIONS, ...NEAR_MISSES.action])],
        ["eventSource", random.pick([PROVIDER, ...NEAR_MISSES.provider])],
        ["errorCode", "AccessDenied"],
        ["keyward", randomTree(random)],
        ["event", object(["action", "CreateKey"], ["outcome", "failure"], ["keyward", NULL])],
        ["event.provider", "s3.amazonaws.com"],
      );
      const parent = random.pick(["requestParameters", "additionalEventData", "serviceEventDetails", "x"]);
      const there = getMember(record, parent);
      const name = random.pick(["policy", "document", "x"]);
      if (isObjectTree(there)) {
        if (random.chance(0.5)) there.members.push(...decoy.members);
        else there.members.push([name, array(decoy)]);
      } else setMember(record, parent, random.pick([decoy, array(decoy, decoy), object([name, decoy])]));
    },
  },
  {
    name: "an overridden duplicate before a member",
    apply: (record, random) => {
      for (let count = 1 + random.below(3); count > 0; count--) {
        const inner = random.pick(innerObjects(record).filter(({ members }) => members.length > 0));
        const index = random.below(inner.members.length);
        const [key] = inner.members[index] as [string, Tree];
        const wrong: Tree = random.pick([
          random.pick(NEAR_MISSES.action),
          object(["action", random.pick(NEAR_MISSES.action)], ["outcome", "failure"]),
          object(["severity", literal(1)], ["risk_score", literal(1)]),
          array("aws-kms-key-loss"),
          randomTree(random),
        ]);
        const twin: [string, Tree] = [key, wrong];
        inner.members.splice(random.below(index + 1), 0, twin);
      }
    },
  },
  {
    name: "tags of every type",
    apply: (record, random) => {
      const tag = "aws-kms-key-loss";
      const odd = [
        tag,
        array(tag),
        array("a", tag, "b"),
        array(array(tag)),
        array(object(["tag", tag])),
        array(),
        "a",
        "",
        `${tag} `,
      ];
      setMember(
        record,
        "tags",
        random.pick<Tree>([...odd, array("forwarded", randomText(random)), NULL, randomTree(random)]),
      );
    },
  },
  {
    name: "rule and threat there already",
    apply: (record, random) => {
      for (const key of ["rule", "threat"]) if (random.chance(0.6)) setMember(record, key, randomTree(random));
    },
  },
  {
    name: "event of every type",
    only: "raw",
    apply: (record, random) => {
      const scores = random.shuffle<[string, Tree]>([
        ["severity", randomTree(random)],
        ["risk_score", literal(99)],
        ["x", NULL],
      ]);
      const event = random.pick<Tree>([
        object(),
        object(...scores.slice(random.below(4))),
        "x",
        NULL,
        array(),
        array(object(...scores)),
      ]);
      setMember(
        record,
        "event",
        random.chance(0.5) ? event : object(["provider", NULL], ["action", object()], ["outcome", array()]),
      );
    },
  },
  {
    name: "severity and risk score there already",
    apply: (record, random) => {
      for (const path of ["event.severity", "event.risk_score"]) {
        if (random.chance(0.6)) addField(record, path, randomTree(random, 1), random);
      }
    },
  },
  {
    name: "blank errors",
    only: "raw",
    apply: (record, random) => {
      setMember(record, "errorCode", randomBlank(random));
      if (random.chance(0.5)) setMember(record, "errorMessage", randomBlank(random));
    },
  },
  {
    name: "several values, one of them right",
    only: "ecs",
    apply: (record, random) => {
      const { path, right, wrong } = random.pick(CLAUSES);
      const others = Array.from({ length: random.below(4) }, () =>
        random.pick<Tree>([random.pick<Tree>(wrong), randomTree(random, 1)]),
      );
      const nest = (value: Tree) => (random.chance(0.3) ? array(array(), value) : value);
      // An object among the values is not a value of the field, but its members become fields below it: none of the rule's.
      setField(record, path, nest(array(...random.shuffle([nest(random.pick<Tree>(right)), ...others]))), random);
    },
  },
  {
    name: "a second spelling of a field",
    only: "ecs",
    apply: (record, random) => {
      const { path, wrong } = random.pick(CLAUSES);
      addField(record, path, random.pick<Tree>([random.pick<Tree>(wrong), randomTree(random, 1)]), random);
    },
  },
  {
    name: "the dataset under its later name",
    only: "ecs",
    apply: (record, random) => {
      removeField(record, "event.dataset");
      if (random.chance(0.3)) setField(record, "event.dataset", random.pick(NEAR_MISSES.dataset), random);
      setField(record, "data_stream.dataset", random.chance(0.3) ? array("x", DATASET) : DATASET, random);
    },
  },
  {
    name: "event as an array of objects",
    only: "ecs",
    apply: (record, random) => {
      changeField(record, "event", (event) => (isObjectTree(event) ? split(event, random) : event));
    },
  },
  {
    name: "objects in arrays",
    only: "ecs",
    apply: (record, random) => {
      const inner = random.pick(innerObjects(record));
      const candidates = inner.members.filter(([, value]) => isObjectTree(value));
      const member = candidates[random.below(candidates.length)];
      // The rule's fields keep their values: arrays are flattened everywhere.
      if (member !== undefined) member[1] = split(member[1] as ObjectTree, random);
    },
  },
  {
    name: "a long string",
    apply: (record, random) => {
      if (random.chance(0.05))
        insertMember(record, "long", randomText(random).repeat(1 + random.below(20_000)), random);
    },
  },
  {
    name: "keyward under other names",
    apply: (record, random) => {
      const names = ["keyward.verdict", "Keyward", "keyward ", "event.keyward", "x.keyward"];
      insertMember(record, random.pick(names), randomTree(random), random);
    },
  },
  ...FACT_MUTATIONS,
];
