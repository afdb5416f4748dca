/** The state of one key, as far as the logs tell it (docs/reference/status.md). */
import type { Actor, Verdict } from "../engine/finding.js";
import { isMultiRegion } from "../aws/aws-values.js";
import { formatTime } from "../findings/times.js";
import { deadlineFrom, DEFAULT_DAYS, GRACE, isWaitingPeriod, parseDeletionDate, type Deadline } from "./deadline.js";
import type { KeyAction, KeyEvent } from "./key-event.js";
import type { KeyLife, TimedEvent } from "./key-life.js";
import { possibleStates, type Gap, type KmsState } from "./key-state.js";

/** The states, the most urgent first. */
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

/** A key and what the logs tell of its state. Times are RFC 3339, in UTC. */
export interface KeyStatus {
  state: KeyState;
  key: { id: string; arn?: string };
  account?: string;
  region?: string;
  /** The time of the event that the state is due to. */
  since?: string;
  /** When KMS deletes the key, at the earliest; while its deletion is pending, and where the state is unknown but was that. */
  deadline?: string;
  /** Whether the deadline was counted from the event's time and the waiting period, and is not what the event says. */
  deadline_computed?: boolean;
  /** The seconds from the time that the answer is for to the deadline; negative when it is over. */
  seconds_left?: number;
  /** The time of the last event of the key's account and region: later changes are in no log that was read. */
  as_of?: string;
  /** Who made the call; of a deleted key, who scheduled its deletion. */
  actor?: Actor;
  action: KeyAction;
  /** The event that the state is due to. */
  id?: string;
  file: string;
  line: number;
  path: string;
  /** What the rule and a configuration make of that event. */
  verdict?: Verdict;
  exception?: { id: string; reason: string };
  /** What is missing, or contradicts itself, and what is not certain. */
  notes: string[];
}

/** What is known beside a key's own events. */
export interface Surroundings {
  /** The time that the answer is for. */
  now: number;
  /** The time of the last event of an account and region, of any kind. */
  lastEvent: (account: string | undefined, region: string | undefined) => number | undefined;
  /** When the key of the same id in another region was deleted; "alive" if it was not, as far as the logs say. */
  relatedKeys: (life: KeyLife) => (number | "alive")[];
}

/** So the states are called that KMS has; of others there is no row. */
const STATE_OF: Record<KmsState, KeyState | undefined> = {
  Unborn: undefined,
  Enabled: "enabled again",
  Disabled: "disabled",
  PendingImport: "material deleted",
  PendingDeletion: "pending deletion",
  PendingReplicaDeletion: "pending replica deletion",
  Deleted: "deleted",
};

/** The events that a state can be due to. */
const CAUSES: Record<KmsState, readonly KeyAction[]> = {
  Unborn: [],
  Enabled: ["EnableKey", "ImportKeyMaterial", "CreateKey"],
  Disabled: ["DisableKey", "CancelKeyDeletion"],
  PendingImport: ["DeleteImportedKeyMaterial", "DeleteExpiredKeyMaterial", "CreateKey"],
  PendingDeletion: ["ScheduleKeyDeletion"],
  PendingReplicaDeletion: ["ScheduleKeyDeletion"],
  Deleted: ["DeleteKey"],
};

/** A key to which none of these happened has lost nothing, and has no row. */
const LOSSES: readonly KeyAction[] = [
  "DisableKey",
  "EnableKey",
  "ScheduleKeyDeletion",
  "CancelKeyDeletion",
  "DeleteKey",
  "DeleteImportedKeyMaterial",
  "DeleteExpiredKeyMaterial",
];

/** A status with what is left of its deadline at a time, and the note that the deadline has passed. */
export function statusAt(status: Omit<KeyStatus, "seconds_left">, now: number): KeyStatus {
  const { deadline, notes, ...rest } = status;
  if (deadline === undefined) return { ...rest, notes };
  const left = Math.floor((Date.parse(deadline) - now) / 1000);
  const others = notes.filter((note) => note !== PASSED);
  const hasPassed = left <= 0 && !notes.includes(OVERDUE);
  return { ...rest, deadline, seconds_left: left, notes: hasPassed ? [...others, PASSED] : others };
}

/** The status of a key; undefined if nothing happened to it that can lose a key. */
export function statusOf(life: KeyLife, around: Surroundings): KeyStatus | undefined {
  const events = [...life.last.values()];
  const all: KeyEvent[] = [...events, ...life.untimed.values()];
  if (!all.some(({ action }) => LOSSES.includes(action))) return undefined;
  const notes: string[] = [];
  const possible = possibleStates(life, isMultiRegion(life.name.id));
  const states = withoutEarlier(possible.states, life, notes);
  const known = states.length === 1 && life.untimed.size === 0 ? states[0] : undefined;
  const cause = (known === undefined ? undefined : lastOf(events, CAUSES[known])) ?? lastLoss(all);
  notes.push(...possible.gaps.filter(({ event }) => event.time >= (cause.time ?? 0)).map(gapNote));
  notes.push(...doubts(life, states, possible.last));
  const lastEvent = asOf(life, all, around);
  const deadline = findDeadline(states, events, life, around, notes);
  const isOverdue = known === "PendingDeletion" && isAfter(lastEvent, deadline);
  if (isOverdue) notes.push(OVERDUE);
  else if (deadline !== undefined && deadline.time <= around.now) notes.push(PASSED);
  const actor = known === "Deleted" ? (lastOf(events, ["ScheduleKeyDeletion"]) ?? cause).actor : cause.actor;
  const { arn, id } = life.name;
  const account = accountOf(life, all);
  const region = regionOf(life, all);
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

/** What a state is called that is due to an event. */
function wordOf(state: KmsState, cause: KeyEvent): KeyState {
  if (state === "Disabled") return cause.action === "CancelKeyDeletion" ? "cancelled" : "disabled";
  return STATE_OF[state] ?? "unknown";
}

/** Why a state is not known. */
function doubts(life: KeyLife, states: readonly KmsState[], last: readonly TimedEvent[]): string[] {
  if (life.untimed.size > 0) return untimedNotes(life);
  if (states.length === 0) return [`${actionsOf(last)}, which KMS allows in no state that the key could be in`];
  return states.length === 1 ? [] : [`${actionsOf(last)}: the key can be ${listOf(states)}`];
}

/** Whether KMS, as late as it may be, was to have deleted a key before a time. */
function isAfter(time: number | undefined, deadline: Deadline | undefined): boolean {
  return time !== undefined && deadline !== undefined && time > deadline.time + GRACE;
}

/** A deletion that was scheduled before the logs begin goes on when key material is deleted: that is noted, and not taken for a state. */
function withoutEarlier(states: readonly KmsState[], life: KeyLife, notes: string[]): readonly KmsState[] {
  if (!states.includes("PendingImport") || life.last.has("ScheduleKeyDeletion")) return states;
  const others = states.filter((state) => state !== "PendingDeletion" && state !== "PendingReplicaDeletion");
  if (others.length < states.length) notes.push("the logs do not show whether its deletion was scheduled before");
  return others;
}

const PASSED = "the deadline has passed since the last event read; describe-key shows whether the key still exists";
const OVERDUE =
  "KMS should have deleted it by the last event read, and neither DeleteKey nor CancelKeyDeletion is in the logs";

/** The deadline of a deletion that is pending, or that may be. */
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

/** The waiting period in days; a request that names none asks for the longest. */
function daysOf({ pending_window_days, key }: KeyEvent): number | undefined {
  return pending_window_days ?? (key.request === undefined ? undefined : DEFAULT_DAYS);
}

/** The waiting period of a primary key begins when the last of its replicas is deleted. */
function afterReplicas(event: TimedEvent, life: KeyLife, around: Surroundings, notes: string[]): Deadline | undefined {
  const related = around.relatedKeys(life);
  const deleted = related.filter((time) => time !== "alive");
  if (deleted.length === 0 || deleted.length < related.length) return undefined;
  notes.push("all replicas in the logs are deleted: the deadline holds if there are no others");
  return deadlineFrom(Math.max(event.time, ...deleted), daysOf(event));
}

function lastOf(events: readonly TimedEvent[], actions: readonly KeyAction[]): TimedEvent | undefined {
  return events.filter(({ action }) => actions.includes(action)).reduce(later, undefined);
}

function later(one: TimedEvent | undefined, other: TimedEvent): TimedEvent {
  if (one === undefined || other.time > one.time) return other;
  // Of one second that of the first action: which it is must not depend on the order in which they came.
  return other.time === one.time && other.action < one.action ? other : one;
}

/** Of a key whose state is not known: the last event that can lose it or bring it back. */
function lastLoss(events: readonly KeyEvent[]): KeyEvent {
  const losses = events.filter(({ action }) => LOSSES.includes(action));
  const timed = losses.filter((event): event is TimedEvent => event.time !== undefined);
  const [first, ...others] = [...losses].sort((one, other) => (one.action < other.action ? -1 : 1));
  if (first === undefined) throw new Error(`no event of ${others.length}`);
  return timed.reduce(later, undefined) ?? first;
}

/** The time up to which the logs tell of the key. */
function asOf(life: KeyLife, events: readonly KeyEvent[], around: Surroundings): number | undefined {
  const own = events.flatMap(({ time }) => time ?? []);
  const others = around.lastEvent(accountOf(life, events), regionOf(life, events));
  const times = others === undefined ? own : [...own, others];
  return times.length === 0 ? undefined : Math.max(...times);
}

/** A key is where its ARN says, wherever an event of it was recorded. */
function accountOf({ name }: KeyLife, events: readonly KeyEvent[]): string | undefined {
  return name.arn?.split(":")[4] ?? events.find(({ account }) => account !== undefined)?.account;
}

function regionOf({ name }: KeyLife, events: readonly KeyEvent[]): string | undefined {
  return name.arn?.split(":")[3] ?? events.find(({ region }) => region !== undefined)?.region;
}

function gapNote({ event, before }: Gap): string {
  return `${event.action} at ${formatTime(event.time)}: an event before it is missing, since the key was ${listOf(before)}`;
}

function untimedNotes({ untimed }: KeyLife): string[] {
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
