/** Whether a text names one of the rule's actions, in any spelling: as a filter tells it, for texts that no filter takes. */

const NAMES = ["DisableKey", "ScheduleKeyDeletion"];
/** Strings in strings in the text, as deep as a filter looks, and one more. */
const MOST_ROUNDS = 5;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))/g;
const SHORT: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

export function namesAction(bytes: Buffer): boolean {
  if (NAMES.some((name) => bytes.includes(name))) return true;
  if (!bytes.includes("\\u")) return false;
  let text = bytes.toString("latin1");
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const unescaped = text.replace(ESCAPE, (_, hex: string | undefined, short: string | undefined) =>
      hex === undefined ? (SHORT[short ?? ""] ?? short ?? "") : String.fromCharCode(parseInt(hex, 16)),
    );
    if (NAMES.some((name) => unescaped.includes(name))) return true;
    if (unescaped === text) return false;
    text = unescaped;
  }
  return false;
}
