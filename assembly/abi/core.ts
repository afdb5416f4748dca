/**
 * The adapter for hosts that run the loop themselves and compile WASM's SIMD, such as Node:
 *
 * - NDJSON by chunks. The host reads into one buffer, asks for the lines that are to be judged, and writes what stands between
 *   them as it is, straight from the buffer.
 * - Fluent Bit's interface, for records that come alone or are longer than a chunk.
 * - A record's events one by one: the findings in it (`startFindings`), or why each is one or none (`startRecord`). Then `findPlace`
 *   until there is no further one. What is said of a place is numbers and addresses, good until the next call of that; the
 *   host may write nothing there.
 * - The survey: the events of all records, counted.
 */
import { claim, keepClaims, recycle } from "../bytes/arena";
import * as events from "../explain/events";
import { keepRecord, reading as readingOfLast, tagRecord } from "../pipeline";
import { READ_BEHIND } from "../search/candidates";
import { surveyRegion, surveyText } from "../survey/survey";
import { lastTimesOfPlaces, startTotals, totals } from "../survey/totals";
import { recallEvent } from "../policy/verdict";
import { configure } from "./config-file";

export { CONFIG_HEADER as config } from "../config/embedded";
export { findLine, lineEnd, passedNewlines, passedOthers, passedRecords } from "../search/candidates";
// Whether there was no memory for all that should have been looked at.
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
// What an event says in the fields of exceptions, and what else a value can stand in than the event's own text.
export { dataObject, dataString, detailOf, fieldEnd, fieldStart, valueOf } from "../explain/values";
export { check } from "./config-check";
export { _initialize, free, keep, malloc, tag } from "./single-record";

/** A host's page: systems copy faster between files and memory that begin at one. */
const PAGE: usize = 4096;

/**
 * A buffer of `size` bytes that begins at a page, kept for good, with as many readable bytes after it as `findLine`
 * needs; 0 if there is no memory for it. To be called once, before any other function but `_initialize`.
 */
export function chunk(size: i32): usize {
  if (size < 0) return 0;
  configure();
  const start = claim(<usize>size + READ_BEHIND + PAGE - 1);
  if (start == 0) return 0;
  keepClaims();
  return (start + PAGE - 1) & ~(PAGE - 1);
}

/** What became of the record judged last: a value of Reading (assembly/pipeline.ts). */
export function reading(): i32 {
  return readingOfLast;
}

/**
 * Judges the line from `start` to `end`, in place. Returns `start` for a line that is to stay as it is, with `keep` 0 for
 * one that is to be dropped, else the address of the annotated record, NUL-terminated and good until the next call. The
 * buffer stays as it is. Lines are judged in their order: what is remembered of earlier ones counts.
 */
export function judgeLine(start: usize, end: usize, keep: bool): usize {
  recycle();
  return keep ? keepRecord(start, end - start) : tagRecord(start, end - start);
}

/**
 * Begins with the findings of the record of `length` bytes at `record`, after those before it. False if there can be none; then, and
 * when `findPlace` has found the last one, `reading` says how the record was read.
 */
export function startFindings(record: usize, length: i32): bool {
  recycle();
  return events.startFindings(record, length);
}

/** Begins with the record of `length` bytes at `record` for somebody who asks why, as if none had come before it. False if it is no JSON object or array. */
export function startRecord(record: usize, length: i32): bool {
  recycle();
  return events.startRecord(record, length);
}

/**
 * Weighs a match by what the events before it were, and remembers it: of an event whose `texts` are given, each by where it begins
 * and ends, in the order id, action, time, key, actor. Returns the verdict; `recalledBurst` says what burst it is part of.
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
 * Counts the events of the JSON text from `start` to `end`. Returns 0 if it is not JSON, 1 if there is no event in it, else 2.
 * The text stays as it is.
 */
export function surveyRecord(start: usize, end: usize): i32 {
  recycle();
  return surveyText(start, end);
}

/**
 * Counts the events of whole lines of the buffer. Returns how many of the lines are not JSON; those are none of the
 * totals' texts.
 */
export function surveyLines(start: usize, end: usize): u32 {
  recycle();
  return surveyRegion(start, end);
}

/** The address of what was counted since `startSurvey` (survey/totals.ts has its layout). */
export function surveyed(): usize {
  return changetype<usize>(totals);
}

/** The address of the times of the last events by account and region (survey/totals.ts). */
export function lastTimes(): usize {
  return lastTimesOfPlaces();
}
