/**
 * The bounded writer: the one place that stores output bytes.
 *
 * It counts all it is given and stores what fits: writing into no room measures a text, writing it again into that many
 * bytes stores it. A piece that does not fit is left out whole, and so is all after it.
 */

import { claim, keepClaims } from "./arena";
import { narrow, unitAt } from "./ascii";

/** ASCII text as bytes, after their number. */
@unmanaged
export class Bytes {
  length: usize;

  start(): usize {
    return changetype<usize>(this) + offsetof<Bytes>();
  }
}

/**
 * Returns an ASCII literal as bytes, kept for good. Caller: the module is starting, so that its first memory has room
 * for them; it is not checked.
 */
export function bytesOf(literal: string): Bytes {
  const bytes = changetype<Bytes>(claim(offsetof<Bytes>() + <usize>literal.length));
  keepClaims();
  bytes.length = literal.length;
  for (let index = 0; index < literal.length; index++) store<u8>(bytes.start() + index, <u8>unitAt(literal, index));
  return bytes;
}

let target: usize = 0;
let limit: usize = 0;

/** Starts a text at `start`, of which at most `room` bytes are stored. Caller: that many are writable. */
export function startWriting(start: usize, room: usize): void {
  target = start;
  limit = start + room;
}

/** Returns how many bytes were written since `startWriting(start, …)`, stored or not. */
export function writtenSince(start: usize): usize {
  return target - start;
}

/** Writes the `length` bytes at `from`, which may overlap the target. */
export function writeBytes(from: usize, length: usize): void {
  if (target + length <= limit) memory.copy(target, from, length);
  target += length;
}

/** Writes the bytes of a literal. */
export function write(bytes: Bytes): void {
  writeBytes(bytes.start(), bytes.length);
}

/** Writes one byte. */
export function writeByte(byte: u8): void {
  if (target < limit) store<u8>(target, byte);
  target += 1;
}

/** Writes an ASCII literal. */
export function writeAscii(literal: string): void {
  const length = literal.length;
  if (target + length <= limit) {
    let unit = changetype<usize>(literal);
    let to = target;
    const end = target + length;
    for (; to + 4 <= end; to += 4, unit += 8) store<u32>(to, narrow(load<u64>(unit)));
    for (; to < end; to++, unit += 2) store<u8>(to, <u8>load<u16>(unit));
  }
  target += length;
}

/** Writes `value` in decimal digits. */
export function writeUnsigned(value: u32): void {
  let divisor: u32 = 1;
  while (value / divisor >= 10) divisor *= 10;
  while (divisor > 0) {
    writeByte(<u8>(0x30 + ((value / divisor) % 10)));
    divisor /= 10;
  }
}
