/** Whether a text has a name in it, in any spelling: as a filter tells it, for texts that no filter takes. */

const NAMES = ["DisableKey", "ScheduleKeyDeletion"];
/** Strings in strings in the text, as deep as a filter looks, and one more. */
const MOST_ROUNDS = 5;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))/g;
const SHORT: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Whether it names one of the rule's actions. */
export function namesAction(bytes: Buffer): boolean {
  return namesAny(bytes, NAMES);
}

/** Whether it has one of these names in it, which are ASCII. */
export function namesAny(bytes: Buffer, names: readonly string[]): boolean {
  if (names.some((name) => bytes.includes(name))) return true;
  if (!bytes.includes("\\u")) return false;
  let text = bytes.toString("latin1");
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const unescaped = text.replace(ESCAPE, (_, hex: string | undefined, short: string | undefined) =>
      hex === undefined ? (SHORT[short ?? ""] ?? short ?? "") : String.fromCharCode(parseInt(hex, 16)),
    );
    if (names.some((name) => unescaped.includes(name))) return true;
    if (unescaped === text) return false;
    text = unescaped;
  }
  return false;
}
