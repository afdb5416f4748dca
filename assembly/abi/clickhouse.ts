/**
 * The adapter for ClickHouse's WASM functions, ABI BUFFERED_V1, `serialization_format = 'RowBinary'`: a block of rows
 * comes in one buffer, each row's text after its length (an unsigned varint), and one with an answer for each row goes
 * back. A buffer's handle is the address of its data's address and size (ClickHouse's documentation,
 * sql-reference/functions/wasm_udf).
 *
 * A record is judged as it is, also if it has an annotation already. A record that could not be judged has an answer of
 * its own, neither 0 nor the empty verdict. If there is no memory for the block, or the module carries a wrong
 * configuration, the query ends with an error that says so.
 *
 * Handles and rows from the host are checked before anything is read.
 */
import { allocate, isReadable, recycle, release } from "../bytes/arena";
import { startWriting, writeAscii, writeBytes, writtenSince } from "../bytes/writer";
import { problemLength, problemStart } from "../config/load";
import { Verdict, isUnread, judgeRecord, matchCount, recordVerdict, verdictName } from "../pipeline";
import { configureEmbedded } from "./embedded-config";

export { CONFIG_HEADER as config } from "../config/embedded";


@external("env", "clickhouse_throw")
declare function throwError(message: usize, length: usize): void;

/** The address and the size of a buffer's data, which follows them. */
const HANDLE: usize = 8;
/** The most bytes of a verdict with its length, and of a count with its null marker. */
const LONGEST_VERDICT: usize = 16;
const LONGEST_COUNT: usize = 5;

/** Room for an error message: a mistake in the configuration takes at most 512 bytes. */
const ROOM: usize = 640;
const message = memory.data(640, 8);

/** Where the text of the row read last ends, or 0 if the buffer held no further row. */
let rowEnd: usize = 0;
/** The address of the next answer. */
let answer: usize = 0;

/** Returns the handle of a buffer for `size` bytes. Ends the query if there is no memory for it. */
export function clickhouse_create_buffer(size: u32): usize {
  if (!configureEmbedded()) {
    startMessage("invalid configuration in the module: ");
    writeBytes(problemStart(), problemLength());
    writeAscii("; build the module again with keyward build --host clickhouse");
    return fail();
  }
  const buffer = newBuffer(size);
  return buffer == 0 ? failForMemory() : buffer;
}

/** Gives a buffer back. */
export function clickhouse_destroy_buffer(buffer: usize): void {
  release(buffer);
}

/**
 * keyward_match(line String) → String: the verdict on the record that each of the `count` rows is: `match`, `possible`,
 * `suppressed` or `denied`; `unread` if it names an action and could not be judged; else empty.
 */
export function keyward_match(rows: usize, count: u32): usize {
  return answerRows(rows, count, LONGEST_VERDICT, writeVerdict);
}

/**
 * keyward_count(line String) → Nullable(UInt32): how many of the record's events match; NULL if none does and something
 * in it that names an action could not be judged.
 */
export function keyward_count(rows: usize, count: u32): usize {
  return answerRows(rows, count, LONGEST_COUNT, writeCount);
}

/** Returns the handle of a buffer with an answer for each row, of at most `longest` bytes. */
function answerRows(rows: usize, count: u32, longest: usize, write: () => void): usize {
  if (!isReadable(rows, HANDLE)) return failForRows();
  let at: usize = load<u32>(rows);
  const size: usize = load<u32>(rows, 4);
  if (!isReadable(at, size)) return failForRows();
  const end = at + size;
  const room = <u64>count * <u64>longest;
  const answers: usize = room > <u64>i32.MAX_VALUE ? 0 : newBuffer(<u32>room);
  if (answers == 0) return failForMemory();
  answer = answers + HANDLE;
  for (let row: u32 = 0; row < count; row++) {
    const start = readRow(at, end);
    if (rowEnd == 0) return failForRows();
    judgeRecord(start, rowEnd - start);
    write();
    recycle();
    at = rowEnd;
  }
  store<u32>(answers, <u32>(answer - answers - HANDLE), 4);
  return answers;
}

function newBuffer(size: u32): usize {
  // More would overflow addresses; memory ends far earlier.
  if (size > <u32>i32.MAX_VALUE) return 0;
  const buffer = allocate(HANDLE + <usize>size);
  if (buffer == 0) return 0;
  store<u32>(buffer, <u32>(buffer + HANDLE));
  store<u32>(buffer, size, 4);
  return buffer;
}

/** Returns where the text of the row at `at` begins, and sets `rowEnd`. */
function readRow(at: usize, end: usize): usize {
  let length: u64 = 0;
  rowEnd = 0;
  for (let shift: u64 = 0; at < end && shift < 35; shift += 7) {
    const byte = <u64>load<u8>(at);
    at += 1;
    length |= (byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    if (length <= <u64>(end - at)) rowEnd = at + <usize>length;
    break;
  }
  return at;
}

function writeVerdict(): void {
  const verdict = recordVerdict();
  startWriting(answer + 1, LONGEST_VERDICT - 1);
  if (verdict != Verdict.NONE) writeAscii(verdictName(verdict));
  else if (isUnread()) writeAscii("unread");
  const length = writtenSince(answer + 1);
  store<u8>(answer, <u8>length);
  answer += length + 1;
}

function writeCount(): void {
  const count = matchCount();
  const isNull = count == 0 && isUnread();
  store<u8>(answer, isNull ? 1 : 0);
  answer += 1;
  if (isNull) return;
  store<u32>(answer, count);
  answer += 4;
}

function startMessage(text: string): void {
  startWriting(message, ROOM);
  writeAscii("keyward: ");
  writeAscii(text);
}

function failForMemory(): usize {
  startMessage(
    "there is no memory for a block of rows; raise webassembly_udf_max_memory, or set webassembly_udf_max_input_block_size",
  );
  return fail();
}

function failForRows(): usize {
  startMessage("the rows are not in RowBinary format; create the function with serialization_format = 'RowBinary'");
  return fail();
}

/** Ends the query with the message; the host does not return from that. */
function fail(): usize {
  throwError(message, writtenSince(message));
  return 0;
}
