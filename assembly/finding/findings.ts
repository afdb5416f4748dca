/**
 * The findings of a record: how many match, and the first ones, which the annotation lists.
 *
 * State: the findings of the record being judged, from `clearFindings` until the next record.
 */
import { claim } from "../bytes/arena";
import { keepEnvelope, resourceOfEnvelope } from "../event/envelopes";
import { Schema } from "../rule/schemas";
import { readDetails } from "./details";
import { FINDING_SIZE, Finding } from "./finding";
import { noteKey } from "./key";
import { notePath } from "./path";
import { Verdict } from "./verdicts";

/** Findings that are listed; further matches are only counted. */
export const MAX_LISTED: i32 = 100;

/**
 * The first few have room of their own, since few records have more. Room for the others is claimed when it is needed,
 * else 0.
 */
const FIRST: i32 = 8;
const first = memory.data(FINDING_SIZE * FIRST, 8);
let others: usize = 0;
/** The one made last, which is not listed yet. */
const made = changetype<Finding>(memory.data(FINDING_SIZE, 8));
let listed: i32 = 0;
/** Matches, and possible findings; listed or not. */
let matches: i32 = 0;
let possible: i32 = 0;
/** The strongest verdict, without possible ones; and the distinct keys of the largest burst that a match is part of. */
let strongest: i32 = Verdict.NONE;
let burst: i32 = 0;

/** Forgets all findings. */
export function clearFindings(): void {
  listed = matches = possible = burst = 0;
  strongest = Verdict.NONE;
  others = 0;
}

/**
 * Makes a finding of the event at `event`, the value that event/envelopes.ts found last, in a text that ends at `end`;
 * of the schema `schema`, its action at `action`. It has no verdict yet, and is good until the next call.
 */
export function makeFinding(event: usize, end: usize, schema: i32, action: usize): Finding {
  memory.fill(changetype<usize>(made), 0, offsetof<Finding>());
  made.event = event;
  made.end = end;
  made.schema = schema;
  made.action = action;
  notePath(made);
  readDetails(made, schema == Schema.OTEL ? resourceOfEnvelope() : 0);
  noteKey(made);
  return made;
}

/**
 * Counts the finding made last, which has a verdict, and lists it if there is room; a match takes the room of the last
 * listed finding that is not a match. Without memory it is only counted, and `ranShort` is set.
 */
export function addFinding(finding: Finding): void {
  const verdict = finding.verdict;
  if (verdict == Verdict.POSSIBLE) possible += 1;
  else strongest = max(strongest, verdict);
  if (verdict == Verdict.MATCH) {
    matches += 1;
    burst = max(burst, finding.burst);
  }
  if (listed == MAX_LISTED && !(verdict == Verdict.MATCH && dropLast())) return;
  if (listed == FIRST && others == 0) others = claim(FINDING_SIZE * (MAX_LISTED - FIRST));
  if (listed >= FIRST && others == 0) return;
  memory.copy(addressOf(listed), changetype<usize>(finding), FINDING_SIZE);
  listed += 1;
  keepEnvelope();
}

/** Makes room by dropping the last finding that is not a match. Returns false if all are matches. */
function dropLast(): bool {
  let last = listed - 1;
  while (last >= 0 && findingAt(last).verdict == Verdict.MATCH) last -= 1;
  if (last < 0) return false;
  unlist(last);
  return true;
}

/** Forgets the listed finding `index`, a possible one, since the same event is at a known place. */
export function dropPossible(index: i32): void {
  unlist(index);
  possible -= 1;
}

function unlist(index: i32): void {
  listed -= 1;
  for (let at = index; at < listed; at++) memory.copy(addressOf(at), addressOf(at + 1), FINDING_SIZE);
}

/** Returns the listed finding `index`. Caller: `index` is below `listedCount`. */
export function findingAt(index: i32): Finding {
  return changetype<Finding>(addressOf(index));
}

function addressOf(index: i32): usize {
  return index < FIRST ? first + <usize>index * FINDING_SIZE : others + <usize>(index - FIRST) * FINDING_SIZE;
}

/** Returns how many findings are listed. */
export function listedCount(): i32 {
  return listed;
}

/** Returns how many events match, listed or not. */
export function matchCount(): i32 {
  return matches;
}

/** Returns how many findings are possible, listed or not. */
export function possibleCount(): i32 {
  return possible;
}

/** Returns the verdict on the record. */
export function recordVerdict(): i32 {
  return possible > 0 ? max(strongest, Verdict.POSSIBLE) : strongest;
}

/** Returns the distinct keys of the largest burst that a match of the record is part of, or 0. */
export function burstKeys(): i32 {
  return burst;
}
