/**
 * Whether a text names one of the rule's actions: where none is named, nothing can match, however deep it is.
 */
const ACTIONS = ["DisableKey", "ScheduleKeyDeletion"];
/** A name that is escaped in the fourth string in a string is readable after so many rounds. */
const MAX_ROUNDS = 5;

const ESCAPES: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** True if the text names an action as it is, or once its escapes are replaced, wherever they are, one to five times. */
export function namesAction(text: string): boolean {
  let left = text;
  for (let round = 0; ; round++) {
    if (ACTIONS.some((action) => left.includes(action))) return true;
    if (round === MAX_ROUNDS || !left.includes("\\")) return false;
    left = left.replace(/\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (ESCAPES[letter] as string) : String.fromCharCode(parseInt(hex, 16)),
    );
  }
}
