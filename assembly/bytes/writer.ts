/**
 * The bounded writer: the one place that stores output bytes.
 *
 * It counts everything it is given and stores only what fits, as snprintf does. Writing into no
 * room at all measures a text; writing it again into that many bytes puts it there.
 */

import { claim, keepClaims } from "./arena";
import { narrow, unitAt } from "./ascii";

/** A text of ASCII as bytes, which follow their number. */
@unmanaged
export class Bytes {
  length: usize;

  start(): usize {
    return changetype<usize>(this) + offsetof<Bytes>();
  }
}

/**
 * An ASCII literal as bytes, for good: they are written at once. To be called when the module starts, whose first memory has room
 * for all of them.
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

/** Starts a text at `start`, of which at most `room` bytes are stored. */
export function startWriting(start: usize, room: usize): void {
  target = start;
  limit = start + room;
}

/** Bytes given to the writer since `startWriting(start, …)`, stored or not. */
export function writtenSince(start: usize): usize {
  return target - start;
}

/** Writes the `length` bytes at `from`. */
export function writeBytes(from: usize, length: usize): void {
  if (target + length <= limit) memory.copy(target, from, length);
  target += length;
}

/** Writes a literal that was made bytes. */
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
