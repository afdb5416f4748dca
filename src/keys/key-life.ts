/**
 * What is kept of a key: the last event of each action. So memory grows with keys, not with events, and the result does not
 * depend on the order or repetition of events.
 */
import type { KeyAction, KeyEvent } from "./key-event.js";
import type { KeyName } from "./key-name.js";

/** An event that has a time. */
export type TimedEvent = KeyEvent & { time: number };

export interface KeyLife {
  name: KeyName;
  /** By action and, if named, key material. */
  last: Map<string, TimedEvent>;
  /** Calls without a readable time: they may have been at any time. */
  untimed?: Map<KeyAction, KeyEvent>;
  /** The regions of the other keys of a multi-Region key, according to the logs. */
  otherRegions?: Set<string>;
}

export function newLife(name: KeyName): KeyLife {
  return { name, last: new Map() };
}

/** Adds a successful event of the key. */
export function addEvent(life: KeyLife, event: KeyEvent): void {
  if (event.other_region !== undefined) addRegion(life, event.other_region);
  if (isTimed(event)) keep(life.last, slotOf(event), event);
  else keep((life.untimed ??= new Map()), event.action, event);
}

/** Reports whether a successful event of the key would take more memory. */
export function isNew({ last, untimed, otherRegions }: KeyLife, event: KeyEvent): boolean {
  const isKept = isTimed(event) ? last.has(slotOf(event)) : untimed?.has(event.action) === true;
  return !isKept || (event.other_region !== undefined && otherRegions?.has(event.other_region) !== true);
}

/** Adds what is known about the same key under another name. */
export function addLife(life: KeyLife, other: KeyLife): void {
  for (const events of [other.last, other.untimed]) for (const event of events?.values() ?? []) addEvent(life, event);
  for (const region of other.otherRegions ?? []) addRegion(life, region);
}

function addRegion(life: KeyLife, region: string): void {
  (life.otherRegions ??= new Set()).add(region);
}

function keep<Key, Kept extends KeyEvent>(events: Map<Key, Kept>, key: Key, event: Kept): void {
  const before = events.get(key);
  if (before === undefined || isLater(event, before)) events.set(key, event);
}

/** Reports whether an event is later; among copies of one event, the more detailed one, then the first location, wins. */
function isLater(event: KeyEvent, before: KeyEvent): boolean {
  const [one = [], other = []] = [event, before].map(rankOf);
  for (const [index, part] of one.entries()) {
    const against = other[index] ?? part;
    if (part !== against) return part > against;
  }
  return isFirst(event, before);
}

function rankOf({
  time = 0,
  deletion_date,
  key_state,
  pending_window_days,
  actor,
  id = "",
}: KeyEvent): (number | string)[] {
  const says = [deletion_date, key_state, pending_window_days, actor?.arn].filter((value) => value !== undefined);
  return [Math.floor(time / 1000), says.length, time, id];
}

function isFirst({ place }: KeyEvent, before: KeyEvent): boolean {
  const other = before.place;
  if (place.file !== other.file) return place.file < other.file;
  return place.line === other.line ? place.path < other.path : place.line < other.line;
}

function slotOf({ action, material }: KeyEvent): string {
  return material === undefined ? action : `${action} ${material}`;
}

function isTimed(event: KeyEvent): event is TimedEvent {
  return event.time !== undefined;
}
