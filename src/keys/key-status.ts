/** The state of one key, as far as the logs show it (docs/reference/status.md). */
import type { Actor, Verdict } from "../engine/finding.js";
import { isMultiRegion } from "../aws/aws-values.js";
import { formatTime } from "../findings/times.js";
import { deadlineFrom, DEFAULT_DAYS, GRACE, isWaitingPeriod, parseDeletionDate, type Deadline } from "./deadline.js";
import type { KeyAction, KeyEvent } from "./key-event.js";
import type { KeyLife, TimedEvent } from "./key-life.js";
import { possibleStates, type Gap, type KmsState } from "./key-state.js";
import { STATES } from "../messages/states.js";

/** The states, most urgent first. */
export const KEY_STATES = [
  "pending deletion",
  "unknown",
  "pending replica deletion",
  "material deleted",
  "disabled",
  "cancelled",
  "enabled again",
  "deleted",
] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** A key and its state according to the logs. Times are RFC 3339, in UTC. */
export interface KeyStatus {
  state: KeyState;
  key: { id: string; arn?: string };
  account?: string;
  region?: string;
  /** Time of the event that led to the state. */
  since?: string;
  /** Earliest time at which KMS deletes the key; while its deletion is or may be pending. */
  deadline?: string;
  /** Whether the deadline was computed from the event's time and the waiting period instead of being in the event. */
  deadline_computed?: boolean;
  /** Seconds from the time of the answer to the deadline; negative if it has passed. */
  seconds_left?: number;
  /** Time of the last event in the key's account and region: later changes are in no log that was read. */
  as_of?: string;
  /** Who made the call; for a deleted key, who scheduled its deletion. */
  actor?: Actor;
  action: KeyAction;
  /** The event that led to the state. */
  id?: string;
  file: string;
  line: number;
  path: string;
  /** The verdict on that event. */
  verdict?: Verdict;
  exception?: { id: string; reason: string };
  /** What is missing, contradictory or uncertain. */
  notes: string[];
}

/** What is known besides a key's own events. */
export interface Surroundings {
  /** The time of the answer. */
  now: number;
  /** Returns the time of the last event of any kind in an account and region. */
  lastEvent: (account: string | undefined, region: string | undefined) => number | undefined;
  /** Returns when the keys with the same id in other regions were deleted; "alive" if one was not, as far as the logs show. */
  relatedKeys: (life: KeyLife) => (number | "alive")[];
}

/** Names of KMS's states; a state without one has no row. */
const STATE_OF: Record<KmsState, KeyState | undefined> = {
  Unborn: undefined,
  Enabled: "enabled again",
  Disabled: "disabled",
  PendingImport: "material deleted",
  PendingDeletion: "pending deletion",
  PendingReplicaDeletion: "pending replica deletion",
  Deleted: "deleted",
};

/** The events that can lead to each state. */
const CAUSES: Record<KmsState, readonly KeyAction[]> = {
  Unborn: [],
  Enabled: ["EnableKey", "ImportKeyMaterial", "CreateKey"],
  Disabled: ["DisableKey", "CancelKeyDeletion"],
  PendingImport: ["DeleteImportedKeyMaterial", "DeleteExpiredKeyMaterial", "CreateKey"],
  PendingDeletion: ["ScheduleKeyDeletion"],
  PendingReplicaDeletion: ["ScheduleKeyDeletion"],
  Deleted: ["DeleteKey"],
};

/** A key without any of these events has lost nothing and has no row. */
const LOSSES: readonly KeyAction[] = [
  "DisableKey",
  "EnableKey",
  "ScheduleKeyDeletion",
  "CancelKeyDeletion",
  "DeleteKey",
  "DeleteImportedKeyMaterial",
  "DeleteExpiredKeyMaterial",
];

/** Adds the time left at a given time, and a note if the deadline has passed. */
export function statusAt(status: Omit<KeyStatus, "seconds_left">, now: number): KeyStatus {
  const { deadline, notes, ...rest } = status;
  if (deadline === undefined) return { ...rest, notes };
  const left = Math.floor((Date.parse(deadline) - now) / 1000);
  const others = notes.filter((note) => note !== PASSED);
  const hasPassed = left <= 0 && !notes.includes(OVERDUE);
  return { ...rest, deadline, seconds_left: left, notes: hasPassed ? [...others, PASSED] : others };
}

/** Returns the status of a key; undefined if it had no event that can lose a key. */
export function statusOf(life: KeyLife, around: Surroundings): KeyStatus | undefined {
  const events = [...life.last.values()];
  const all: KeyEvent[] = [...events, ...(life.untimed?.values() ?? [])];
  if (!all.some(({ action }) => LOSSES.includes(action))) return undefined;
  const notes: string[] = [];
  const possible = possibleStates(life, isMultiRegion(life.name.id));
  const states = withoutEarlier(possible.states, life, notes);
  const known = states.length === 1 && life.untimed === undefined ? states[0] : undefined;
  const cause = (known === undefined ? undefined : lastOf(events, CAUSES[known])) ?? lastLoss(all);
  notes.push(...possible.gaps.filter(({ event }) => event.time >= (cause.time ?? 0)).map(gapNote));
  notes.push(...doubts(life, states, possible.last));
  const { arn, id } = life.name;
  // The ARN decides, wherever the events were recorded.
  const [, , , ownRegion, ownAccount] = arn?.split(":") ?? [];
  const account = ownAccount ?? all.find((event) => event.account !== undefined)?.account;
  const region = ownRegion ?? all.find((event) => event.region !== undefined)?.region;
  const lastEvent = asOf(all, around.lastEvent(account, region));
  const deadline = findDeadline(states, events, life, around, notes);
  const isOverdue = known === "PendingDeletion" && isAfter(lastEvent, deadline);
  if (isOverdue) notes.push(OVERDUE);
  else if (deadline !== undefined && deadline.time <= around.now) notes.push(PASSED);
  const actor = known === "Deleted" ? (lastOf(events, ["ScheduleKeyDeletion"]) ?? cause).actor : cause.actor;
  return {
    state: known === undefined || isOverdue ? "unknown" : wordOf(known, cause),
    key: { id, ...(arn !== undefined && { arn }) },
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(cause.time !== undefined && { since: formatTime(cause.time) }),
    ...(deadline !== undefined && {
      deadline: formatTime(deadline.time),
      deadline_computed: deadline.isComputed,
      seconds_left: Math.floor((deadline.time - around.now) / 1000),
    }),
    ...(lastEvent !== undefined && { as_of: formatTime(lastEvent) }),
    ...(actor !== undefined && { actor }),
    action: cause.action,
    ...(cause.id !== undefined && { id: cause.id }),
    ...cause.place,
    ...(cause.verdict !== undefined && { verdict: cause.verdict }),
    ...(cause.exception !== undefined && { exception: cause.exception }),
    notes,
  };
}

/** Returns the name of a state, given the event that led to it. */
function wordOf(state: KmsState, cause: KeyEvent): KeyState {
  if (state === "Disabled") return cause.action === "CancelKeyDeletion" ? "cancelled" : "disabled";
  return STATE_OF[state] ?? "unknown";
}

/** Returns why a state is not known. */
function doubts(life: KeyLife, states: readonly KmsState[], last: readonly TimedEvent[]): string[] {
  if (life.untimed !== undefined) return untimedNotes(life.untimed);
  if (states.length === 0) return [`${actionsOf(last)}, which KMS allows in no state that the key could be in`];
  return states.length === 1 ? [] : [`${actionsOf(last)}: the key can be ${listOf(states)}`];
}

/** Reports whether KMS must have deleted a key before a time, even at the latest. */
function isAfter(time: number | undefined, deadline: Deadline | undefined): boolean {
  return time !== undefined && deadline !== undefined && time > deadline.time + GRACE;
}

/**
 * Drops the states of a deletion scheduled before the logs begin, which would go on when key material is deleted: that becomes a
 * note instead.
 */
function withoutEarlier(states: readonly KmsState[], life: KeyLife, notes: string[]): readonly KmsState[] {
  if (!states.includes("PendingImport") || life.last.has("ScheduleKeyDeletion")) return states;
  const others = states.filter((state) => state !== "PendingDeletion" && state !== "PendingReplicaDeletion");
  if (others.length < states.length) notes.push("the logs do not show whether its deletion was scheduled before");
  return others;
}

const PASSED = "the deadline has passed since the last event read; describe-key shows whether the key still exists";
const OVERDUE =
  "KMS should have deleted it by the last event read, and neither DeleteKey nor CancelKeyDeletion is in the logs";

/** Returns the deadline of a deletion that is or may be pending. */
function findDeadline(
  states: readonly KmsState[],
  events: readonly TimedEvent[],
  life: KeyLife,
  around: Surroundings,
  notes: string[],
): Deadline | undefined {
  const scheduled = lastOf(events, ["ScheduleKeyDeletion"]);
  if (scheduled === undefined) return undefined;
  if (states.includes("PendingReplicaDeletion")) return afterReplicas(scheduled, life, around, notes);
  if (!states.includes("PendingDeletion")) return undefined;
  if (scheduled.key_state === undefined && scheduled.deletion_date === undefined && isMultiRegion(life.name.id)) {
    notes.push("the event does not show whether KMS waits for replicas first: the deadline is the earliest possible");
  }
  return deadlineOf(scheduled, notes);
}

function deadlineOf(event: TimedEvent, notes: string[]): Deadline {
  const days = daysOf(event);
  const computed = deadlineFrom(event.time, days);
  const stated = parseDeletionDate(event.deletion_date);
  if (stated === undefined) {
    if (event.deletion_date !== undefined) notes.push("the event's deletion date cannot be read");
    if (!isWaitingPeriod(days)) notes.push("the event has no waiting period: the shortest possible one is used");
    return computed;
  }
  if (isWaitingPeriod(days) && Math.abs(stated - computed.time) > GRACE) {
    notes.push("the event's deletion date does not agree with its waiting period");
  }
  return { time: stated, isComputed: false };
}

/** Returns the waiting period in days; if the request has none, KMS takes the longest. */
function daysOf({ pending_window_days, key }: KeyEvent): number | undefined {
  return pending_window_days ?? (key.request === undefined ? undefined : DEFAULT_DAYS);
}

/** Starts a primary key's waiting period at the deletion of its last replica. */
function afterReplicas(event: TimedEvent, life: KeyLife, around: Surroundings, notes: string[]): Deadline | undefined {
  const related = around.relatedKeys(life);
  const deleted = related.filter((time) => time !== "alive");
  if (deleted.length === 0 || deleted.length < related.length) return undefined;
  notes.push("all replicas in the logs are deleted: the deadline holds if there are no others");
  return deadlineFrom(Math.max(event.time, ...deleted), daysOf(event));
}

function lastOf(events: readonly TimedEvent[], actions: readonly KeyAction[]): TimedEvent | undefined {
  let last: TimedEvent | undefined;
  for (const event of events) if (actions.includes(event.action)) last = later(last, event);
  return last;
}

function later(one: TimedEvent | undefined, other: TimedEvent): TimedEvent {
  if (one === undefined || other.time > one.time) return other;
  // Within one second, take the first action by name, so that the order of arrival makes no difference.
  return other.time === one.time && other.action < one.action ? other : one;
}

/** Returns, for an unknown state, the last event that can lose the key or bring it back. */
function lastLoss(events: readonly KeyEvent[]): KeyEvent {
  const losses = events.filter(({ action }) => LOSSES.includes(action));
  const timed = losses.filter((event): event is TimedEvent => event.time !== undefined);
  const [first, ...others] = [...losses].sort((one, other) => (one.action < other.action ? -1 : 1));
  if (first === undefined) throw new Error(STATES.noEventOf(others.length));
  return timed.reduce(later, undefined) ?? first;
}

/** Returns the time up to which the logs cover the key. */
function asOf(events: readonly KeyEvent[], lastEvent: number | undefined): number | undefined {
  let last = lastEvent;
  for (const { time } of events) if (time !== undefined && !(last !== undefined && last >= time)) last = time;
  return last;
}

function gapNote({ event, before }: Gap): string {
  return `${event.action} at ${formatTime(event.time)}: an event before it is missing, since the key was ${listOf(before)}`;
}

function untimedNotes(untimed: NonNullable<KeyLife["untimed"]>): string[] {
  const actions = [...untimed.keys()].sort();
  return actions.map((action) => `${action}: the event has no readable time`);
}

function actionsOf(events: readonly TimedEvent[]): string {
  const [first] = events;
  const time = first === undefined ? "" : ` at ${formatTime(first.time)}`;
  return `${events.map(({ action }) => action).join(" and ")}${time}`;
}

function listOf(states: readonly KmsState[]): string {
  return states.map((state) => IN_NOTES[state] ?? STATE_OF[state]).join(" or ");
}

const IN_NOTES: Partial<Record<KmsState, string>> = { Unborn: "not created", Enabled: "enabled" };
