/**
 * The adapter for `keyward explain`, in Node only. It is no filter, but a view of how one record is judged: it hands out
 * numbers and addresses, no texts of its own. What stands at an address, and where in the record that is, the host finds
 * out; it may write nothing there.
 *
 * `configure` once, if there is a configuration. Then for each record `start`, and `findPlace` until there is no further one.
 * What the other exports say of a place is good until the next call of that, and addresses are good as long.
 */
import { recycle } from "../bytes/arena";
import { useConfig } from "../config/load";
import { startRecord } from "../explain/events";
import { startHistory } from "../policy/history";

// Blocks for the host to fill; and whether there was no memory for all that should have been looked at since `start`.
export { allocate as malloc, ranShort, release as free } from "../bytes/arena";
// The record, its places, and the object at each.
export {
  annotation,
  burst,
  endOf,
  findPath,
  findPlace,
  held,
  isBeforeIngest,
  isIgnored,
  judgement,
  lackedClues,
  object,
  schema,
  suppressing,
  verdict,
} from "../explain/events";
// The clues of the object.
export { clues, listClues } from "../explain/clues";
// The exceptions, for an event.
export {
  conditionField,
  conditionHolds,
  exception,
  exceptionHolds,
  findCondition,
  findNextException,
  metIndex,
  startExceptions,
  time,
} from "../explain/conditions";
// What an event says in the fields of exceptions, and what else a value can stand in than the event's own text.
export { dataObject, dataString, detailOf, fieldEnd, fieldStart, valueOf } from "../explain/values";
// Finding the mistakes of a configuration before it is given to `configure`.
export { check } from "./config-check";

/**
 * Puts the configuration of `length` bytes in the block at `text` into force, and keeps that. To be called once, before any
 * record. False if there is a mistake in it, or no memory for what it remembers.
 */
export function configure(text: usize, length: i32): bool {
  return useConfig(text, text + length) && startHistory();
}

/**
 * Begins with the record of `length` bytes in the block at `record`, as if none had come before it. False if it is no JSON
 * object or array.
 */
export function start(record: usize, length: i32): bool {
  recycle();
  return startRecord(record, length);
}
