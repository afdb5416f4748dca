/** Changes to a matching record after which it must not match, most of them minimal. */
import { CLAUSES, type Mutation } from "./mutations.js";
import type { Random } from "./random.js";
import { ACTIONS, DATASET, NEAR_MISSES, PROVIDER, randomBlank, randomFailure, randomTree } from "./samples.js";
import { addField, removeField, setField, spell } from "./tree-fields.js";
import {
  array,
  getMember,
  isObjectTree,
  literal,
  NULL,
  object,
  removeMember,
  setMember,
  type ObjectTree,
  type Tree,
} from "./tree.js";

const RAW_CLAUSES = [
  { key: "eventName", right: ACTIONS, wrong: NEAR_MISSES.action },
  { key: "eventSource", right: [PROVIDER], wrong: NEAR_MISSES.provider },
] as const;

/** Returns `value` in a form that is not a string: raw events are compared by strings only. */
function wrapped(value: string, random: Random): Tree {
  return random.pick<Tree>([
    array(value),
    array(array(value)),
    object(["value", value]),
    object([value, value]),
    NULL,
    literal(true),
  ]);
}

export const NEAR_MISS_MUTATIONS: readonly Mutation[] = [
  {
    name: "a near miss of the name or the source",
    only: "raw",
    apply: (record, random) => {
      const { key, wrong } = random.pick(RAW_CLAUSES);
      setMember(record, key, random.pick<Tree>(wrong));
    },
  },
  {
    name: "the name or the source of another type",
    only: "raw",
    apply: (record, random) => {
      const { key, right } = random.pick(RAW_CLAUSES);
      setMember(record, key, wrapped(random.pick<string>(right), random));
    },
  },
  {
    name: "the name or the source overridden by a later duplicate",
    only: "raw",
    apply: (record, random) => {
      const { key, wrong } = random.pick(RAW_CLAUSES);
      record.members.push([key, random.chance(0.5) ? random.pick<Tree>(wrong) : wrapped("x", random)]);
    },
  },
  {
    name: "the name or the source missing, or under a name that is not its own",
    only: "raw",
    apply: (record, random) => {
      const { key, right } = random.pick(RAW_CLAUSES);
      removeMember(record, key);
      const names = [
        key.toLowerCase(),
        `${key} `,
        ` ${key}`,
        `${key}\u0000`,
        `${key}s`,
        key.slice(0, -1),
        `.${key}`,
        `\\u0065${key.slice(1)}`,
      ];
      if (random.chance(0.7)) record.members.push([random.pick(names), random.pick<Tree>(right)]);
    },
  },
  {
    name: "a failed call",
    only: "raw",
    apply: (record, random) => {
      const keys = random.shuffle(["errorCode", "errorMessage"]);
      setMember(record, keys[0] as string, randomFailure(random));
      if (random.chance(0.3))
        setMember(record, keys[1] as string, (random.chance(0.5) ? randomFailure : randomBlank)(random));
    },
  },
  {
    name: "a failure that overrides a blank",
    only: "raw",
    apply: (record, random) => {
      const key = random.pick(["errorCode", "errorMessage"]);
      record.members.push([key, randomBlank(random)], [key, randomFailure(random)]);
    },
  },
  {
    name: "one ECS field beside the raw ones",
    only: "raw",
    apply: (record, random) => {
      const { path, right, wrong } = random.pick(CLAUSES.slice(0, 3));
      const value = random.pick<Tree>([
        random.pick<Tree>(right),
        random.pick<Tree>(wrong),
        literal(0),
        literal(false),
        "",
        array(NULL, "x"),
      ]);
      removeMember(record, "event");
      addField(record, path, value, random);
    },
  },
  {
    name: "the whole event one level deeper",
    apply: (record, random) => {
      const members = record.members;
      const shell = random.pick(["x", "payloads", "ecs", "Event", "AWS", "cloudtrail"]);
      record.members = [
        [shell, random.chance(0.7) ? { members } : array({ members })],
        ["event", object(["kind", "event"])],
      ];
    },
  },
  {
    name: "the ECS fields spread over two levels",
    only: "ecs",
    apply: (record, random) => {
      const { path, right } = random.pick(CLAUSES);
      removeField(record, path);
      removeField(record, "data_stream.dataset");
      const shell = random.pick(["x", "event", "aws"]);
      setMember(record, "decoy", object([shell, spell(path, random.pick<Tree>(right), random)]));
    },
  },
  {
    name: "a near miss of a clause",
    only: "ecs",
    apply: (record, random) => {
      const { path, wrong } = random.pick(CLAUSES);
      if (path === "event.dataset") removeField(record, "data_stream.dataset");
      const values = Array.from({ length: 1 + random.below(3) }, () => random.pick<Tree>(wrong));
      setField(record, path, random.chance(0.6) ? (values[0] as Tree) : array(...values, NULL, literal(1)), random);
    },
  },
  {
    name: "a clause of another type",
    only: "ecs",
    apply: (record, random) => {
      const { path, right } = random.pick(CLAUSES);
      removeField(record, "data_stream.dataset");
      const value = random.pick<string>(right);
      const odd: Tree[] = [
        object([value, value]),
        object(["value", value]),
        literal(true),
        literal(0),
        NULL,
        array(),
        array(object(["x", value])),
      ];
      setField(record, path, random.pick(odd), random);
      if (path !== "event.dataset" && random.chance(0.3)) removeField(record, "event.dataset");
    },
  },
  {
    name: "a clause missing, or under a path that is not its own",
    only: "ecs",
    apply: (record, random) => {
      const { path, right } = random.pick(CLAUSES);
      removeField(record, path);
      if (path === "event.dataset") removeField(record, "data_stream.dataset");
      const paths = [
        `${path}.keyword`,
        `x.${path}`,
        path.toUpperCase(),
        path.replace(".", "_"),
        `${path} `,
        path.replace(".", ".."),
        `.${path}`,
      ];
      if (random.chance(0.7)) record.members.push([random.pick(paths), random.pick<Tree>(right)]);
    },
  },
  {
    name: "event overridden by a later duplicate",
    only: "ecs",
    apply: (record, random) => {
      // Dotted spellings would still count: only the members of `event` are lost with it.
      const nested = object(
        ...CLAUSES.map(({ path, right }): [string, Tree] => [path.slice("event.".length), right[0]]),
      );
      for (const { path } of CLAUSES) removeField(record, path);
      removeField(record, "data_stream.dataset");
      removeMember(record, "event");
      const later = random.pick<Tree>([
        NULL,
        object(),
        array(),
        "x",
        object(["action", "DisableKey"], ["provider", PROVIDER], ["dataset", DATASET]),
      ]);
      record.members.push(["event", nested], ["event", later]);
    },
  },
  {
    name: "a clause overridden by a later duplicate",
    only: "ecs",
    apply: (record, random) => {
      const { path, right, wrong } = random.pick(CLAUSES);
      removeField(record, path);
      if (path === "event.dataset") removeField(record, "data_stream.dataset");
      const event = getMember(record, "event");
      const [parent, key] = isObjectTree(event) ? [event, path.slice("event.".length)] : [record, path];
      parent.members.push([key, random.pick<Tree>(right)], [key, random.chance(0.7) ? random.pick<Tree>(wrong) : NULL]);
    },
  },
  {
    name: "raw names in an ECS event that fails",
    only: "ecs",
    apply: (record, random) => {
      setField(record, "event.outcome", random.pick(NEAR_MISSES.outcome), random);
      setMember(record, "eventSource", PROVIDER);
      setMember(record, "eventName", random.pick(ACTIONS));
      if (random.chance(0.3)) insertJunk(record, random);
    },
  },
];

function insertJunk(record: ObjectTree, random: Random): void {
  record.members.unshift(["errorCode", randomBlank(random)], ["x", randomTree(random)]);
}
