/**
 * The states that a key can be in after its events, by what KMS allows in each (KMS Developer Guide, "Key states of AWS KMS keys"; docs/reference/status.md).
 * A set of states, since events may be missing, and those of one second have no order.
 */
import { KEY_ACTIONS, type KeyAction, type KeyEvent } from "./key-event.js";
import type { KeyLife, TimedEvent } from "./key-life.js";

/** KMS's own states, as far as events change them; `Unborn` before CreateKey, `Deleted` after DeleteKey. */
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

/** An event that cannot have followed the ones before it, unless others are missing. */
export interface Gap {
  event: TimedEvent;
  /** The states that the key could be in before it, by the events before. */
  before: KmsState[];
}

export interface PossibleStates {
  /** None: the events contradict each other, whatever is missing. */
  states: KmsState[];
  gaps: Gap[];
  /** The events that the last second has, in the order of their actions. */
  last: TimedEvent[];
}

/** What decides, beside the state, what a call can do to a key. */
interface KeyKind {
  isMultiRegion: boolean;
  /** Whether key material was deleted and not imported again, at a time. */
  lacksMaterial: (time: number) => boolean;
}

/** The states that the key can be in after the last of its events. */
export function possibleStates(life: KeyLife, isMultiRegion: boolean): PossibleStates {
  const events = [...life.last.values()].sort((one, other) => one.time - other.time || byAction(one, other));
  const kind = { isMultiRegion, lacksMaterial: (time: number) => lacksMaterial(events, time) };
  const gaps: Gap[] = [];
  let states: ReadonlySet<KmsState> = new Set(KMS_STATES);
  let last: TimedEvent[] = [];
  for (const { time, group } of secondsOf(events)) {
    last = group;
    // Only the last event of each action is kept: earlier ones may have been in between.
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

/** The states after one call that succeeded; none where KMS would have refused it. */
function statesAfter(state: KmsState, event: KeyEvent, kind: KeyKind): KmsState[] {
  const isPending = state === "PendingDeletion" || state === "PendingReplicaDeletion";
  const canUse = state === "Enabled" || state === "Disabled";
  const isLive = canUse || state === "PendingImport";
  switch (event.action) {
    case "CreateKey":
      // A replica that was deleted can be made again, with the same ARN.
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
      // What becomes of a key without its material is not documented.
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
      // What it makes of a disabled key is not documented.
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
 * The states that a key can come to by any number of calls of these actions, of which nothing else is known. `lacking`: while material of it is
 * missing, which no import brings back.
 */
function reachable(
  states: ReadonlySet<KmsState>,
  actions: ReadonlySet<KeyAction>,
  kind: KeyKind,
  lacking: boolean,
): ReadonlySet<KmsState> {
  const reached = new Set(states);
  for (const state of reached) {
    for (const action of actions) {
      if (action === "ImportKeyMaterial" && lacking) continue;
      for (const next of statesAfterAny(state, action, kind)) reached.add(next);
    }
  }
  return reached;
}

/** The states after a call of which only the action is known. */
function statesAfterAny(state: KmsState, action: KeyAction, kind: KeyKind): KmsState[] {
  const event: KeyEvent = { action, key: { others: [] }, failed: false, place: { file: "", line: 0, path: "" } };
  const after = statesAfter(state, event, kind);
  if (action === "ScheduleKeyDeletion" && after.length > 0 && kind.isMultiRegion) after.push("PendingReplicaDeletion");
  if (action === "CancelKeyDeletion" && after.length > 0) after.push("PendingImport");
  return after;
}

/** The states after all of these events, in every order in which KMS would have allowed them. */
function inAnyOrder(
  states: ReadonlySet<KmsState>,
  events: readonly TimedEvent[],
  kind: KeyKind,
): ReadonlySet<KmsState> {
  // By which events were taken, bit for bit: the states after them, in whatever order.
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

/** The events of each second together, and the time of the first of them: a CloudTrail event has no finer time. */
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

/** Whether material of a key was deleted up to a time, and not imported again up to it. */
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
