/** Finds the lines of errors in a configuration. */
import { members, readElements, skipSpace, type Span } from "../records/json-spans.js";

const OPEN_OBJECT = 0x7b;

/** Prefixes errors of `checkConfig` with the file's name and, if known, their line: `FILE:LINE: POINTER: …`. */
export function locateMistakes(file: string, config: Uint8Array, mistakes: readonly string[]): string[] {
  const bytes = Buffer.from(config);
  const seen = new Map<string, number>();
  return mistakes.map((mistake) => {
    const before = seen.get(mistake) ?? 0;
    seen.set(mistake, before + 1);
    const line = lineOf(bytes, mistake, before);
    return `${file}${line === undefined ? "" : `:${line}`}: ${mistake}`;
  });
}

/** `before`: number of identical errors before this one, about earlier keys. */
function lineOf(config: Buffer, mistake: string, before: number): number | undefined {
  const named = /^the configuration is not JSON \(.*\bline (\d+)/.exec(mistake)?.[1];
  if (named !== undefined) return Number(named);
  const root = skipSpace(config, 0);
  if (mistake.startsWith("/")) {
    // The first of two equal keys is valid.
    const place = follow(config, root, mistake, mistake.includes(": duplicate key;") ? before + 1 : before);
    return lineAt(config, place);
  }
  return mistake.startsWith("the configuration: ") ? lineAt(config, root) : undefined;
}

/**
 * Returns where the value is whose pointer begins a text, as far as the pointer leads. `nth`: which of several equal keys at its
 * end.
 */
function follow(config: Buffer, root: number, text: string, nth: number): number {
  let at = root;
  for (let rest = text; rest.startsWith("/");) {
    const step = stepsFrom(config, at).filter(
      ({ name }) => rest.startsWith(name) && /^[/:]/.test(rest.slice(name.length)),
    );
    const longest = Math.max(...step.map(({ name }) => name.length));
    const equal = step.filter(({ name }) => name.length === longest);
    const isLast = rest[longest] === ":";
    const next = equal[isLast ? Math.min(nth, equal.length - 1) : 0];
    if (next === undefined) break;
    at = next.value.start;
    rest = rest.slice(longest);
  }
  return at;
}

interface Step {
  /** As it starts a pointer: `/when`. */
  name: string;
  value: Span;
}

function stepsFrom(config: Buffer, at: number): Step[] {
  const elements = readElements(config, at).map((value, index) => ({ name: `/${index}`, value }));
  if (elements.length > 0) return elements;
  if (config[at] !== OPEN_OBJECT) return [];
  return [...members(config, at)].map(({ name, value }) => ({ name: `/${shown(name)}`, value }));
}

/** Shortens a key like the module (assembly/config/report.ts): the plain ASCII at its start, up to 48 bytes. */
function shown(name: string): string {
  const plain = /^[\x20-\x5b\x5d-\x7e]{0,48}/.exec(name)?.[0] ?? "";
  const escaped = plain.replaceAll("~", "~0").replaceAll("/", "~1");
  return plain === name ? escaped : `${escaped}...`;
}

function lineAt(config: Buffer, at: number): number {
  let line = 1;
  for (let end = config.indexOf(0x0a); end >= 0 && end < at; end = config.indexOf(0x0a, end + 1)) line++;
  return line;
}
