/** An event that changes a key's state, or tells of one. No imports of Node's: the HTML page can have this too. */
import { RULE_ACTIONS, type Actor, type Verdict } from "../engine/finding.js";

/** The events that a key's state depends on (docs/reference/status.md). */
export const KEY_ACTIONS = [
  "CreateKey",
  "ReplicateKey",
  "UpdatePrimaryRegion",
  "DisableKey",
  "EnableKey",
  "ScheduleKeyDeletion",
  "CancelKeyDeletion",
  "DeleteKey",
  "DeleteImportedKeyMaterial",
  "DeleteExpiredKeyMaterial",
  "ImportKeyMaterial",
] as const;
export type KeyAction = (typeof KEY_ACTIONS)[number];

/** Where an event is: as a finding has it. */
export interface Place {
  file: string;
  line: number;
  path: string;
}

/** What an event calls its key: ids, ARNs, aliases, as they are written. */
export interface KeySpellings {
  request?: string;
  response?: string;
  /** ARNs of `resources`, and the key of `serviceEventDetails`. */
  others: readonly string[];
}

export interface KeyEvent {
  action: KeyAction;
  /** In milliseconds since 1970; missing where the event has none that can be read. */
  time?: number;
  key: KeySpellings;
  /** The account and the region that the event was recorded in. */
  account?: string;
  region?: string;
  actor?: Actor;
  /** Whether the call failed: then it changed nothing. */
  failed: boolean;
  /** `keyState` of the response: of the key after the call. */
  key_state?: string;
  /** `deletionDate` of the response, as it is written. */
  deletion_date?: string;
  /** `pendingWindowInDays` of the response or the request. */
  pending_window_days?: number;
  /** `keyMaterialId`: which of a key's imported materials is meant. */
  material?: string;
  /** The region that a multi-Region key has another key in: `replicaRegion`, `primaryRegion`. */
  other_region?: string;
  /** `eventID` */
  id?: string;
  place: Place;
  /** What the rule and a configuration make of the event by itself. */
  verdict?: Verdict;
  exception?: { id: string; reason: string };
}

/** Whether it is an action of the rule. */
export function isLoss(action: string | undefined): boolean {
  return action !== undefined && RULE_ACTIONS.includes(action);
}

export function isKeyAction(text: string | undefined): text is KeyAction {
  return (KEY_ACTIONS as readonly (string | undefined)[]).includes(text);
}
