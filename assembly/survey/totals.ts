/** What was counted since `startTotals`. Hosts read it where it lies. */
import { NO_TIME, parseCount, parseTime } from "../config/time";
import { isDigit } from "../json/chars";
import { ENTRY_SIZE, HEADER_SIZE, Names, clearNames, noteName } from "./names";

/** At most so many accounts and regions are kept. */
const MOST_ACCOUNTS: u32 = 256;
const MOST_REGIONS: u32 = 64;

/** Numbers as hosts read them: counts and seconds since 1970 are f64. src/survey/read-coverage.ts knows this layout. */
@unmanaged
export class Totals {
  events: f64;
  /** Those of the services that the rule names, and those without a readable time. */
  providerEvents: f64;
  timeless: f64;
  /** Times of the first and the last event, in seconds since 1970; infinite if there is none. */
  firstTime: f64;
  lastTime: f64;
  /** Texts with an event, texts of JSON without one, and texts or lines that are not JSON. */
  texts: f64;
  withoutEvents: f64;
  notJson: f64;
}
const TOTALS_SIZE: usize = 64;
const ACCOUNTS_SIZE: usize = HEADER_SIZE + ENTRY_SIZE * MOST_ACCOUNTS;

const block = memory.data(10336, 16); // the totals and both tables
/** The totals as they were at the mark: the numbers, and the headers of both tables. */
const marked = memory.data(96, 16); // TOTALS_SIZE + 2 × HEADER_SIZE

export const totals: Totals = changetype<Totals>(block);
const accounts: Names = changetype<Names>(block + TOTALS_SIZE);
const regions: Names = changetype<Names>(block + TOTALS_SIZE + ACCOUNTS_SIZE);
startTotals();

/** Forgets all that was counted. */
export function startTotals(): void {
  memory.fill(block, 0, TOTALS_SIZE);
  totals.firstTime = Infinity;
  totals.lastTime = -Infinity;
  clearNames(accounts);
  clearNames(regions);
}

/** Marks what has been counted so far, for `returnToMark`. */
export function markTotals(): void {
  copyTotals(marked, block);
  copyHeader(marked + TOTALS_SIZE, changetype<usize>(accounts));
  copyHeader(marked + TOTALS_SIZE + HEADER_SIZE, changetype<usize>(regions));
}

/** Forgets what was counted since the mark. */
export function returnToMark(): void {
  copyTotals(block, marked);
  copyHeader(changetype<usize>(accounts), marked + TOTALS_SIZE);
  copyHeader(changetype<usize>(regions), marked + TOTALS_SIZE + HEADER_SIZE);
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

/** Notes the time of the event counted last, the text from `start` to `end`; an empty one if it has none. */
export function noteTime(start: usize, end: usize): void {
  let time = parseTime(start, end);
  if (time == NO_TIME && start < end && isDigit(load<u8>(start))) time = parseCount(start, end);
  if (time == NO_TIME) {
    totals.timeless += 1;
    return;
  }
  totals.firstTime = min(totals.firstTime, <f64>time);
  totals.lastTime = max(totals.lastTime, <f64>time);
}

/** Notes an event's account, the text from `start` to `end`; ENTRY_SIZE bytes from `start` on are readable. */
// @ts-ignore: decorator
@inline
export function noteAccount(start: usize, end: usize): void {
  noteName(accounts, MOST_ACCOUNTS, start, end);
}

/** Notes an event's region, like its account. */
// @ts-ignore: decorator
@inline
export function noteRegion(start: usize, end: usize): void {
  noteName(regions, MOST_REGIONS, start, end);
}
