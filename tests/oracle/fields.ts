import { isObject, type Json, type Scalar } from "./json.js";

/**
 * Returns every value of the field `path` in a record, as Elasticsearch would index it: nested objects, dotted keys and any mix
 * of them all count; arrays, of objects too, are flattened. In the order of the record. Null is not a value, and neither is an
 * object.
 */
export function fieldValues(record: Json, path: string): Scalar[] {
  const values: Scalar[] = [];
  // Not recursive: arrays may nest deeper than the stack.
  const open = fieldNodes(record, path).reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) for (let index = node.length - 1; index >= 0; index--) open.push(node[index] as Json);
    else if (node !== null && !isObject(node)) values.push(node);
  }
  return values;
}

/**
 * Returns the nodes at the field `path` under each of its spellings: an array there is one node, though arrays on the way are
 * flattened. In the order of the record.
 */
export function fieldNodes(record: Json, path: string): Json[] {
  const nodes: Json[] = [];
  // The rest of the path; "" is the field itself.
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
        // Checked before anything is joined or cut: hardly any key leads to the field.
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
