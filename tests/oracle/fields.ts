import { isObject, type Json, type Scalar } from "./json.js";

/**
 * Every value of the field `path` in a record, as Elasticsearch would index it: the path may be spelled by nested
 * objects, by dotted keys or by any mix of the two, and all spellings count; arrays are flattened, those of objects
 * too. In the order of the record. Null is no value, and neither is an object where a value should stand.
 */
export function fieldValues(record: Json, path: string): Scalar[] {
  const values: Scalar[] = [];
  // Not recursive, since arrays may be nested deeper than the stack. What is left of the path; "" is the field itself.
  const open: { node: Json; left: string }[] = [{ node: record, left: path }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, left } = next;
    const inside: typeof open = [];
    if (Array.isArray(node)) {
      for (const item of node) inside.push({ node: item, left });
    } else if (isObject(node)) {
      for (const [key, member] of left === "" ? [] : Object.entries(node)) {
        if (key === left) inside.push({ node: member, left: "" });
        else if (left.startsWith(`${key}.`)) inside.push({ node: member, left: left.slice(key.length + 1) });
      }
    } else if (node !== null && left === "") {
      values.push(node);
    }
    open.push(...inside.reverse());
  }
  return values;
}
