/** What was counted since `startTotals`. Hosts read it in place. */
import { NO_TIME, parseCount, parseTime } from "../config/time";
import { isDigit } from "../json/chars";
import { ENTRY_SIZE, HEADER_SIZE, NO_ENTRY, Names, clearNames, noteName } from "./names";

/** Accounts and regions that are kept, at most. */
const MAX_ACCOUNTS: u32 = 256;
const MAX_REGIONS: u32 = 64;

/** Numbers as hosts read them: counts and seconds since 1970 are f64. src/survey/read-coverage.ts knows this layout. */
@unmanaged
export class Totals {
  events: f64;
  /** Events of the services that the rule names, and events without a readable time. */
  providerEvents: f64;
  timeless: f64;
  /** Times of the first and the last event, in seconds since 1970; infinite if there is none. */
  firstTime: f64;
  lastTime: f64;
  /** Texts with an event, JSON texts without one, and texts or lines that are not JSON. */
  texts: f64;
  withoutEvents: f64;
  notJson: f64;
}
const TOTALS_SIZE: usize = offsetof<Totals>();
const ACCOUNTS_SIZE: usize = HEADER_SIZE + ENTRY_SIZE * MAX_ACCOUNTS;
const REGIONS_SIZE: usize = HEADER_SIZE + ENTRY_SIZE * MAX_REGIONS;
/** Bytes of one account's times. */
const ROW: usize = <usize>MAX_REGIONS * sizeof<f64>();
const MAX_TOUCHED: u32 = 1024;

/** The totals and both tables. */
const block = memory.data(<i32>(TOTALS_SIZE + ACCOUNTS_SIZE + REGIONS_SIZE), 16);
/**
 * The time of the last event of each account in each region, in seconds since 1970: an f64 for each pair of their
 * numbers, -Infinity for none. A row is filled when its account first comes.
 */
const lastTimes = memory.data(<i32>(<usize>MAX_ACCOUNTS * ROW), 16);
/**
 * The same for the text being counted, and the pairs that it has: they count when it is settled. Further pairs are left
 * out.
 */
const textTimes = memory.data(<i32>(<usize>MAX_ACCOUNTS * ROW), 16);
const touched = memory.data(<i32>(MAX_TOUCHED * sizeof<u32>()), 16);
let touchedCount: u32 = 0;
/** Accounts whose rows are filled. */
let rows: i32 = 0;
/** Of the event being counted: its time, or NO_TIME, and the numbers of its account and region. */
let eventTime: i64 = NO_TIME;
let account: i32 = NO_ENTRY;
let region: i32 = NO_ENTRY;

/** The totals at the mark: the numbers, and the headers of both tables. */
const marked = memory.data(<i32>(TOTALS_SIZE + 2 * HEADER_SIZE), 16);

export const totals: Totals = changetype<Totals>(block);
const accounts: Names = changetype<Names>(block + TOTALS_SIZE);
const regions: Names = changetype<Names>(block + TOTALS_SIZE + ACCOUNTS_SIZE);
startTotals();

/** Forgets everything counted. */
export function startTotals(): void {
  memory.fill(block, 0, TOTALS_SIZE);
  totals.firstTime = Infinity;
  totals.lastTime = -Infinity;
  clearNames(accounts);
  clearNames(regions);
  rows = 0;
  touchedCount = 0;
}

/** Returns the address of `lastTimes`, for hosts. */
export function lastTimesAddress(): usize {
  return lastTimes;
}

/** Marks what has been counted so far, for `returnToMark`. */
export function markTotals(): void {
  copyTotals(marked, block);
  copyHeader(marked + TOTALS_SIZE, changetype<usize>(accounts));
  copyHeader(marked + TOTALS_SIZE + HEADER_SIZE, changetype<usize>(regions));
}

/** Forgets what was counted since the mark. */
export function returnToMark(): void {
  forgetText();
  copyTotals(block, marked);
  copyHeader(changetype<usize>(accounts), marked + TOTALS_SIZE);
  copyHeader(changetype<usize>(regions), marked + TOTALS_SIZE + HEADER_SIZE);
  rows = <i32>accounts.count;
}

// @ts-ignore: decorator
@inline
function copyTotals(to: usize, from: usize): void {
  for (let at: usize = 0; at < TOTALS_SIZE; at += 16) v128.store(to + at, v128.load(from + at));
}

// @ts-ignore: decorator
@inline
function copyHeader(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
}

/** Counts an event. */
// @ts-ignore: decorator
@inline
export function noteEvent(isOfProvider: bool): void {
  totals.events += 1;
  if (isOfProvider) totals.providerEvents += 1;
}

/** Lets the times of the text counted last count. */
export function settleTimes(): void {
  for (let index: u32 = 0; index < touchedCount; index++) {
    const slot = <usize>load<u32>(touched + ((<usize>index) << 2));
    store<f64>(lastTimes + slot, max(load<f64>(lastTimes + slot), load<f64>(textTimes + slot)));
  }
  forgetText();
}

function forgetText(): void {
  for (let index: u32 = 0; index < touchedCount; index++) {
    store<f64>(textTimes + <usize>load<u32>(touched + ((<usize>index) << 2)), -Infinity);
  }
  touchedCount = 0;
}

/** Notes the time of the event counted last, before anything else of it: the text in [start, end), or an empty one. */
export function noteTime(start: usize, end: usize): void {
  let time = parseTime(start, end);
  if (time == NO_TIME && start < end && isDigit(load<u8>(start))) time = parseCount(start, end);
  eventTime = time;
  account = region = NO_ENTRY;
  if (time == NO_TIME) {
    totals.timeless += 1;
    return;
  }
  totals.firstTime = min(totals.firstTime, <f64>time);
  totals.lastTime = max(totals.lastTime, <f64>time);
}

/** Notes an event's account, the text in [start, end). Caller: as for `noteName`. */
export function noteAccount(start: usize, end: usize): void {
  account = noteName(accounts, MAX_ACCOUNTS, start, end);
  if (account < rows) return;
  const row = <usize>rows * ROW;
  for (let at = row; at < row + ROW; at += sizeof<f64>()) {
    store<f64>(lastTimes + at, -Infinity);
    store<f64>(textTimes + at, -Infinity);
  }
  rows += 1;
}

/** Notes an event's region, like its account. */
// @ts-ignore: decorator
@inline
export function noteRegion(start: usize, end: usize): void {
  region = noteName(regions, MAX_REGIONS, start, end);
}

/**
 * Notes that the event counted last may be the last of its account in its region. Caller: everything else of it was
 * noted.
 */
export function noteLast(): void {
  if (account == NO_ENTRY || region == NO_ENTRY || eventTime == NO_TIME) return;
  const slot = <usize>account * ROW + <usize>region * sizeof<f64>();
  const before = load<f64>(textTimes + slot);
  if (before == -Infinity) {
    if (touchedCount == MAX_TOUCHED) return;
    store<u32>(touched + ((<usize>touchedCount) << 2), <u32>slot);
    touchedCount += 1;
  }
  store<f64>(textTimes + slot, max(before, <f64>eventTime));
}
