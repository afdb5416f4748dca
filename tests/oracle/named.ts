/** Decides whether a text names one of the rule's actions: without a name nothing can match, at any depth. */
const ACTIONS = ["DisableKey", "ScheduleKeyDeletion"];
/** A name that is escaped in the fourth nested string is readable after this many rounds. */
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

/** Reports whether the text names an action as it is, or after its escapes are replaced one to five times. */
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
