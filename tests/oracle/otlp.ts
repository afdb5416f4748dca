/**
 * Attributes as OTLP JSON writes them: `[{"key":"rpc.method","value":{"stringValue":"DisableKey"}},…]`.
 *
 * Reads parsed records and the source form of spans.ts alike: what differs is how a key is told, which `textOf` says.
 */
import { isObject, own, type Json, type JsonObject, type Scalar } from "./json.js";

/** The text of a string; undefined for every other value. */
export type TextOf = (value: Json | undefined) => string | undefined;

export const parsedText: TextOf = (value) => (typeof value === "string" ? value : undefined);

const SCALARS = ["stringValue", "intValue", "doubleValue", "boolValue"];

/**
 * The values of the attributes whose key is `field`: lists of keys inside an attribute continue its name with a dot, and
 * lists of values give many.
 */
export function attributeValues(list: Json[], field: string, textOf: TextOf): Scalar[] {
  const values: Scalar[] = [];
  // Not recursive: lists may stand in lists without end.
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

/** The one value of an attribute, or none: the first of the four members that is there has to be of a plain type. */
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
