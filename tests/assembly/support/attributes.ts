/** What a walk over an OTLP attribute list finds, as text. */
import { walkAttributes } from "../../../assembly/event/otlp";
import { PathTree } from "../../../assembly/event/path-tree";
import { skipValue } from "../../../assembly/json/cursor";
import { placeLast, textBetween } from "./text";

let textEnd: usize = 0;
let found = "";

function visit(field: i32, value: usize): void {
  found += field.toString() + "=" + textBetween(value, skipValue(value, textEnd)) + ";";
}

/** The fields of the tree's paths in the attribute list `list`, in the order they are visited: `number=value;` each. */
export function attributesOf(list: string, tree: PathTree): string {
  const text = placeLast(list);
  textEnd = text.end;
  found = "";
  walkAttributes(text.start, text.end, tree, visit);
  return found;
}

/** An attribute with this key and value, each as JSON. */
export function attribute(key: string, value: string): string {
  return '{"key":"' + key + '","value":' + value + "}";
}

/** A list of keys and values inside a value. */
export function kvlist(attributes: string): string {
  return '{"kvlistValue":{"values":[' + attributes + "]}}";
}

/** A list of values inside a value. */
export function list(values: string): string {
  return '{"arrayValue":{"values":[' + values + "]}}";
}
