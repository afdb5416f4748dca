/**
 * The rule, once, as a predicate over fields (rules/aws-kms-key-loss.json has its text):
 *
 *   event.dataset:aws.cloudtrail and event.provider:kms.amazonaws.com and
 *   event.action:("DisableKey" or "ScheduleKeyDeletion") and event.outcome:success
 */
import { isBlank } from "../event/outcome";
import { CLUE_PATHS, Clue } from "../event/paths";
import { walk } from "../event/walk";
import { MINUS, QUOTE, isDigit } from "../json/chars";
import { skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { matchString } from "../json/text";

/** One bit for each clause that holds. */
namespace Clause {
  export const DATASET: u32 = 1;
  export const PROVIDER: u32 = 2;
  export const ACTION: u32 = 4;
  export const OUTCOME: u32 = 8;
  export const ALL: u32 = 15;
}

/** Clauses that hold for the record as ECS, and as a raw event. */
let ecs: u32 = 0;
let raw: u32 = 0;
let isEcs: bool = false;
let ecsAction: usize = 0;
let rawAction: usize = 0;
let textEnd: usize = 0;

/**
 * Whether the rule matches the event at `event`, an object in well-formed JSON that ends at
 * `end`. An event with any of `event.provider`, `event.action` and `event.outcome` is judged by
 * ECS fields alone.
 */
export function judge(event: usize, end: usize): bool {
  textEnd = end;
  ecs = 0;
  // Being a raw event stands for its dataset, and it is a success until an error turns up.
  raw = Clause.DATASET | Clause.OUTCOME;
  isEcs = false;
  ecsAction = rawAction = 0;
  walk(event, end, CLUE_PATHS, visitClue);
  return (isEcs ? ecs : raw) == Clause.ALL;
}

/** Whether the event judged last was one by its ECS fields. */
export function wasEcs(): bool {
  return isEcs;
}

/** The value that names the action of the event judged last, if it was a match. */
export function matchedAction(): usize {
  return isEcs ? ecsAction : rawAction;
}

function visitClue(field: i32, value: usize): void {
  switch (field) {
    case Clue.EVENT_SOURCE:
      raw |= clauseOf(Clue.PROVIDER, value);
      break;
    case Clue.EVENT_NAME:
      raw |= clauseOf(Clue.ACTION, value);
      rawAction = value;
      break;
    case Clue.ERROR_CODE:
    case Clue.ERROR_MESSAGE:
      if (!isBlank(value, textEnd)) raw &= ~Clause.OUTCOME;
      break;
    default:
      visitEcs(field, value);
  }
}

/** Any element of an ECS field may hold. */
function visitEcs(field: i32, value: usize): void {
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    if (field <= Clue.OUTCOME && field != Clue.DATASET && isScalar(at)) isEcs = true;
    const clause = clauseOf(field, at);
    ecs |= clause;
    if (clause == Clause.ACTION && ecsAction == 0) ecsAction = at;
  }
}

/** The clause that one value of a field makes hold, or 0. */
function clauseOf(field: i32, value: usize): u32 {
  switch (field) {
    case Clue.DATASET:
    case Clue.STREAM_DATASET:
      return matchString(value, "aws.cloudtrail") ? Clause.DATASET : 0;
    case Clue.PROVIDER:
      return matchString(value, "kms.amazonaws.com") ? Clause.PROVIDER : 0;
    case Clue.ACTION:
      return matchString(value, "DisableKey") || matchString(value, "ScheduleKeyDeletion") ? Clause.ACTION : 0;
    case Clue.OUTCOME:
      return matchString(value, "success") ? Clause.OUTCOME : 0;
    default:
      return 0;
  }
}

/** A value that a field can have: neither null, which is none, nor an object. */
function isScalar(value: usize): bool {
  const first = <u32>load<u8>(value);
  return (
    first == QUOTE || first == MINUS || isDigit(first) || first == 0x74 || first == 0x66 // t, f
  );
}
