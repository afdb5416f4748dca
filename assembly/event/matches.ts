/** The events of a record that match: how many, and for the first ones where they are and what they say. */
import { unitAt } from "../bytes/ascii";
import { writeByte, writeUnsigned } from "../bytes/writer";
import { readDetails } from "./details";
import { MOST_STEPS, keepPlace, stepCount, stepFrom, stepIndex, stepIsDecoded, stepRow, stepTo } from "./envelopes";
import { Detail } from "./paths";
import { placeOf } from "./shapes";

/** Matches that are listed; more are only counted. */
export const MOST_LISTED: i32 = 100;

/** One step of a path: from unit `from` to before `to` of the place of row `row`, with `index` for its `*`. */
@unmanaged
class Step {
  index: i32;
  row: u8;
  from: u8;
  to: u8;
  isDecoded: bool;
}
const STEP_SIZE: i32 = 8;


@unmanaged
class Match {
  /** The end of the text that the event stands in, and the value that names its action. */
  end: usize;
  action: usize;
  stepCount: i32;
}
const MATCH_SIZE: i32 = 12;
const DETAILS_SIZE: i32 = Detail.COUNT * 4;
const ENTRY_SIZE: i32 = MATCH_SIZE + DETAILS_SIZE + STEP_SIZE * MOST_STEPS;

const entries = memory.data(ENTRY_SIZE * MOST_LISTED, 8);
let count: i32 = 0;
let selected: usize = entries;

// @ts-ignore: decorator
@inline
function stepAt(match: usize, index: i32): Step {
  return changetype<Step>(match + (MATCH_SIZE + DETAILS_SIZE) + <usize>(index * STEP_SIZE));
}

/** Forgets all matches. */
export function clearMatches(): void {
  count = 0;
}

/**
 * Notes the match at the place that the envelopes are at: the event at `event`, in a text that ends at
 * `end`, of the schema `schema`, whose action stands at `action`.
 */
export function noteMatch(event: usize, end: usize, schema: i32, action: usize): void {
  count += 1;
  if (count > MOST_LISTED) return;
  const entry = entries + <usize>((count - 1) * ENTRY_SIZE);
  const match = changetype<Match>(entry);
  match.end = end;
  match.action = action;
  match.stepCount = stepCount();
  for (let index = 0; index < match.stepCount; index++) {
    const step = stepAt(entry, index);
    step.row = <u8>stepRow(index);
    step.from = <u8>stepFrom(index);
    step.to = <u8>stepTo(index);
    step.index = stepIndex(index);
    step.isDecoded = stepIsDecoded(index);
  }
  readDetails(event, end, schema, entry + MATCH_SIZE);
  keepPlace();
}

/** Events that match, listed or not. */
export function matchCount(): i32 {
  return count;
}

/** Selects the listed match `index` for the functions below. */
export function selectMatch(index: i32): void {
  selected = entries + <usize>(index * ENTRY_SIZE);
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

/** Writes the path from the record to the match: a JSON Pointer (RFC 6901), with `#` for a decoded string. */
export function writePath(): void {
  const steps = changetype<Match>(selected).stepCount;
  for (let index = 0; index < steps; index++) {
    const step = stepAt(selected, index);
    const place = placeOf(step.row);
    for (let at = <i32>step.from; at < <i32>step.to; at++) {
      const unit = unitAt(place, at);
      if (unit == 0x2a) writeUnsigned(step.index);
      else writeByte(<u8>unit);
    }
    if (step.isDecoded) writeByte(0x23);
  }
}
