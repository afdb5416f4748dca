/**
 * The payload of a record as Redpanda hands it to a transform: the key's length and the key, the value's length and the
 * value, then how many headers there are and these. Lengths are signed, in zigzag varints, and -1 for null.
 */
import { claim, reserve } from "../bytes/arena";
import { lengthOf } from "./result-length";

/** The most bytes that a varint of 64 bits has. */
const LONGEST_VARINT: usize = 10;

/** Where the key ends, and where the value begins and ends. */
let keyEnd: usize = 0;
let valueStart: usize = 0;
let valueEnd: usize = 0;
/** Where the varint ends that was read last, or 0 if there is none. */
let after: usize = 0;

/** Finds the value in the payload from `start` to `end`. False if it is null, or if there is none. */
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

/** Where the value begins that was found last. */
export function foundValue(): usize {
  return valueStart;
}

/** Its length, in bytes. */
export function foundLength(): usize {
  return valueEnd - valueStart;
}

/**
 * Keeps room after the payload from `start` on for what goes before an annotated value; to be called before the value is
 * judged. False if there is no memory for it.
 */
export function keepRoom(start: usize): bool {
  return claim(keyEnd - start + LONGEST_VARINT) != 0;
}

/**
 * Puts key and headers of the payload from `start` to `end` around the NUL-terminated value at `value`, which lies after
 * the payload and the room kept. Returns where the payload with that value begins, or 0 if there is no memory for it.
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

/** Where the payload ends that `wrapValue` returned last. */
export function wrapEnd(): usize {
  return wrappedEnd;
}

/** The number of the varint at `at`; `after` says where it ends. */
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

/** Bytes of the varint of a length. */
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
