/**
 * The adapter for hosts that run the loop themselves and compile WASM's SIMD, such as Node:
 *
 * - NDJSON by chunks. The host reads into one buffer, asks for the lines to judge, and writes the bytes between them
 *   straight from the buffer.
 * - Fluent Bit's interface, for records that come alone or are longer than a chunk.
 * - A record's events one by one: its findings (`startFindings`), or why each is one or none (`startRecord`), then
 *   `findPlace` until it returns 0. What is exported about a place is numbers and addresses, good until the next
 *   `findPlace`; the host may write nothing there.
 * - The survey: the events of all records, counted.
 *
 * Caller: addresses and lengths come from `chunk`, `malloc` or an earlier result, and are not checked here, except in
 * Fluent Bit's interface. The result of a call is good until the next one, unless a function says otherwise.
 */
import { claim, keepClaims, recycle } from "../bytes/arena";
import * as events from "../explain/events";
import { keepRecord, reading as readingOfLast, tagRecord } from "../pipeline";
import { READ_AFTER } from "../search/candidates";
import { surveyRegion, surveyText } from "../survey/survey";
import { lastTimesAddress, startTotals, totals } from "../survey/totals";
import { recallEvent } from "../policy/verdict";
import { configure } from "./config-file";

export { CONFIG_HEADER as config } from "../config/embedded";
export { findLine, lineEnd, passedNewlines, passedOthers, passedRecords } from "../search/candidates";
// Whether memory ran short, so that not all of the record was looked at.
export { ranShort } from "../bytes/arena";
// The events of a record.
export {
  annotation,
  burst,
  endOf,
  findPath,
  findPlace,
  held,
  isBeforeIngest,
  isIgnored,
  isPossible,
  judgement,
  lackedClues,
  object,
  schema,
  suppressing,
  verdict,
  weigh,
} from "../explain/events";
export { recalledBurst } from "../policy/verdict";
export { annotatedPath, readMore, readSpans, worth } from "../explain/spans";
// The clues of the object, and the exceptions, for an event.
export { clues, listClues } from "../explain/clues";
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
// What an event has in the fields of exceptions, and the texts other than its own that a value can be in.
export { dataObject, dataString, detailOf, fieldEnd, fieldStart, valueOf } from "../explain/values";
export { check } from "./config-check";
export { _initialize, free, keep, malloc, tag } from "./single-record";

/** A host's page: systems copy faster between files and memory from the start of one. */
const PAGE: usize = 4096;

/**
 * Returns a buffer of `size` bytes that begins at a page, kept for good, with the READ_AFTER bytes after it that
 * `findLine` reads; 0 if there is no memory for it. Caller: calls it once, before anything else but `_initialize`.
 */
export function chunk(size: i32): usize {
  if (size < 0) return 0;
  configure();
  const start = claim(<usize>size + READ_AFTER + PAGE - 1);
  if (start == 0) return 0;
  keepClaims();
  return (start + PAGE - 1) & ~(PAGE - 1);
}

/** Returns what became of the record judged last: a value of Reading (assembly/pipeline.ts). */
export function reading(): i32 {
  return readingOfLast;
}

/**
 * Judges the line in [start, end), in place. Returns `start` if the line is to stay as it is, 0 (only with `keep`) if
 * it is to be dropped, else the address of the annotated record, NUL-terminated and good until the next call. The
 * buffer stays as it is. Caller: lines come in their order, since what is remembered of earlier ones counts.
 */
export function judgeLine(start: usize, end: usize, keep: bool): usize {
  recycle();
  return keep ? keepRecord(start, end - start) : tagRecord(start, end - start);
}

/**
 * Starts with the findings of the record of `length` bytes at `record`, after those before it. Returns false if there
 * can be none; then, and once `findPlace` returned 0, `reading` returns how the record was read.
 */
export function startFindings(record: usize, length: i32): bool {
  recycle();
  return events.startFindings(record, length);
}

/**
 * Starts with the record of `length` bytes at `record` to explain it, as if no record came before. Returns false if it
 * is not a JSON object or array.
 */
export function startRecord(record: usize, length: i32): bool {
  recycle();
  return events.startRecord(record, length);
}

/**
 * Weighs a match by the events before it, and remembers it, given five `texts` of its event, each by its start and end:
 * id, action, time, key, actor. Returns the verdict; `recalledBurst` returns the burst it is part of.
 */
export function recall(texts: usize): i32 {
  recycle();
  return recallEvent(texts);
}

/** Starts a survey: forgets what was counted. */
export function startSurvey(): void {
  startTotals();
}

/**
 * Counts the events of the JSON text in [start, end), which stays as it is. Returns 0 if it is not JSON, 1 if it has no
 * event, else 2.
 */
export function surveyRecord(start: usize, end: usize): i32 {
  recycle();
  return surveyText(start, end);
}

/**
 * Counts the events of whole lines in the buffer of `chunk`. Returns how many of the lines are not JSON; those are not
 * among the totals' texts.
 */
export function surveyLines(start: usize, end: usize): u32 {
  recycle();
  return surveyRegion(start, end);
}

/** Returns the address of what was counted since `startSurvey` (survey/totals.ts has its layout). */
export function surveyed(): usize {
  return changetype<usize>(totals);
}

/** Returns the address of the times of the last events by account and region (survey/totals.ts). */
export function lastTimes(): usize {
  return lastTimesAddress();
}
