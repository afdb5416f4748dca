/** What a walk finds, as text. */
import { walk } from "../../../assembly/event/walk";
import { skipSpace, skipValue } from "../../../assembly/json/cursor";
import { placeLast, textBetween } from "./text";

let textEnd: usize = 0;
let found = "";

function visit(field: i32, value: usize): void {
  found += field.toString() + "=" + textBetween(value, skipValue(value, textEnd)) + ";";
}

/** The fields of `record` that `paths` name, in the order they are visited: `number=value;` each. */
export function fieldsOf(record: string, paths: StaticArray<string>): string {
  const text = placeLast(record);
  textEnd = text.end;
  found = "";
  walk(skipSpace(text.start), text.end, paths, visit);
  return found;
}
