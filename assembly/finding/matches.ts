/**
 * The events of a record that the annotation tells of: how many match, and for the first ones where they are, what they
 * say and what the verdict on each is.
 */
import { writeAscii, writeByte, writeBytes, writeUnsigned } from "../bytes/writer";
import { OPEN_OBJECT } from "../json/chars";
import { CLOSING, lastUnit, matchString, readUnit } from "../json/text";
import { readDetails, readResource } from "./details";
import { MAX_STEPS, keepPlace, stepCount, stepIndex, stepIsDecoded, stepKey } from "../event/envelopes";
import { Detail } from "./detail-paths";
import { Verdict } from "./verdicts";

/** Events that are listed; matches beyond them are only counted. */
export const MOST_LISTED: i32 = 100;

/** One step of a path: its key, an address or 0, and after it an index, or -1; both as one number with a bit for a decoded string. */
@unmanaged
class Step {
  key: usize;
  rest: i32;
}
const STEP_SIZE: i32 = 8;


@unmanaged
class Match {
  /** The end of the text that the event stands in, and the value that names its action. */
  end: usize;
  action: usize;
  stepCount: i32;
  verdict: i32;
  /** The exception that it falls under, or 0. */
  exception: usize;
}
const MATCH_SIZE: i32 = 20;
const DETAILS_SIZE: i32 = Detail.COUNT * 4;
const ENTRY_SIZE: i32 = MATCH_SIZE + DETAILS_SIZE + STEP_SIZE * MAX_STEPS;

/** One more than are listed: the last is the one that is being judged. */
const entries = memory.data(ENTRY_SIZE * (MOST_LISTED + 1), 8);
let count: i32 = 0;
let possible: i32 = 0;
let listed: i32 = 0;
let strongest: i32 = Verdict.NONE;
let burst: i32 = 0;
let selected: usize = entries;

// @ts-ignore: decorator
@inline
function stepAt(match: usize, index: i32): Step {
  return changetype<Step>(match + (MATCH_SIZE + DETAILS_SIZE) + <usize>(index * STEP_SIZE));
}

/** Forgets all events. */
export function clearMatches(): void {
  count = 0;
  possible = 0;
  listed = 0;
  strongest = Verdict.NONE;
  burst = 0;
}

/**
 * Notes the event at the place that the envelopes are at, and selects it: the event at `event`, in a text that ends at
 * `end`, of the schema `schema`, whose action stands at `action`. `settleMatch` is to follow.
 */
export function noteMatch(event: usize, end: usize, schema: i32, action: usize): void {
  selectMatch(listed);
  const match = changetype<Match>(selected);
  match.end = end;
  match.action = action;
  notePath(match);
  readDetails(event, end, schema, selected + MATCH_SIZE);
}

/** Adds to the event noted last what the resource at `resource` says that it is of; 0 is none. */
export function noteResource(resource: usize): void {
  if (resource == 0 || <u32>load<u8>(resource) != OPEN_OBJECT) return;
  readResource(resource, changetype<Match>(selected).end, selected + MATCH_SIZE);
}

/** Notes the way from the record to the place that the envelopes are at. */
// @ts-ignore: decorator
@inline
function notePath(match: Match): void {
  match.stepCount = stepCount();
  for (let index = 0; index < match.stepCount; index++) {
    const step = stepAt(selected, index);
    step.key = stepKey(index);
    step.rest = (stepIndex(index) << 1) | (stepIsDecoded(index) ? 1 : 0);
  }
}

/** Notes the place that the envelopes are at, which is no event, for `writePath`. */
export function notePlace(): void {
  selectMatch(listed);
  notePath(changetype<Match>(selected));
}

/**
 * Settles the verdict on the event noted last: it is listed, counted, or forgotten again. `exception` is the one that it
 * falls under, `keys` the number of distinct keys of the burst that it is part of; both may be 0.
 */
export function settleMatch(verdict: i32, exception: usize, keys: i32): void {
  if (verdict == Verdict.NONE) return;
  const match = changetype<Match>(selected);
  match.verdict = verdict;
  match.exception = exception;
  if (verdict == Verdict.POSSIBLE) possible += 1;
  else strongest = max(strongest, verdict);
  if (verdict == Verdict.MATCH) {
    count += 1;
    burst = max(burst, keys);
  }
  // A match is worth more than the last event that is none.
  if (listed == MOST_LISTED && !(verdict == Verdict.MATCH && dropLast())) return;
  listed += 1;
  keepPlace();
}

/** Makes room for the event behind the list, at the cost of the last one that is no match; false if all are. */
function dropLast(): bool {
  let last = listed - 1;
  while (last >= 0 && changetype<Match>(entryAt(last)).verdict == Verdict.MATCH) last -= 1;
  if (last < 0) return false;
  memory.copy(entryAt(last), entryAt(last + 1), <usize>((listed - last) * ENTRY_SIZE));
  listed -= 1;
  return true;
}

/** The entry of the event noted last, which is not settled. */
export function notedIndex(): i32 {
  return listed;
}

/** Takes the possible match `index` off the list: the event noted last, which stays selected, is the same at a known place. */
export function replacePossible(index: i32): void {
  memory.copy(entryAt(index), entryAt(index + 1), <usize>((listed - index) * ENTRY_SIZE));
  listed -= 1;
  possible -= 1;
  selectMatch(listed);
}

/** Events whose verdict is a match, listed or not. */
export function matchCount(): i32 {
  return count;
}

/** Events that are listed. */
export function listedCount(): i32 {
  return listed;
}

/** The verdict on the record. */
export function recordVerdict(): i32 {
  return possible > 0 ? max(strongest, Verdict.POSSIBLE) : strongest;
}

/** Distinct keys of the largest burst that a match of the record is part of, or 0. */
export function burstKeys(): i32 {
  return burst;
}

// @ts-ignore: decorator
@inline
function entryAt(index: i32): usize {
  return entries + <usize>(index * ENTRY_SIZE);
}

/** Selects the listed event `index` for the functions below. */
export function selectMatch(index: i32): void {
  selected = entryAt(index);
}

/** The verdict on the event. */
export function matchVerdict(): i32 {
  return changetype<Match>(selected).verdict;
}

/** The exception that the event falls under, an object in the configuration, or 0. */
export function matchException(): usize {
  return changetype<Match>(selected).exception;
}

/** Where the value of a detail begins, a string or a number, or 0. */
export function detail(detail: i32): usize {
  return load<usize>(selected + MATCH_SIZE + <usize>detail * sizeof<usize>());
}

/** The value that names the match's action. */
export function matchedAction(): usize {
  return changetype<Match>(selected).action;
}

/** The end of the text that the match stands in. */
export function matchEnd(): usize {
  return changetype<Match>(selected).end;
}

/**
 * Writes the path from the record to the match: a JSON Pointer (RFC 6901), with `#` for a decoded string. A first step with the
 * name `renamed` gets `addition` so many times.
 */
export function writePath(renamed: string = "", addition: string = "", times: i32 = 0): void {
  const steps = changetype<Match>(selected).stepCount;
  for (let index = 0; index < steps; index++) {
    const step = stepAt(selected, index);
    if (step.key != 0) writeKey(step.key);
    if (index == 0 && times > 0 && step.key != 0 && matchString(step.key, renamed)) {
      for (let time = 0; time < times; time++) writeAscii(addition);
    }
    if (step.rest >= 0) {
      writeByte(0x2f);
      writeUnsigned(step.rest >> 1);
    }
    if ((step.rest & 1) != 0) writeByte(0x23);
  }
}

/** Writes the key at `key` as a step: as the record has it, but for `~` and `/`, which a JSON Pointer writes `~0` and `~1`. */
function writeKey(key: usize): void {
  writeByte(0x2f);
  for (let at = readUnit(key + 1), start = key + 1; lastUnit() != CLOSING; start = at, at = readUnit(at)) {
    if (lastUnit() == 0x7e || lastUnit() == 0x2f) {
      writeByte(0x7e);
      writeByte(lastUnit() == 0x7e ? 0x30 : 0x31);
    } else {
      writeBytes(start, at - start);
    }
  }
}
