import { isObject, type Json, type Scalar } from "./json.js";

/**
 * Every value of the field `path` in a record, as Elasticsearch would index it: the path may be spelled by nested
 * objects, by dotted keys or by any mix of the two, and all spellings count; arrays are flattened, those of objects
 * too. In the order of the record. Null is no value, and neither is an object where a value should stand.
 */
export function fieldValues(record: Json, path: string): Scalar[] {
  const values: Scalar[] = [];
  // Not recursive, since arrays may be nested deeper than the stack.
  const open = fieldNodes(record, path).reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) for (let index = node.length - 1; index >= 0; index--) open.push(node[index] as Json);
    else if (node !== null && !isObject(node)) values.push(node);
  }
  return values;
}

/**
 * What stands at the field `path` under each of its spellings, whole: an array that stands there is one node, though
 * arrays on the way are flattened. In the order of the record.
 */
export function fieldNodes(record: Json, path: string): Json[] {
  const nodes: Json[] = [];
  // What is left of the path; "" is the field itself.
  const open: { node: Json; left: string }[] = [{ node: record, left: path }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, left } = next;
    if (left === "") {
      nodes.push(node);
    } else if (Array.isArray(node)) {
      for (let index = node.length - 1; index >= 0; index--) open.push({ node: node[index] as Json, left });
    } else if (isObject(node)) {
      const inside: typeof open = [];
      for (const key of Object.keys(node)) {
        // Asked before anything is joined or cut: nearly no key of a record leads to the field.
        if (!left.startsWith(key)) continue;
        const member = node[key] as Json;
        if (key.length === left.length) inside.push({ node: member, left: "" });
        else if (left[key.length] === ".") inside.push({ node: member, left: left.slice(key.length + 1) });
      }
      open.push(...inside.reverse());
    }
  }
  return nodes;
}
