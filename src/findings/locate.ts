/** Finding the event that an annotation's `path` points to. */

const INDEX = /^(?:0|[1-9]\d*)$/;

/**
 * The value at `path` in a parsed record: a JSON Pointer (RFC 6901) in which `#` stands where a string was decoded. What is
 * in an array alone came back inside of `Records` (docs/shapes.md). undefined if nothing stands there, or it is no path.
 */
export function locateEvent(record: unknown, path: string): unknown {
  if (path !== "" && !path.startsWith("/")) return undefined;
  // What stands behind a slash, up to the next one: a name, and a `#` if its string is decoded.
  const steps = path.split("/").slice(1);
  let value = record;
  for (const step of steps) {
    const isDecoded = step.endsWith("#");
    const name = (isDecoded ? step.slice(0, -1) : step).replaceAll("~1", "/").replaceAll("~0", "~");
    value = memberOf(value, name);
    if (isDecoded) value = typeof value === "string" ? parseJson(value) : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

/** The value that a JSON text says, or undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  // An array has a length of its own, too.
  if (Array.isArray(value) && !INDEX.test(name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
