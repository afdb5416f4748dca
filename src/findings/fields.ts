/** The fields of a parsed event, by their dotted paths, however they are spelled (assembly/event/walk.ts does the same). */

/** Lists inside of an OTLP attribute list that are followed; CloudTrail's attributes have three. */
const MOST_LISTS = 8;
const SCALARS = ["stringValue", "intValue", "doubleValue", "boolValue"];

/**
 * The values at `path` in an object: `{"a":{"b":1}}`, `{"a.b":1}` and any mix of them spell `a.b`, and an array on the way
 * counts as each of its elements. A value can itself be an array or an object.
 */
export function valuesAt(container: unknown, path: string): unknown[] {
  return elementsOf(container).flatMap((object) => {
    if (!isObject(object)) return [];
    return splitsOf(path).flatMap(([name, rest]) => {
      if (!Object.hasOwn(object, name)) return [];
      return rest === "" ? [object[name]] : valuesAt(object[name], rest);
    });
  });
}

/** A value alone, or the elements of an array, those of arrays in it included. */
export function elementsOf(value: unknown): unknown[] {
  const elements: unknown[] = [];
  // No recursion: a record can nest arrays as deep as it is long.
  const rest = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (!Array.isArray(next)) elements.push(next);
    else for (let at = next.length - 1; at >= 0; at--) rest.push(next[at]);
  }
  return elements;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The attributes of an OpenTelemetry record as an object: they are one, or an OTLP list of `{key, value: {stringValue}}`. Of
 * a name that is in a list twice each value counts.
 */
export function attributesOf(record: unknown): unknown {
  const attributes = isObject(record) && Object.hasOwn(record, "attributes") ? record.attributes : undefined;
  return Array.isArray(attributes) ? fieldsOfList(attributes) : attributes;
}

/** A list of keys and values, `{key, value: {stringValue}}` each, as an object. */
export function fieldsOfList(list: unknown[]): unknown {
  return objectOf(list, MOST_LISTS);
}

/** The ways to cut a path into the name of a member and what goes on behind it, "" at the path's end. */
function splitsOf(path: string): [name: string, rest: string][] {
  const splits: [string, string][] = [];
  for (let at = path.indexOf("."); at >= 0; at = path.indexOf(".", at + 1)) {
    splits.push([path.slice(0, at), path.slice(at + 1)]);
  }
  return [...splits, [path, ""]];
}

function objectOf(list: unknown[], lists: number): Record<string, unknown> {
  // Without a prototype, so that `__proto__` is a name like any other.
  const object = Object.create(null) as Record<string, unknown>;
  for (const attribute of list) {
    if (!isObject(attribute) || typeof attribute.key !== "string" || !isObject(attribute.value)) continue;
    const { key } = attribute;
    const value = plainValue(attribute.value, lists);
    object[key] = key in object ? [object[key], value] : value;
  }
  return object;
}

/** What an OTLP value holds (opentelemetry-proto, common/v1: AnyValue, in the JSON of protobuf). */
function plainValue(any: Record<string, unknown>, lists: number): unknown {
  const scalar = SCALARS.map((name) => any[name]).find((value) => value !== undefined);
  if (scalar !== undefined) return scalar;
  if (lists === 0) return undefined;
  const values = [any.arrayValue, any.kvlistValue].map((list) => (isObject(list) ? list.values : undefined));
  const [elements, members] = values;
  if (Array.isArray(elements)) {
    return elements.map((element) => (isObject(element) ? plainValue(element, lists - 1) : undefined));
  }
  return Array.isArray(members) ? objectOf(members, lists - 1) : undefined;
}
