/**
 * The possible states of a key after its events, by what KMS allows in each state (KMS Developer Guide, "Key states of AWS KMS
 * keys"; docs/reference/status.md). A set of states, since events may be missing and those within one second have no order.
 */
import { KEY_ACTIONS, type KeyAction, type KeyEvent } from "./key-event.js";
import type { KeyLife, TimedEvent } from "./key-life.js";

/** KMS's states, as far as events change them; `Unborn` before CreateKey, `Deleted` after DeleteKey. */
export const KMS_STATES = [
  "Unborn",
  "Enabled",
  "Disabled",
  "PendingImport",
  "PendingDeletion",
  "PendingReplicaDeletion",
  "Deleted",
] as const;
export type KmsState = (typeof KMS_STATES)[number];

/** An event that cannot follow those before it, unless others are missing. */
export interface Gap {
  event: TimedEvent;
  /** The possible states before it. */
  before: KmsState[];
}

export interface PossibleStates {
  /** Empty: the events contradict each other, whatever is missing. */
  states: KmsState[];
  gaps: Gap[];
  /** The events of the last second, ordered by action. */
  last: TimedEvent[];
}

/** What, besides the state, decides the effect of a call. */
interface KeyKind {
  isMultiRegion: boolean;
  /** Reports whether key material was deleted and not imported again, at a time. */
  lacksMaterial: (time: number) => boolean;
}

/** Returns the possible states after the key's last event. */
export function possibleStates(life: KeyLife, isMultiRegion: boolean): PossibleStates {
  const events = [...life.last.values()].sort((one, other) => one.time - other.time || byAction(one, other));
  const kind = { isMultiRegion, lacksMaterial: (time: number) => lacksMaterial(events, time) };
  const gaps: Gap[] = [];
  let states: ReadonlySet<KmsState> = new Set(KMS_STATES);
  let last: TimedEvent[] = [];
  for (const { time, group } of secondsOf(events)) {
    last = group;
    // Only the last event of each action is kept: there may have been earlier ones in between.
    const earlier = new Set(events.filter((event) => event.time >= time).map(({ action }) => action));
    let after = inAnyOrder(reachable(states, earlier, kind, kind.lacksMaterial(time)), group, kind);
    const [event] = group;
    if (after.size === 0 && event !== undefined) {
      gaps.push({ event, before: inOrder(states) });
      after = inAnyOrder(reachable(states, new Set(KEY_ACTIONS), kind, false), group, kind);
    }
    states = after;
    if (states.size === 0) break;
  }
  return { states: inOrder(states), gaps, last };
}

/** Returns the states after one successful call; none if KMS would have refused it. */
function statesAfter(state: KmsState, event: KeyEvent, kind: KeyKind): KmsState[] {
  const isPending = state === "PendingDeletion" || state === "PendingReplicaDeletion";
  const canUse = state === "Enabled" || state === "Disabled";
  const isLive = canUse || state === "PendingImport";
  switch (event.action) {
    case "CreateKey":
      // A deleted replica can be created again with the same ARN.
      return state === "Unborn" || (state === "Deleted" && kind.isMultiRegion) ? born(event) : [];
    case "ReplicateKey":
    case "UpdatePrimaryRegion":
      return isLive ? [state] : [];
    case "DisableKey":
      return canUse ? ["Disabled"] : [];
    case "EnableKey":
      return canUse ? ["Enabled"] : [];
    case "ScheduleKeyDeletion":
      return isLive ? [scheduled(event)] : [];
    case "CancelKeyDeletion":
      if (!isPending) return [];
      // The state of a key without its material is not documented.
      return event.time !== undefined && kind.lacksMaterial(event.time) ? ["Disabled", "PendingImport"] : ["Disabled"];
    case "DeleteKey":
      return isPending ? ["Deleted"] : [];
    case "DeleteImportedKeyMaterial":
    case "DeleteExpiredKeyMaterial":
      if (isPending) return [state];
      return isLive ? ["PendingImport"] : [];
    case "ImportKeyMaterial":
      if (state === "PendingImport") {
        return event.time !== undefined && kind.lacksMaterial(event.time) ? ["PendingImport"] : ["Enabled"];
      }
      // The effect on a disabled key is not documented.
      return state === "Disabled" ? ["Enabled", "Disabled"] : state === "Enabled" ? ["Enabled"] : [];
  }
}

function born({ key_state }: KeyEvent): KmsState[] {
  if (key_state === "PendingImport") return ["PendingImport"];
  return key_state === "Enabled" ? ["Enabled"] : ["Enabled", "PendingImport"];
}

function scheduled({ key_state }: KeyEvent): KmsState {
  return key_state === "PendingReplicaDeletion" ? "PendingReplicaDeletion" : "PendingDeletion";
}

/**
 * Returns the states that a key can reach by any number of calls of these actions. `lacking`: while some of its material is
 * missing and no import brings it back.
 */
function reachable(
  states: ReadonlySet<KmsState>,
  actions: ReadonlySet<KeyAction>,
  kind: KeyKind,
  lacking: boolean,
): ReadonlySet<KmsState> {
  if (states.size === KMS_STATES.length) return states;
  const reached = new Set(states);
  for (const state of reached) {
    for (const action of actions) {
      if (action === "ImportKeyMaterial" && lacking) continue;
      for (const next of statesAfterAny(state, action, kind)) reached.add(next);
    }
  }
  return reached;
}

/** Returns the states after a call of which only the action is known. */
function statesAfterAny(state: KmsState, action: KeyAction, kind: KeyKind): KmsState[] {
  const event: KeyEvent = { action, key: { others: [] }, failed: false, place: { file: "", line: 0, path: "" } };
  const after = statesAfter(state, event, kind);
  if (action === "ScheduleKeyDeletion" && after.length > 0 && kind.isMultiRegion) after.push("PendingReplicaDeletion");
  if (action === "CancelKeyDeletion" && after.length > 0) after.push("PendingImport");
  return after;
}

/** Returns the states after all of these events, in every order that KMS would have allowed. */
function inAnyOrder(
  states: ReadonlySet<KmsState>,
  events: readonly TimedEvent[],
  kind: KeyKind,
): ReadonlySet<KmsState> {
  // Indexed by the set of events taken, one bit each: the states after them, in any order.
  const after: Set<KmsState>[] = [new Set(states)];
  const all = 2 ** events.length - 1;
  for (let taken = 0; taken < all; taken++) {
    for (const [index, event] of events.entries()) {
      if ((taken & (1 << index)) !== 0) continue;
      const reached = (after[taken | (1 << index)] ??= new Set());
      for (const state of after[taken] ?? []) {
        for (const next of statesAfter(state, event, kind)) reached.add(next);
      }
    }
  }
  return after[all] ?? new Set();
}

/** Groups events by second, the finest time that CloudTrail has, and returns each group's first time. */
function secondsOf(events: readonly TimedEvent[]): { time: number; group: TimedEvent[] }[] {
  const seconds = new Map<number, { time: number; group: TimedEvent[] }>();
  for (const event of events) {
    const second = Math.floor(event.time / 1000);
    const { group } = seconds.get(second) ?? {};
    if (group === undefined) seconds.set(second, { time: event.time, group: [event] });
    else if (group.every(({ action }) => action !== event.action)) group.push(event);
  }
  return [...seconds.values()];
}

/** Reports whether key material was deleted by a time and not imported again since. */
function lacksMaterial(events: readonly TimedEvent[], time: number): boolean {
  const upTo = events.filter((event) => event.time <= time);
  return upTo.some(
    ({ action, time: deleted, material }) =>
      (action === "DeleteImportedKeyMaterial" || action === "DeleteExpiredKeyMaterial") &&
      !upTo.some(
        (event) =>
          event.action === "ImportKeyMaterial" &&
          event.time >= deleted &&
          (event.material === undefined || material === undefined || event.material === material),
      ),
  );
}

function byAction({ action: one, id: first = "" }: TimedEvent, { action: other, id: second = "" }: TimedEvent): number {
  return KEY_ACTIONS.indexOf(one) - KEY_ACTIONS.indexOf(other) || (first < second ? -1 : first > second ? 1 : 0);
}

function inOrder(states: ReadonlySet<KmsState>): KmsState[] {
  return KMS_STATES.filter((state) => states.has(state));
}
