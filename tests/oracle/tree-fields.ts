/** Changes a field of a record to be written, however its path is spelled. */
import type { Random } from "./random.js";
import { isObjectTree, type ObjectTree, type Tree } from "./tree.js";

/** Removes the field under every spelling; emptied objects stay. */
export function removeField(tree: Tree, path: string): void {
  if (typeof tree === "string") return;
  if ("items" in tree) for (const item of tree.items) removeField(item, path);
  if (!isObjectTree(tree)) return;
  tree.members = tree.members.filter(([key]) => key !== path);
  for (const [key, value] of tree.members) {
    if (path.startsWith(`${key}.`)) removeField(value, path.slice(key.length + 1));
  }
}

/**
 * Adds the field under a random spelling, without a duplicate key: into existing objects, if the spelling leads through them.
 * Returns false, with nothing changed, if it leads through something else.
 */
export function addField(tree: ObjectTree, path: string, value: Tree, random: Random): boolean {
  const names = path.split(".");
  const length = 1 + random.below(names.length);
  const key = names.slice(0, length).join(".");
  const rest = names.slice(length).join(".");
  const there = tree.members.filter(([name]) => name === key);
  if (there.length > 1 || (there.length === 1 && rest === "")) return false;
  const inside = there[0]?.[1];
  if (inside !== undefined) return isObjectTree(inside) && addField(inside, rest, value, random);
  tree.members.splice(random.below(tree.members.length + 1), 0, [
    key,
    rest === "" ? value : spell(rest, value, random),
  ]);
  return true;
}

/** Returns an object with `path` as its only field, in a random spelling. */
export function spell(path: string, value: Tree, random: Random): ObjectTree {
  const tree: ObjectTree = { members: [] };
  addField(tree, path, value, random);
  return tree;
}

/** Makes `value` the only value of the field, anywhere it can be. */
export function setField(tree: ObjectTree, path: string, value: Tree, random: Random): void {
  removeField(tree, path);
  // A spelling that leads through a scalar is refused; the dotted key at the top is always free by now.
  for (let tries = 0; tries < 4; tries++) if (addField(tree, path, value, random)) return;
  tree.members.push([path, value]);
}

/** Returns every object that may hold fields of the rule: the top level, and what is below `event` and `aws`. */
export function innerObjects(tree: Tree, depth = 6): ObjectTree[] {
  if (typeof tree === "string" || "literal" in tree || depth === 0) return [];
  if ("items" in tree) return tree.items.flatMap((item) => innerObjects(item, depth - 1));
  return [tree, ...tree.members.flatMap(([, value]) => innerObjects(value, depth - 1))];
}

/** Changes the field's first value; returns false if there is none. */
export function changeField(tree: Tree, path: string, change: (value: Tree) => Tree): boolean {
  if (typeof tree === "string" || "literal" in tree) return false;
  if ("items" in tree) return tree.items.some((item) => changeField(item, path, change));
  for (const member of [...tree.members].reverse()) {
    const [key, value] = member;
    if (key === path) {
      member[1] = change(value);
      return true;
    }
    if (path.startsWith(`${key}.`) && changeField(value, path.slice(key.length + 1), change)) return true;
  }
  return false;
}
