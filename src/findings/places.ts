/**
 * Places to add to a configuration so that events at a path are judged like any other. No Node imports: the HTML page uses it
 * too.
 */

/** Limits of a configuration (docs/reference/settings.md, `places`). */
const MAX_STEPS = 16;
const NAME = /^[\x20-\x7e]{1,64}$/;
const INDEX = /^(?:0|[1-9]\d*)$/;

/**
 * Returns the places that lead to an event at `path`, one for each string decoded on the way: its content is read like a record
 * of its own. undefined if a configuration cannot express the path. A step of digits counts as an index.
 */
export function placesFor(path: string): string[] | undefined {
  // Each element of a file's `Records`, or of a bare array, is a known place already.
  const steps = path
    .replace(/^\/Records(?=\/\d)/, "")
    .replace(/^\/\d+(?=\/)/, "")
    .split("/")
    .slice(1);
  const places: string[] = [];
  let place: string[] = [];
  for (const step of steps) {
    const isDecoded = step.endsWith("#");
    const name = isDecoded ? step.slice(0, -1) : step;
    if (INDEX.test(name)) place.push(isDecoded ? "*#" : "*");
    else if (!isName(name)) return undefined;
    else place.push(step);
    if (place.length > MAX_STEPS) return undefined;
    if (!isDecoded) continue;
    places.push(`/${place.join("/")}`);
    place = [];
  }
  if (place.length > 0) places.push(`/${place.join("/")}`);
  return places.length === 0 ? undefined : [...new Set(places)];
}

/** Returns the configuration line for an event at `path`, such as `"places": ["/payload#"]`; undefined like `placesFor`. */
export function placesLine(path: string): string | undefined {
  const places = placesFor(path);
  return places && `"places": [${places.map((place) => JSON.stringify(place)).join(", ")}]`;
}

/** Reports whether an (escaped) step of a pointer is a name that a place can have; `*` would be any element. */
function isName(step: string): boolean {
  const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
  return NAME.test(name) && name !== "*" && !name.endsWith("#");
}

/**
 * Returns the location of an event for `keyward explain` and `keyward triage`: `FILE:LINE`, or `FILE:LINE#PATH` if it is not the
 * record itself.
 */
export function eventPlace({ file, line, path }: { file: string; line: number; path: string }): string {
  return `${file}:${line}${path === "" ? "" : `#${path}`}`;
}
