/** The exceptions of the configuration, one condition after the other, and whether each holds for the event at hand. */
import { configEnd, exceptions } from "../config/settings";
import { findFirst, findMemberValue, findNext, skipString, skipValue } from "../json/cursor";
import { Exception, findMet, isInWeekly, isInWindow, meetsAll, readException } from "../policy/exceptions";
import { fieldOf, startFields } from "../policy/fields";
import { readTime } from "../policy/verdict";
import { finding } from "./events";

export namespace Condition {
  /** The exception has no further one. */
  export const NONE: i32 = 0;
  /** A field of `when`. */
  export const FIELD: i32 = 1;
  /** `from`, `until` or both. */
  export const WINDOW: i32 = 2;
  export const WEEKLY: i32 = 3;
}

/** The time of the event in seconds since 1970, or the least number if it has none that can be read. */
export let time: i64 = 0;
/** The current exception, and whether it holds. */
export let exception: usize = 0;
export let exceptionHolds: bool = false;
/** The current condition: whether it holds, its field, and the index of the value that is met, or -1. */
export let conditionHolds: bool = false;
export let conditionField: i32 = 0;
export let metIndex: i32 = -1;

const read = changetype<Exception>(memory.data(offsetof<Exception>(), 8));
let next: usize = 0;
let key: usize = 0;
let last: i32 = Condition.NONE;

/** Starts with the event at hand. */
export function startExceptions(): void {
  startFields(finding);
  time = readTime();
  next = exceptions == 0 ? exceptions : findFirst(exceptions);
}

/** Goes on to the next exception of the configuration. Returns false if there is none. */
export function findNextException(): bool {
  if (next == 0) return false;
  exception = next;
  readException(exception, read);
  next = findNext(read.end);
  exceptionHolds = meetsAll(read, time);
  key = read.when == 0 ? read.when : findFirst(read.when);
  last = Condition.NONE;
  return true;
}

/** Goes on to the next condition of the current exception. Returns a value of Condition. */
export function findCondition(): i32 {
  if (key != 0) return readField();
  if (last < Condition.WINDOW && (read.from | read.until) != 0) {
    conditionHolds = isInWindow(read, time);
    return (last = Condition.WINDOW);
  }
  if (last < Condition.WEEKLY && read.weekly != 0) {
    conditionHolds = isInWeekly(read, time);
    return (last = Condition.WEEKLY);
  }
  return Condition.NONE;
}

function readField(): i32 {
  const values = findMemberValue(skipString(key, configEnd));
  conditionField = fieldOf(key);
  const met = findMet(conditionField, values);
  conditionHolds = met != 0;
  metIndex = conditionHolds ? indexOf(met, values) : -1;
  key = findNext(skipValue(values, configEnd));
  return (last = Condition.FIELD);
}

/** Returns the index of `element` in the list at `list`. */
function indexOf(element: usize, list: usize): i32 {
  let index = 0;
  for (let at = findFirst(list); at != 0 && at != element; at = findNext(skipValue(at, configEnd))) index += 1;
  return index;
}
