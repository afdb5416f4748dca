/**
 * Attributes in OTLP JSON: `[{"key":"rpc.method","value":{"stringValue":"DisableKey"}},…]`.
 *
 * Reads parsed records and the source form of spans.ts alike; `textOf` reads a key.
 */
import { isObject, own, type Json, type JsonObject, type Scalar } from "./json.js";

/** Returns the text of a string; undefined for any other value. */
export type TextOf = (value: Json | undefined) => string | undefined;

export const parsedText: TextOf = (value) => (typeof value === "string" ? value : undefined);

const SCALARS = ["stringValue", "intValue", "doubleValue", "boolValue"];

/**
 * Returns the values of attributes with the key `field`: lists of keys inside an attribute extend its name with a dot, and lists
 * of values give several.
 */
export function attributeValues(list: Json[], field: string, textOf: TextOf): Scalar[] {
  const values: Scalar[] = [];
  // Not recursive: lists may nest without limit.
  const open = belowKeys(list, field, textOf).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, left } = next;
    const scalars = scalarsOf(value);
    if (scalars.length > 0) {
      if (left === "") values.push(...scalars);
      continue;
    }
    const inside = left === "" ? [] : belowKeys(valuesOf(value, "kvlistValue"), left, textOf);
    for (const item of valuesOf(value, "arrayValue")) if (isObject(item)) inside.push({ value: item, left });
    open.push(...inside.reverse());
  }
  return values;
}

function belowKeys(list: Json[], path: string, textOf: TextOf): { value: JsonObject; left: string }[] {
  return attributesOf(list, textOf).flatMap(({ key, value }) => {
    if (key === path) return [{ value, left: "" }];
    return path.startsWith(`${key}.`) ? [{ value, left: path.slice(key.length + 1) }] : [];
  });
}

function attributesOf(list: Json[], textOf: TextOf): { key: string; value: JsonObject }[] {
  return list.flatMap((item) => {
    if (!isObject(item)) return [];
    const key = textOf(own(item, "key"));
    const value = own(item, "value");
    return key !== undefined && isObject(value) ? [{ key, value }] : [];
  });
}

/** Returns an attribute's value, if any: the first of the four members present must have a plain type. */
function scalarsOf(value: JsonObject): Scalar[] {
  const name = SCALARS.find((member) => Object.hasOwn(value, member));
  const scalar = name === undefined ? undefined : own(value, name);
  return scalar === undefined || scalar === null || typeof scalar === "object" ? [] : [scalar];
}

function valuesOf(value: JsonObject, member: "kvlistValue" | "arrayValue"): Json[] {
  const list = own(value, member);
  const values = isObject(list) ? own(list, "values") : undefined;
  return Array.isArray(values) ? values : [];
}
