import { RULE_ACTIONS } from "./finding.js";

/** How a record was read, as the module says of the one that it judged last (assembly/pipeline.ts). */
export const Reading = {
  /** It names no action of the rule's. */
  none: 0,
  /** An event was recognised in it. */
  read: 1,
  /** It came annotated. */
  annotated: 2,
  /** It names an action and is not JSON. */
  notJson: 3,
  /** It names an action, and no event was recognised in it. */
  unknown: 4,
  /** It names an action in a part that was not looked into, for want of memory or beyond the limits. */
  cut: 5,
} as const;
export type Reading = (typeof Reading)[keyof typeof Reading];

/** What keeps a record that names an action from being judged. */
const UNREAD: Partial<Record<number, string>> = {
  [Reading.notJson]: "it is not JSON",
  [Reading.unknown]: "no CloudTrail event is recognised in it",
  [Reading.cut]: "it is larger or deeper than is looked into",
};

/** Why a record that was read like this could not be judged; undefined if it could. */
export function unreadReason(reading: Reading): string | undefined {
  return UNREAD[reading];
}

/** Strings in strings in the text, as deep as a filter looks, and one more. */
const MAX_ROUNDS = 5;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))/g;
const SHORT: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Whether a text names one of these actions, in any spelling: as a filter tells it, for texts that no filter takes. */
export function namesAction(bytes: Buffer, actions = RULE_ACTIONS): boolean {
  if (actions.some((name) => bytes.includes(name))) return true;
  if (!bytes.includes("\\u")) return false;
  let text = bytes.toString("latin1");
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const unescaped = text.replace(ESCAPE, (_, hex: string | undefined, short: string | undefined) =>
      hex === undefined ? (SHORT[short ?? ""] ?? short ?? "") : String.fromCharCode(parseInt(hex, 16)),
    );
    if (actions.some((name) => unescaped.includes(name))) return true;
    if (unescaped === text) return false;
    text = unescaped;
  }
  return false;
}
