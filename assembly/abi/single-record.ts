/**
 * One record at a time: the functions of Fluent Bit's interface, which other adapters have, too. Addresses from the
 * host are checked.
 */
import { allocate, isReadable, recycle, release } from "../bytes/arena";
import { isUnread, keepRecord, tagRecord } from "../pipeline";
import { configure, isConfigured } from "./config-file";
import { tellUnread, writeLost } from "./lost";

/** Reads the configuration; a WASI host calls this once, when it has instantiated the module. */
export function _initialize(): void {
  configure();
}

/** Returns a block of `size` bytes for the host to fill, or 0 if memory cannot grow that far. */
export function malloc(size: i32): usize {
  if (!isConfigured) configure();
  return allocate(<usize>size);
}

/** Gives a block back. A host that never calls it costs nothing. */
export function free(block: usize): void {
  release(block);
}

/**
 * Annotates a match, NUL-terminated and good until the next call; every other record comes back as the pointer that
 * came in.
 */
export function tag(tag: usize, tagLength: i32, seconds: i32, nanoseconds: i32, record: usize, length: i32): usize {
  recycle();
  if (record == 0 || !isReadable(record, length)) return writeLost(length);
  const result = tagRecord(record, length);
  if (isUnread()) tellUnread(length);
  return result;
}

/** Annotates a match; returns 0, which drops it, for a record that was understood and is not a match. */
export function keep(tag: usize, tagLength: i32, seconds: i32, nanoseconds: i32, record: usize, length: i32): usize {
  recycle();
  if (record == 0 || !isReadable(record, length)) return writeLost(length);
  const result = keepRecord(record, length);
  if (isUnread()) tellUnread(length);
  return result;
}
