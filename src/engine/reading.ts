import { RULE_ACTIONS } from "./finding.js";
import { RECORDS } from "../messages/records.js";

/** How the module read its last record (assembly/pipeline.ts). */
export const Reading = {
  /** Names no action of the rule. */
  none: 0,
  /** An event was recognized. */
  read: 1,
  /** Came annotated. */
  annotated: 2,
  /** Names an action, but is not JSON. */
  notJson: 3,
  /** Names an action, but no event was recognized. */
  unknown: 4,
  /** Names an action in a part that was not read, for lack of memory or because of the limits. */
  cut: 5,
} as const;
export type Reading = (typeof Reading)[keyof typeof Reading];

/** Why a record that names an action could not be judged. */
const UNREAD: Partial<Record<number, string>> = {
  [Reading.notJson]: RECORDS.notJson,
  [Reading.unknown]: RECORDS.noEvent,
  [Reading.cut]: RECORDS.largerOrDeeper,
};

/** Returns why a record with this reading could not be judged, or undefined if it could. */
export function unreadReason(reading: Reading): string | undefined {
  return UNREAD[reading];
}

/** Decoding rounds for strings in strings: as deep as a filter looks, and one more. */
const MAX_ROUNDS = 5;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))/g;
const SHORT: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Reports whether a text names one of the actions, in any spelling, as a filter would; for texts that no filter sees. */
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
