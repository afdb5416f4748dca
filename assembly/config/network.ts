/** IP addresses and networks (RFC 4632, RFC 4291), as bytes: an address takes 4 or 16 of them. */
import { isSameBytes } from "../bytes/words";
import { hexValue, isDigit } from "../json/chars";

/** Bytes of the longest address. */
export const LONGEST_ADDRESS: i32 = 16;

const COLON: u32 = 0x3a;
const DOT: u32 = 0x2e;
const SLASH: u32 = 0x2f;

/**
 * Reads the address in [start, end), in dotted decimal or IPv6's notation, and stores it at `into`, which has room for
 * LONGEST_ADDRESS. Returns its length, 4 or 16, or 0 if it is not one. The bytes can be anything.
 */
export function parseAddress(start: usize, end: usize, into: usize): i32 {
  if (parseIPv4(start, end, into)) return 4;
  return parseIPv6(start, end, into) ? 16 : 0;
}

/** The bits of the network's prefix, or -1. */
let prefix: i32 = -1;

/**
 * Reads the network in [start, end), `ADDRESS/BITS` or one address, and stores its address at `into`, likewise. Returns
 * that address's length, 4 or 16, or 0 if it is not a network.
 */
export function parseNetwork(start: usize, end: usize, into: usize): i32 {
  let slash = start;
  while (slash < end && <u32>load<u8>(slash) != SLASH) slash += 1;
  const length = parseAddress(start, slash, into);
  if (length == 0) return 0;
  prefix = length * 8;
  if (slash == end) return length;
  const bits = readNumber(slash + 1, end, 3);
  if (bits < 0 || bits > prefix) return 0;
  prefix = bits;
  return length;
}

/** Returns the bits of the prefix of the network read last. */
export function prefixBits(): i32 {
  return prefix;
}

/**
 * Reports whether the first `bits` bits at `one` and `other` are the same. Caller: both are readable up to that bit.
 */
export function hasPrefix(one: usize, other: usize, bits: i32): bool {
  const bytes = <usize>(bits >> 3);
  if (!isSameBytes(one, other, bytes)) return false;
  const rest = bits & 7;
  return rest == 0 || (load<u8>(one + bytes) ^ load<u8>(other + bytes)) >> (<u8>(8 - rest)) == 0;
}

/** Reports whether the address of `length` bytes at `address` has no bit set after the first `bits`. */
export function isMasked(address: usize, length: i32, bits: i32): bool {
  for (let index = bits; index < length * 8; index++) {
    if ((((<u32>load<u8>(address + (index >> 3))) >> (7 - (index & 7))) & 1) != 0) return false;
  }
  return true;
}

/** Returns a decimal number of at most `most` digits without a leading zero, or -1. */
function readNumber(start: usize, end: usize, most: i32): i32 {
  const length = <i32>(end - start);
  if (length < 1 || length > most || (length > 1 && <u32>load<u8>(start) == 0x30)) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (!isDigit(byte)) return -1;
    value = value * 10 + <i32>(byte - 0x30);
  }
  return value;
}

function parseIPv4(start: usize, end: usize, into: usize): bool {
  for (let part = 0; part < 4; part++) {
    let stop = start;
    while (stop < end && <u32>load<u8>(stop) != DOT) stop += 1;
    const value = readNumber(start, stop, 3);
    if (value < 0 || value > 255 || part < 3 != stop < end) return false;
    store<u8>(into + part, <u8>value);
    start = stop + 1;
  }
  return true;
}

/** Reads eight groups of 16 bits in hexadecimal; `::` once for groups of zero; the last two may be an IPv4 address. */
function parseIPv6(start: usize, end: usize, into: usize): bool {
  let groups = 0;
  let gap = -1;
  let at = start;
  if (at + 1 < end && <u32>load<u8>(at) == COLON && <u32>load<u8>(at + 1) == COLON) {
    gap = 0;
    at += 2;
  }
  while (at < end) {
    let stop = at;
    while (stop < end && <u32>load<u8>(stop) != COLON) stop += 1;
    if (groups <= 6 && stop == end && parseIPv4(at, stop, into + (groups << 1))) {
      groups += 2;
      break;
    }
    const value = readGroup(at, stop);
    if (value < 0 || groups == 8) return false;
    store<u8>(into + (groups << 1), <u8>(value >> 8));
    store<u8>(into + (groups << 1) + 1, <u8>value);
    groups += 1;
    at = stop;
    if (at == end) break;
    at += 1;
    if (at == end) return false;
    if (<u32>load<u8>(at) == COLON) {
      if (gap >= 0) return false;
      gap = groups;
      at += 1;
    }
  }
  if (gap < 0) return groups == 8;
  if (groups == 8) return false;
  // The groups after the gap go to the end, with zeros before them.
  const moved = <usize>((groups - gap) << 1);
  memory.copy(into + 16 - moved, into + (gap << 1), moved);
  memory.fill(into + (gap << 1), 0, 16 - moved - (gap << 1));
  return true;
}

/** Returns the number of one to four hexadecimal digits, or -1. */
function readGroup(start: usize, end: usize): i32 {
  if (end - start < 1 || end - start > 4) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = hexValue(load<u8>(at));
    if (digit < 0) return -1;
    value = (value << 4) | digit;
  }
  return value;
}
