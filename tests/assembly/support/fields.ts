/** What a walk finds, as text; and tables of paths. */
import { claim, keepClaims } from "../../../assembly/bytes/arena";
import { unitAt } from "../../../assembly/bytes/ascii";
import { PathTree, plantPaths } from "../../../assembly/event/path-tree";
import { Paths } from "../../../assembly/event/paths";
import { walk } from "../../../assembly/event/walk";
import { skipSpace, skipValue } from "../../../assembly/json/cursor";
import { placeLast, textBetween } from "./text";

let textEnd: usize = 0;
let found = "";

function visit(field: i32, value: usize): void {
  found += field.toString() + "=" + textBetween(value, skipValue(value, textEnd)) + ";";
}

/**
 * A table from literals, each with a field's number in the upper 8 bits and the address of its path in the lower 24.
 * Its memory is never released.
 */
function pathsOf(literals: StaticArray<i32>): Paths {
  const count = literals.length;
  let size = 1 + 2 * count;
  for (let index = 0; index < count; index++) size += literalAt(literals, index).length;
  const paths = claim(size);
  if (paths == 0) return paths;
  keepClaims();
  store<u8>(paths, count);
  let at = paths + 1 + count;
  for (let index = 0; index < count; index++) {
    const path = literalAt(literals, index);
    store<u8>(paths + 1 + index, unchecked(literals[index]) >> 24);
    store<u8>(at, path.length);
    at += 1;
    for (let unit = 0; unit < path.length; unit++, at++) store<u8>(at, unitAt(path, unit));
  }
  return paths;
}

function literalAt(literals: StaticArray<i32>, index: i32): string {
  return changetype<string>(<usize>(unchecked(literals[index]) & 0xffffff));
}

/** Trees and the paths they were made of, kept forever. */
const trees: PathTree[] = [];
const texts: StaticArray<string>[] = [];

/** The tree of these paths, each for the field with its index. */
export function treeOf(paths: StaticArray<string>): PathTree {
  const known = texts.indexOf(paths);
  if (known >= 0) return trees[known];
  const literals = new StaticArray<i32>(paths.length);
  for (let i = 0; i < paths.length; i++) {
    literals[i] = (i << 24) | changetype<i32>(paths[i]);
    assert(changetype<usize>(paths[i]) < 1 << 24, "a path is beyond 24 bits");
  }
  texts.push(paths);
  trees.push(plantPaths(pathsOf(literals))!);
  return trees[trees.length - 1];
}

/** The paths of a table. */
export function pathsIn(table: Paths): string[] {
  const paths: string[] = [];
  const count = <i32>load<u8>(table);
  let at = table + 1 + count;
  for (let i = 0; i < count; i++) {
    const length = <usize>load<u8>(at);
    paths.push(textBetween(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return paths;
}

/** The fields of `record` that the tree's paths name, in the order they are visited: `number=value;` each. */
export function fieldsOf(record: string, tree: PathTree | null): string {
  const text = placeLast(record);
  textEnd = text.end;
  found = "";
  walk(skipSpace(text.start), text.end, tree, visit);
  return found;
}
