/** What a walk finds, as text; and tables of paths. */
import { Paths, pathAt } from "../../../assembly/event/paths";
import { walk } from "../../../assembly/event/walk";
import { skipSpace, skipValue } from "../../../assembly/json/cursor";
import { placeLast, textBetween } from "./text";

let textEnd: usize = 0;
let found = "";

function visit(field: i32, value: usize): void {
  found += field.toString() + "=" + textBetween(value, skipValue(value, textEnd)) + ";";
}

/** Tables and their paths, for good: a table is known by its address. */
const tables: Paths[] = [];
const texts: StaticArray<string>[] = [];

/** The table of these paths, each of the field with its number. */
export function tableOf(paths: StaticArray<string>): Paths {
  const known = texts.indexOf(paths);
  if (known >= 0) return tables[known];
  const table = new StaticArray<i32>(paths.length);
  for (let i = 0; i < paths.length; i++) {
    table[i] = (i << 24) | changetype<i32>(paths[i]);
    assert(pathAt(table, i) == paths[i], "a path is beyond 24 bits");
  }
  texts.push(paths);
  tables.push(table);
  return table;
}

/** The paths of a table. */
export function pathsOf(table: Paths): string[] {
  const paths: string[] = [];
  for (let i = 0; i < table.length; i++) paths.push(pathAt(table, i));
  return paths;
}

/** The fields of `record` that `paths` name, in the order they are visited: `number=value;` each. */
export function fieldsOf(record: string, paths: Paths): string {
  const text = placeLast(record);
  textEnd = text.end;
  found = "";
  walk(skipSpace(text.start), text.end, paths, visit);
  return found;
}
