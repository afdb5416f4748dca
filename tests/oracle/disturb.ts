/** Creates disorder: renames, moves, duplicates and deletes members, with no promise about the result. */
import { NAMES } from "./envelopes.js";
import { makeEvent } from "./event-trees.js";
import type { Random } from "./random.js";
import { randomKey, randomTree } from "./samples.js";
import { copyTree, isObjectTree, type ObjectTree, type Tree } from "./tree.js";

type Disturbance = (holder: ObjectTree, others: ObjectTree[], random: Random) => void;

const DISTURBANCES: Record<string, Disturbance> = {
  "a member renamed": (holder, _, random) => {
    const member = holder.members[random.below(holder.members.length)];
    if (member) member[0] = random.chance(0.7) ? random.pick([...NAMES]) : randomKey(random);
  },
  "a member lost": (holder, _, random) => {
    holder.members.splice(random.below(holder.members.length + 1), 1);
  },
  "a member doubled": (holder, others, random) => {
    const member = holder.members[random.below(holder.members.length)];
    // Copied: a tree that contained itself would be endless.
    if (member) random.pick(others).members.push([member[0], copyTree(member[1])]);
  },
  "a value replaced": (holder, _, random) => {
    const member = holder.members[random.below(holder.members.length)];
    if (member) member[1] = randomTree(random, 2);
  },
  "an event merged in": (holder, _, random) => {
    const { tree } = makeEvent(random.pick(["match", "near miss", "other"]), random);
    holder.members.splice(random.below(holder.members.length + 1), 0, ...tree.members);
  },
  "an event put at a place": (holder, _, random) => {
    const { tree } = makeEvent("match", random);
    const value: Tree = random.pick<Tree>([tree, { items: [tree] }, { members: [[random.pick([...NAMES]), tree]] }]);
    holder.members.push([random.pick([...NAMES]), value]);
  },
};

/** Members of errors: past 1,024 bytes the module counts every member there (docs/reference/annotation.md). */
const ERRORS = /^(errorCode|errorMessage|error|code|message|aws\.error.*|api\.response.*)$/;

/** Returns the objects in the tree to some depth, except those in errors, which must stay short. */
function holders(tree: Tree, depth = 6): ObjectTree[] {
  if (typeof tree === "string" || "literal" in tree || depth === 0) return [];
  if ("items" in tree) return tree.items.flatMap((item) => holders(item, depth - 1));
  return [tree, ...tree.members.flatMap(([key, value]) => (ERRORS.test(key) ? [] : holders(value, depth - 1)))];
}

/** Disturbs the tree in a few places; returns the names of the changes. */
export function disturb(tree: Tree, random: Random): string[] {
  const done: string[] = [];
  for (let count = 1 + random.below(3); count > 0; count--) {
    const objects = holders(tree).filter(({ members }) => members.length > 0);
    const holder = objects[random.below(objects.length)];
    if (!isObjectTree(holder)) continue;
    const name = random.pick(Object.keys(DISTURBANCES));
    (DISTURBANCES[name] as Disturbance)(holder, objects, random);
    done.push(name);
  }
  return done;
}
