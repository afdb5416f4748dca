/** Finding the event that an annotation's `path` points to. */

const INDEX = /^(?:0|[1-9]\d*)$/;

/**
 * The value at `path` in a parsed record: a JSON Pointer (RFC 6901) with a `#` where a string was decoded. What is in a bare
 * array came back inside of `Records` (docs/shapes.md). undefined if nothing is there, or it is not a path.
 */
export function locateEvent(record: unknown, path: string): unknown {
  if (path !== "" && !path.startsWith("/")) return undefined;
  // What comes after a slash, up to the next one: a name, and a `#` if its string is decoded.
  const steps = path.split("/").slice(1);
  let value = record;
  for (const step of steps) {
    const isDecoded = step.endsWith("#");
    const name = (isDecoded ? step.slice(0, -1) : step).replaceAll("~1", "/").replaceAll("~0", "~");
    value = memberOf(value, name);
    if (isDecoded) value = typeof value === "string" ? decode(value) : undefined;
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

/**
 * What a string holds, read as the module does (docs/shapes.md): one JSON text, perhaps with other text before it; or, where
 * more follows, the texts as an array.
 */
function decode(text: string): unknown {
  const whole = parseJson(text);
  if (whole !== undefined) return whole;
  const texts: unknown[] = [];
  let at = 0;
  for (;;) {
    const start = findText(text, at);
    const end = start < 0 ? -1 : findTextEnd(text, start);
    const value = end < 0 ? undefined : parseJson(text.slice(start, end));
    if (value === undefined) break;
    if (texts.length === 0 && text.slice(end).trim() === "") return value;
    texts.push(value);
    at = end;
  }
  return texts.length === 0 ? undefined : texts;
}

/** Where the next text may begin: at a bracket that comes first, or at the first brace; -1 if nowhere. */
function findText(text: string, from: number): number {
  const first = from + text.slice(from).search(/[^ \t\r\n]/);
  return text[first] === "[" ? first : text.indexOf("{", from);
}

/** After the bracket that closes the one at `start`; -1 if none does. */
function findTextEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = findQuote(text, at + 1);
    else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
  }
  return -1;
}

/** The quote that closes a string whose text begins at `at`; where the text ends if none does. */
function findQuote(text: string, at: number): number {
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  // An array has a length of its own, too.
  if (Array.isArray(value) && !INDEX.test(name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
