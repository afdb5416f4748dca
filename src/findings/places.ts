/** What to write into a configuration so that events at a path are judged like any other. No imports of Node's: the HTML page has this too. */

/** What a configuration takes (docs/reference/settings.md, `places`). */
const MAX_STEPS = 16;
const NAME = /^[\x20-\x7e]{1,64}$/;
const INDEX = /^(?:0|[1-9]\d*)$/;

/**
 * The places that lead to an event at `path`, one for each string that is decoded on the way: what is in it is looked at like
 * a record of its own. undefined where a configuration has no words for the path. A step of digits is taken for an index.
 */
export function placesFor(path: string): string[] | undefined {
  // Each element of a file's `Records`, and of an array alone, is a place already.
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

/** The line of a configuration for an event at `path`, such as `"places": ["/payload#"]`; undefined as for `placesFor`. */
export function placesLine(path: string): string | undefined {
  const places = placesFor(path);
  return places && `"places": [${places.map((place) => JSON.stringify(place)).join(", ")}]`;
}

/** Whether a step of a pointer, as it is escaped there, is a name that a place can have; `*` would be any element. */
function isName(step: string): boolean {
  const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
  return NAME.test(name) && name !== "*" && !name.endsWith("#");
}

/** Where an event is, as `keyward explain` and `keyward triage` take it: `FILE:LINE`, or `FILE:LINE#PATH` where it is not the record itself. */
export function eventPlace({ file, line, path }: { file: string; line: number; path: string }): string {
  return `${file}:${line}${path === "" ? "" : `#${path}`}`;
}
