/**
 * The adapter for Redpanda's data transforms, in the broker and in Redpanda Connect's `redpanda_data_transform`: an
 * endless loop that reads batches of records and writes each record, in order, with its key and its headers.
 *
 * When a record cannot be read or written, the loop ends: a broker then restarts the transform at the last record that
 * it knows to be written, so records may come twice, and none is lost.
 */
import { allocate, recycle } from "../bytes/arena";
import { writeAscii, writeByte, writeUnsigned } from "../bytes/writer";
import { isUnread, keepRecord, tagRecord } from "../pipeline";
import { configureEmbedded } from "./embedded-config";
import { Setting, readVariable } from "./environment";
import { tellUnread } from "./lost";
import { findValue, foundLength, foundValue, keepRoom, wrapEnd, wrapValue } from "./record-payload";
import { startLine, tellConfigProblem, tellLine, tellOrigin } from "./tell";

export { CONFIG_HEADER as config } from "../config/embedded";


@external("redpanda_transform", "check_abi_version_2")
declare function checkAbiVersion(): void;


@external("redpanda_transform", "read_batch_header")
declare function readBatchHeader(
  baseOffset: usize,
  recordCount: usize,
  leaderEpoch: usize,
  attributes: usize,
  lastOffsetDelta: usize,
  baseTimestamp: usize,
  maxTimestamp: usize,
  producerId: usize,
  producerEpoch: usize,
  baseSequence: usize,
): i32;


@external("redpanda_transform", "read_next_record")
declare function readNextRecord(attributes: usize, timestamp: usize, offset: usize, buffer: usize, size: i32): i32;


@external("redpanda_transform", "write_record")
declare function writeRecord(buffer: usize, length: i32): i32;

/** Room for what a header or record has beside its payload: numbers of at most eight bytes. */
const slots = memory.data(80, 8);
const RECORD_COUNT: usize = slots + 8;

/** Passes records on until the host ends the transform, or a call fails. */
export function _start(): void {
  checkAbiVersion();
  if (!configureEmbedded()) tellConfigProblem();
  tellOrigin(0);
  const isKept = readMode();
  while (true) {
    const largest = readHeader();
    // No batch will come: the host ends the transform.
    if (largest < 0) return;
    const count = load<i32>(RECORD_COUNT);
    for (let index = 0; index < count; index++) {
      if (!passRecord(largest, isKept)) return;
    }
  }
}

/** Returns whether records without a match are left out. */
function readMode(): bool {
  const setting = readVariable("KEYWARD_MODE=", "tag", "keep");
  if (setting == Setting.OTHER) {
    startLine();
    writeAscii("KEYWARD_MODE is unreadable or invalid; use tag, keep; tag is in effect");
    tellLine();
  }
  return setting == Setting.SECOND;
}

/** Waits for a batch. Returns the size of its largest record, or an error below 0. */
function readHeader(): i32 {
  return readBatchHeader(
    slots,
    RECORD_COUNT,
    slots + 16,
    slots + 24,
    slots + 32,
    slots + 40,
    slots + 48,
    slots + 56,
    slots + 64,
    slots + 72,
  );
}

/** Reads a record and writes it. Returns false if that failed, which it has logged. */
function passRecord(largest: i32, isKept: bool): bool {
  recycle();
  const start = allocate(largest);
  if (start == 0) {
    startLine();
    writeAscii("there is no memory to read a record of ");
    writeUnsigned(largest);
    writeAscii(" bytes");
    endWith();
    return false;
  }
  const length = readNextRecord(slots, slots + 8, slots + 16, start, largest);
  if (length < 0 || length > largest) {
    fail("read_next_record failed: ", length);
    return false;
  }
  const end = start + <usize>length;
  const hasValue = findValue(start, end);
  if (hasValue && keepRoom(start)) {
    const value = foundValue();
    const result = isKept ? keepRecord(value, foundLength()) : tagRecord(value, foundLength());
    if (isUnread()) tellUnread(length);
    if (result == 0) return true;
    if (result != value && writeAnnotated(start, end, result)) return true;
  } else if (hasValue) {
    tellUnannotated(end - start, "there is no memory to judge it");
  }
  const written = writeRecord(start, length);
  if (written == length) return true;
  fail("write_record failed: ", written);
  return false;
}

/**
 * Writes the payload [start, end) with the annotated value at `value`. Returns false, after logging why, if the record
 * is to go as it is.
 */
function writeAnnotated(start: usize, end: usize, value: usize): bool {
  const wrapped = wrapValue(start, end, value);
  if (wrapped == 0) {
    tellUnannotated(end - start, "there is no memory for the annotated record");
    return false;
  }
  const length = <i32>(wrapEnd() - wrapped);
  if (writeRecord(wrapped, length) == length) return true;
  tellUnannotated(end - start, "the broker refused the annotated record, which is longer");
  return false;
}

/** Logs a record of `size` bytes that goes on without an annotation that it may need. */
function tellUnannotated(size: usize, reason: string): void {
  startLine();
  writeAscii("a record of ");
  writeUnsigned(<u32>size);
  writeAscii(" bytes passed without its annotation: ");
  writeAscii(reason);
  tellLine();
}

/** Logs which call ends the loop, and what the host answered. */
function fail(what: string, code: i32): void {
  startLine();
  writeAscii(what);
  if (code < 0) writeByte(0x2d);
  writeUnsigned(<u32>abs(code));
  endWith();
}

/** Ends the line that says why the loop ends. */
function endWith(): void {
  writeAscii("; the transform stops, and resumes with this batch when the host restarts it");
  tellLine();
}
