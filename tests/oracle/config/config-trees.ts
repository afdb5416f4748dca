/** Parts of configurations to change, created if absent. */
import type { Random } from "../random.js";
import {
  array,
  getMember,
  isObjectTree,
  literal,
  object,
  setMember,
  type ArrayTree,
  type ObjectTree,
  type Tree,
} from "../tree.js";
import { escalate, exception, weekly } from "./generate-configs.js";
import type { Fault } from "./read-config.js";
import type { Field } from "./settings.js";

/** A way to make a configuration invalid in exactly one respect. */
export interface Break {
  name: string;
  fault: Fault;
  apply: (config: ObjectTree, random: Random) => void;
}

export type Path = readonly [setting: string, key?: string];

/** Returns the object of a setting, created if absent. */
export function inSetting(config: ObjectTree, setting: string, random: Random): ObjectTree {
  const there = getMember(config, setting);
  if (isObjectTree(there)) return there;
  const made: Record<string, () => ObjectTree> = {
    duplicates: () => object(["window_seconds", literal(60)]),
    cap: () => object(["count", literal(5)], ["period_seconds", literal(60)]),
    escalate: () => escalate(random),
  };
  const value = (made[setting] as () => ObjectTree)();
  setMember(config, setting, value);
  return value;
}

export function setIn(config: ObjectTree, [setting, key]: Path, value: Tree, random: Random): void {
  if (key === undefined) setMember(config, setting, value);
  else setMember(inSetting(config, setting, random), key, value);
}

/** Returns one of the exceptions, created if there is none. */
export function anException(config: ObjectTree, random: Random): ObjectTree {
  const list = getMember(config, "exceptions") as ArrayTree | undefined;
  if (list !== undefined && list.items.length > 0) return random.pick(list.items) as ObjectTree;
  const made = exception("only", random);
  setMember(config, "exceptions", array(made));
  return made;
}

/** Adds one of `values` to an exception's field; returns its `when`. */
export function setField(config: ObjectTree, field: Field, values: readonly Tree[], random: Random): ObjectTree {
  const holder = anException(config, random);
  const when = (getMember(holder, "when") ?? object()) as ObjectTree;
  setMember(holder, "when", when);
  const list = getMember(when, field) as ArrayTree | undefined;
  const items = [...(list?.items ?? [])];
  items.splice(random.below(items.length + 1), 0, random.pick(values));
  setMember(when, field, array(...items));
  return when;
}

/** Sets a member of an exception's weekly window; returns that window. */
export function setWeekly(config: ObjectTree, key: string, value: Tree, random: Random): ObjectTree {
  const holder = anException(config, random);
  const there = (getMember(holder, "weekly") ?? weekly(random)) as ObjectTree;
  setMember(there, key, value);
  setMember(holder, "weekly", there);
  return there;
}
