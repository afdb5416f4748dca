/**
 * The adapter for the transform of Kafka Connect (connect/), which runs on the JVM in Chicory: a compiler without SIMD,
 * in which each import is a call out of compiled code. So it imports nothing.
 *
 * No other adapter fits: Fluent Bit's has `tag` and `keep`, but reports neither the verdict nor that a record is
 * unread, which go into headers here, and reads its configuration from a file through WASI; the processors'
 * (message.ts) reports both, but has no `keep`, no configuration other than the one it carries, and no memory of
 * earlier matches, which works here since a task has an instance of its own.
 *
 * The host calls `configure` once; then for each record `malloc`, `tagRecord` or `keepRecord`, and what it wants to
 * know of that record. The first `malloc` after a record recycles its blocks.
 */
import { allocate, isReadable, keepClaims, recycle } from "../bytes/arena";
import { startWriting, writeAscii, writeByte } from "../bytes/writer";
import { embeddedEnd, embeddedStart } from "../config/embedded";
import { problemLength, problemStart, refuseConfig, useConfig } from "../config/load";
import * as pipeline from "../pipeline";
import { startHistory } from "../policy/history";
import { check } from "./config-check";
import { reasonText } from "./lost";

export { CONFIG_HEADER as config } from "../config/embedded";
export { matchCount } from "../pipeline";
export { lengthOf } from "./result-length";

/** Room for the longest verdict or reason. */
const ROOM: usize = 96;
const text = memory.data(<i32>ROOM, 8);

/** Whether the last record was annotated. */
let isAnnotated: bool = false;
/** Whether it is not in memory. */
let isOutside: bool = false;

/** Returns a block of `size` bytes for the host to fill, or 0 if memory cannot grow that far. */
export function malloc(size: i32): usize {
  return allocate(<usize>size);
}

/**
 * Puts the configuration of `length` bytes at `start`, in a block, into force; if `start` is 0, the one that the module
 * carries, if any. Returns the address of a NUL-terminated text with a line for each mistake, empty if there is none,
 * or 0 if there is no memory for it. After a mistake the host must stop. Caller: calls it once, before anything else
 * but the block's `malloc`.
 */
export function configure(start: usize, length: i32): usize {
  const isGiven = start != 0;
  const first = isGiven ? start : embeddedStart();
  if (first != 0) {
    const end = isGiven ? start + <usize>length : embeddedEnd();
    keepClaims(end);
    const mistakes = check(first, <i32>(end - first));
    if (mistakes == 0 || load<u8>(mistakes) != 0) return mistakes;
    if (!useConfig(first, end)) return problem();
  }
  if (!startHistory()) refuseConfig("there is no memory for duplicates, cap or escalate");
  return problem();
}

/** Returns what is wrong as a NUL-terminated text. */
function problem(): usize {
  store<u8>(problemStart() + problemLength(), 0);
  return problemStart();
}

/** Annotates a match, NUL-terminated; every other record comes back as the address that came in. */
export function tagRecord(record: usize, length: i32): usize {
  return handOver(record, length, false);
}

/** Does what `tagRecord` does, but returns 0 for a record that was understood and is not a match. */
export function keepRecord(record: usize, length: i32): usize {
  return handOver(record, length, true);
}

function handOver(record: usize, length: i32, isKept: bool): usize {
  recycle();
  isAnnotated = false;
  isOutside = !isReadable(record, length);
  if (isOutside) return record;
  const result = isKept ? pipeline.keepRecord(record, length) : pipeline.tagRecord(record, length);
  isAnnotated = result != record && result != 0;
  return result;
}

/**
 * Returns the verdict on the last record, NUL-terminated: that of its annotation, `unread` if it could not be judged,
 * else empty.
 */
export function verdict(): usize {
  startWriting(text, ROOM);
  if (isAnnotated) writeAscii(pipeline.verdictName(pipeline.recordVerdict()));
  else if (isOutside || pipeline.isUnread()) writeAscii("unread");
  writeByte(0);
  return text;
}

/** Returns why the last record could not be judged, NUL-terminated. */
export function unreadReason(): usize {
  startWriting(text, ROOM);
  writeAscii(isOutside ? "needs more memory than there is" : reasonText());
  writeByte(0);
  return text;
}
