/**
 * The payload of a record as Redpanda hands it to a transform: the key's length and the key, the value's length and the
 * value, then the number of headers and these. Lengths are signed zigzag varints, -1 for null.
 */
import { claim, reserve } from "../bytes/arena";
import { lengthOf } from "./result-length";

/** The most bytes that a varint of 64 bits has. */
const LONGEST_VARINT: usize = 10;

/** Where the key ends, and where the value begins and ends. */
let keyEnd: usize = 0;
let valueStart: usize = 0;
let valueEnd: usize = 0;
/** Where the varint read last ends, or 0 if there was none. */
let after: usize = 0;

/**
 * Finds the value in the payload [start, end). Returns false if it is null or there is none. The bytes can be anything.
 */
export function findValue(start: usize, end: usize): bool {
  const keyLength = readVarint(start, end);
  if (after == 0 || keyLength < -1 || keyLength > <i64>(end - after)) return false;
  keyEnd = after + <usize>max<i64>(keyLength, 0);
  const valueLength = readVarint(keyEnd, end);
  if (after == 0 || valueLength < 0 || valueLength > <i64>(end - after)) return false;
  valueStart = after;
  valueEnd = after + <usize>valueLength;
  return true;
}

/** Returns where the value found last begins. */
export function foundValue(): usize {
  return valueStart;
}

/** Returns its length in bytes. */
export function foundLength(): usize {
  return valueEnd - valueStart;
}

/**
 * Claims room after the payload for what goes before an annotated value; `start` is where the payload begins. Returns
 * false if there is no memory for it. Caller: calls it before the value is judged.
 */
export function keepRoom(start: usize): bool {
  return claim(keyEnd - start + LONGEST_VARINT) != 0;
}

/**
 * Puts key and headers of the payload [start, end) around the NUL-terminated value at `value`, which `tagRecord` or
 * `keepRecord` returned after `keepRoom`. Returns where the new payload begins, good until the next call into the
 * arena, or 0 if there is no memory for it.
 */
export function wrapValue(start: usize, end: usize, value: usize): usize {
  const length = lengthOf(value);
  const headers = end - valueEnd;
  if (reserve(length + headers) != value) return 0;
  const first = value - varintSize(length) - (keyEnd - start);
  if (first < end || first > value) return 0;
  memory.copy(first, start, keyEnd - start);
  writeVarint(first + (keyEnd - start), length);
  memory.copy(value + length, valueEnd, headers);
  wrappedEnd = value + length + headers;
  return first;
}

let wrappedEnd: usize = 0;

/** Returns where the payload that `wrapValue` returned last ends. */
export function wrapEnd(): usize {
  return wrappedEnd;
}

/** Returns the number of the varint at `at`, and sets `after`. `at` may be `end`. */
function readVarint(at: usize, end: usize): i64 {
  let bits: u64 = 0;
  for (let shift: u64 = 0; at < end && shift < 64; shift += 7) {
    const byte = <u64>load<u8>(at);
    at += 1;
    bits |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      after = at;
      return (<i64>(bits >> 1)) ^ -(<i64>(bits & 1));
    }
  }
  after = 0;
  return 0;
}

/** Returns the size in bytes of the varint of a length. */
function varintSize(length: usize): usize {
  let size: usize = 1;
  for (let bits = (<u64>length) << 1; bits >= 0x80; bits >>= 7) size += 1;
  return size;
}

/** Writes the varint of a length to `at`. */
function writeVarint(at: usize, length: usize): void {
  let bits = (<u64>length) << 1;
  for (; bits >= 0x80; bits >>= 7, at++) store<u8>(at, <u8>(bits | 0x80));
  store<u8>(at, <u8>bits);
}
