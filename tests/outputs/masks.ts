/** What varies between two runs, or two builds, although the outputs are the same. */
export interface Mask {
  /** Its replacement. */
  name: string;
  why: string;
  pattern: RegExp;
}

export const MASKS: readonly Mask[] = [
  { name: "SECONDS", why: "how long it took, at the end of a summary", pattern: /\d+\.\d(?= s$)/gm },
  {
    name: "NOW",
    why: "a report says when it was made",
    pattern: /(?<="scanned_at":\s*")[^"]+/g,
  },
  {
    name: "MODULE",
    why: "the bytes of a module are what changes; its outputs are recorded",
    pattern: /(?<=^module .*, )\d+ bytes, sha256 [0-9a-f]{64}$|(?<=\.wasm: )\d+ bytes(?=, carries )/gm,
  },
  {
    name: "SCRIPT",
    why: "the page's script is compiled from sources that it shares with the commands, which may move",
    pattern: /(?<=<script>)[^]*(?=<\/script>)|(?<=script-src ')sha256-[^']+/g,
  },
];

export function mask(text: string): string {
  return MASKS.reduce((masked, { name, pattern }) => masked.replace(pattern, `<${name}>`), text);
}
