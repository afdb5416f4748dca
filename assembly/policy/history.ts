/**
 * What is remembered of earlier matches: which events, when, and which keys. Each list has a fixed size and forgets the
 * oldest. Times are those of events, which need not come in order; an event without a time is not remembered.
 *
 * Texts are remembered as sums of 64 bits, so that an entry has a fixed size, too.
 */
import { claim, claimedEnd, keepClaims, unclaim } from "../bytes/arena";
import { capCount, capPeriod, duplicateWindow, escalateKeys, escalateWindow } from "../config/settings";
import { NO_TIME } from "../config/time";
import { Finding } from "../finding/finding";

/** Entries of each list. */
export const REMEMBERED: i32 = 4096;


@unmanaged
class Entry {
  sum: u64;
  time: i64;
  /** Of a match that passed: the distinct keys of the burst it was part of, or 0. */
  burst: i32;
}

/** A list: its address, or 0, its entries, and where the next one goes. */
@unmanaged
class List {
  start: usize;
  count: i32;
  next: i32;
}
// State: what is remembered, for the life of the instance.
const events = changetype<List>(memory.data(offsetof<List>(), 8));
const passed = changetype<List>(memory.data(offsetof<List>(), 8));
const keys = changetype<List>(memory.data(offsetof<List>(), 8));

/**
 * Takes the memory that the settings need, for good. Returns false if there is none. Caller: no block has been handed
 * out yet, as for `keepClaims`.
 */
export function startHistory(): bool {
  const before = claimedEnd();
  const isThere = start(events, duplicateWindow != 0) && start(passed, capCount != 0) && start(keys, escalateKeys != 0);
  // Half of it would be worse than none: a list without a setting to bound it.
  if (!isThere) {
    events.start = passed.start = keys.start = 0;
    unclaim(before);
  }
  keepClaims();
  return isThere;
}

function start(list: List, isNeeded: bool): bool {
  list.start = isNeeded ? claim(<usize>REMEMBERED * offsetof<Entry>()) : 0;
  list.count = 0;
  list.next = 0;
  return list.start != 0 || !isNeeded;
}

/** Forgets everything remembered. */
export function forgetHistory(): void {
  events.count = passed.count = keys.count = 0;
  events.next = passed.next = keys.next = 0;
}

/** Reports whether anything is to be remembered. */
export function remembersAny(): bool {
  return (events.start | passed.start | keys.start) != 0;
}

/** Reports whether an event with that sum came within the window; else remembers it. With NO_TIME it does neither. */
export function isDuplicate(sum: u64, time: i64): bool {
  if (events.start == 0 || time == NO_TIME) return false;
  for (let index = 0; index < events.count; index++) {
    const entry = entryAt(events, index);
    if (entry.sum == sum && isWithin(entry.time, time, duplicateWindow)) return true;
  }
  remember(events, sum, time);
  return false;
}

/**
 * Reports whether the cap's count of matches passed already in a period that includes this one; else remembers it.
 *
 * It always passes if its key, by the sum `key`, is new within the period; 0 is no key. So does a match that is part of
 * a burst of `burst` keys if it raises the burst, or if no match that passed within the burst's window was part of one
 * as large.
 */
export function isCapped(key: u64, burst: i32, raisesBurst: bool, time: i64): bool {
  if (passed.start == 0 || time == NO_TIME) return false;
  let before = 0;
  let after = 0;
  let isKeyKnown = key == 0;
  let isTold = burst == 0;
  for (let index = 0; index < passed.count; index++) {
    const entry = entryAt(passed, index);
    const isBefore = entry.time <= time && time - entry.time < capPeriod;
    const isAfter = entry.time >= time && entry.time - time < capPeriod;
    if (isBefore) before += 1;
    if (isAfter) after += 1;
    if ((isBefore || isAfter) && entry.sum == key) isKeyKnown = true;
    if (entry.burst >= burst && isWithin(entry.time, time, escalateWindow)) isTold = true;
  }
  if (isTold && !raisesBurst && isKeyKnown && (before >= capCount || after >= capCount)) return true;
  remember(passed, key, time, burst);
  return false;
}

/**
 * Sets the finding's burst to the distinct keys lost within the window, its own included, if they are enough to
 * escalate; and whether its key is new in that burst. Other keys count by the newest time at which they were lost.
 * `sum` is that of the finding's key, or 0 for none.
 */
export function countBurst(finding: Finding, sum: u64, time: i64): void {
  if (keys.start == 0 || sum == 0 || time == NO_TIME) return;
  let count = 0;
  let isKnown = false;
  let isListed = false;
  for (let index = 0; index < keys.count; index++) {
    const entry = entryAt(keys, index);
    if (entry.sum == sum) {
      isKnown = isKnown || isWithin(entry.time, time, escalateWindow);
      isListed = true;
      entry.time = max(entry.time, time);
    }
    if (entry.sum == sum || isWithin(entry.time, time, escalateWindow)) count += 1;
  }
  if (!isListed) {
    remember(keys, sum, time);
    count += 1;
  }
  if (count < escalateKeys) return;
  finding.burst = count;
  finding.raisesBurst = !isKnown;
}

function isWithin(one: i64, other: i64, window: i64): bool {
  return one - other <= window && other - one <= window;
}

function remember(list: List, sum: u64, time: i64, burst: i32 = 0): void {
  const entry = entryAt(list, list.next);
  entry.sum = sum;
  entry.time = time;
  entry.burst = burst;
  list.next = (list.next + 1) % REMEMBERED;
  if (list.count < REMEMBERED) list.count += 1;
}

function entryAt(list: List, index: i32): Entry {
  return changetype<Entry>(list.start + <usize>index * offsetof<Entry>());
}
