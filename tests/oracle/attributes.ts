/**
 * Writes the fields of an OpenTelemetry log record wherever it keeps them: on itself, in an object `attributes`, or in a list of
 * keys and typed values.
 */
import type { Random } from "./random.js";
import { addField, removeField, setField } from "./tree-fields.js";
import {
  array,
  getMember,
  isObjectTree,
  literal,
  NULL,
  object,
  type ArrayTree,
  type ObjectTree,
  type Tree,
} from "./tree.js";

export type Attributes = { in: "object"; object: ObjectTree } | { in: "list"; list: ArrayTree };

export function attributesOf(record: ObjectTree): Attributes {
  const attributes = getMember(record, "attributes");
  if (isObjectTree(attributes)) return { in: "object", object: attributes };
  if (typeof attributes === "object" && "items" in attributes) return { in: "list", list: attributes };
  return { in: "object", object: record };
}

/** Removes the field everywhere, with all of its values. */
export function removeAttribute(record: ObjectTree, field: string): void {
  const attributes = attributesOf(record);
  removeField(record, field);
  if (attributes.in === "object") removeField(attributes.object, field);
  else removeFromList(attributes.list, field);
}

function removeFromList(list: ArrayTree, field: string): void {
  list.items = list.items.filter((item) => keyOf(item) !== field);
  for (const item of list.items) {
    const key = keyOf(item);
    if (!isObjectTree(item) || typeof key !== "string" || !field.startsWith(`${key}.`)) continue;
    // Lists of keys within the attribute extend its name.
    const values = ["value", "kvlistValue", "values"].reduce<Tree | undefined>(
      (node, name) => (isObjectTree(node) ? getMember(node, name) : undefined),
      item,
    );
    if (typeof values === "object" && "items" in values) removeFromList(values, field.slice(key.length + 1));
  }
}

/** Makes `value` the only value of the field. In a list it gets a type. */
export function setAttribute(record: ObjectTree, field: string, value: Tree, random: Random): void {
  removeAttribute(record, field);
  const attributes = attributesOf(record);
  if (attributes.in === "object") setField(attributes.object, field, value, random);
  else putAttribute(attributes.list, field, typed(value, random), random);
}

/** Adds a value to the field: next to existing ones, or on the record. */
export function addAttribute(record: ObjectTree, field: string, value: Tree, random: Random): void {
  const attributes = attributesOf(record);
  if (attributes.in === "list" && random.chance(0.7)) {
    putAttribute(attributes.list, field, typed(value, random), random);
  } else {
    addField(attributes.in === "object" && random.chance(0.5) ? attributes.object : record, field, value, random);
  }
}

/** Puts `{"key":…,"value":…}` anywhere into the list, with its value as given. */
export function putAttribute(list: ArrayTree, field: string, value: Tree, random: Random): void {
  const members: [string, Tree][] = [
    ["key", field],
    ["value", value],
  ];
  if (random.chance(0.1)) members.splice(random.below(3), 0, [random.pick(["x", "type", "stringValue"]), "x"]);
  if (random.chance(0.1)) members.reverse();
  list.items.splice(random.below(list.items.length + 1), 0, object(...members));
}

/** Returns OTLP's typed value; numbers get any of the types that can hold one. */
export function typed(value: Tree, random: Random): ObjectTree {
  if (typeof value === "string") return object([random.chance(0.9) ? "stringValue" : "intValue", value]);
  if (isObjectTree(value)) {
    const values = value.members.map(([key, member]) => object(["key", key], ["value", typed(member, random)]));
    return object(["kvlistValue", object(["values", array(...values)])]);
  }
  if ("items" in value) {
    return object(["arrayValue", object(["values", array(...value.items.map((item) => typed(item, random)))])]);
  }
  if (value === NULL || value.literal === "null") return object();
  if (/^[tf]/.test(value.literal)) return object(["boolValue", value]);
  return object([random.pick(["doubleValue", "intValue"]), random.chance(0.2) ? value.literal : value]);
}

/** Returns list elements that are not attributes, though they may resemble one. */
export function noAttribute(field: string, value: string, random: Random): Tree {
  const right = object(["stringValue", value]);
  return random.pick<Tree>([
    object(["key", field]),
    object(["value", right]),
    object(["key", field], ["value", value]),
    object(["key", field], ["value", NULL]),
    object(["key", field], ["value", array(right)]),
    object(["key", field], ["value", object()]),
    object(["key", field], ["value", object(["bytesValue", value])]),
    object(["key", field], ["value", object(["StringValue", value])]),
    object(["key", field], ["value", object(["stringValue", array(value)])]),
    object(["key", field], ["value", object(["stringValue", NULL])]),
    object(["key", field], ["value", object(["arrayValue", object(["values", right])])]),
    object(["key", field], ["value", object(["arrayValue", array(right)])]),
    object(["key", field], ["value", object(["arrayValue", object(["values", array(value, array(right))])])]),
    object(
      ["key", field],
      ["value", object(["kvlistValue", object(["values", array(object(["key", "x"], ["value", right]))])])],
    ),
    object(["key", array(field)], ["value", right]),
    object(["key", literal(1)], ["value", right]),
    object(["Key", field], ["value", right]),
    object(["key", field], ["Value", right]),
    object(["key", field], ["value", right], ["value", object()]),
    object(["key", field], ["key", "x"], ["value", right]),
    object(["key", field], ["value", object(["stringValue", value], ["stringValue", NULL])]),
    array(object(["key", field], ["value", right])),
    object([field, value]),
    field,
    NULL,
  ]);
}

function keyOf(item: Tree): Tree | undefined {
  return isObjectTree(item) ? getMember(item, "key") : undefined;
}
