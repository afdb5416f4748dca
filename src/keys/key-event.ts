/** An event that changes a key's state, or shows it. No Node imports: the HTML page can use it too. */
import { RULE_ACTIONS, type Actor, type Verdict } from "../engine/finding.js";

/** The events that affect a key's state (docs/reference/status.md). */
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

/** Location of an event, as in a finding. */
export interface Place {
  file: string;
  line: number;
  path: string;
}

/** An event's names for its key: ids, ARNs, aliases, as written. */
export interface KeySpellings {
  request?: string;
  response?: string;
  /** ARNs of `resources`, and the key in `serviceEventDetails`. */
  others: readonly string[];
}

export interface KeyEvent {
  action: KeyAction;
  /** Milliseconds since 1970; missing if the event has no readable time. */
  time?: number;
  key: KeySpellings;
  /** The account and region in which the event was recorded. */
  account?: string;
  region?: string;
  actor?: Actor;
  /** Whether the call failed, and so changed nothing. */
  failed: boolean;
  /** `keyState` of the response: the state after the call. */
  key_state?: string;
  /** `deletionDate` of the response, as written. */
  deletion_date?: string;
  /** `pendingWindowInDays` of the response or the request. */
  pending_window_days?: number;
  /** `keyMaterialId`: one of the key's imported materials. */
  material?: string;
  /** The region of another key of a multi-Region key: `replicaRegion`, `primaryRegion`. */
  other_region?: string;
  /** `eventID` */
  id?: string;
  place: Place;
  /** The verdict on the event by itself. */
  verdict?: Verdict;
  exception?: { id: string; reason: string };
}

/** Reports whether it is an action of the rule. */
export function isLoss(action: string | undefined): boolean {
  return action !== undefined && RULE_ACTIONS.includes(action);
}

export function isKeyAction(text: string | undefined): text is KeyAction {
  return (KEY_ACTIONS as readonly (string | undefined)[]).includes(text);
}
