/**
 * The lines that report mistakes in a configuration: `POINTER: what is wrong; use …`. They have no quote, backslash or
 * control character of their own, so that a line can be put into a JSON string.
 */
import { writeAscii, writeByte, writeBytes } from "../bytes/writer";
import { BACKSLASH, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, skipString, skipValue } from "../json/cursor";
import { writeActions } from "../table/texts";
import { writeLevelPointer, writeValuePointer } from "./levels";
import { ROW_COUNT, argumentOf, isChild, kindOf, nameOf } from "./keys";

const BAR: i32 = 0x7c;
/** Bytes of a key or value that are shown. */
const SHOWN: usize = 48;

let count: i32 = 0;

export function clearMistakes(): void {
  count = 0;
}

/** Returns how many lines were written since `clearMistakes`. */
export function mistakeCount(): i32 {
  return count;
}

export function reportWhole(mistake: string): void {
  writeAscii(mistake);
  endLine();
}

export function reportValue(row: i32, value: usize, end: usize): void {
  if (row == 0) writeAscii("the configuration");
  writeValuePointer(row);
  writeAscii(": ");
  const first = <u32>load<u8>(value);
  if (first == OPEN_OBJECT) {
    writeAscii("an object");
  } else if (first == OPEN_ARRAY) {
    writeAscii(findFirst(value) == 0 ? "an empty list" : "a list");
  } else {
    writeShown(value, end);
  }
  writeAscii(" is invalid; use ");
  writeAllowed(row);
  endLine();
}

/** Reports what is wrong with a pattern that has the right form. */
export function reportPattern(row: i32, mistake: string): void {
  writeValuePointer(row);
  writeAscii(mistake);
  endLine();
}

export function reportUnknown(parent: i32, key: usize, end: usize): void {
  writeKeyPointer(key, end);
  writeAscii(": unknown key; use one of: ");
  writeNames(parent);
  endLine();
}

export function reportTwice(key: usize, end: usize): void {
  writeKeyPointer(key, end);
  writeAscii(": duplicate key; use each key once");
  endLine();
}

export function reportMissing(row: i32): void {
  writeLevelPointer();
  writeAscii(": ");
  writeAscii(nameOf(row));
  writeAscii(" is missing; use ");
  writeAllowed(row);
  endLine();
}

/** Reports a mistake of the innermost level as a whole. */
export function reportLevel(mistake: string): void {
  writeLevelPointer();
  writeAscii(mistake);
  endLine();
}

function endLine(): void {
  writeByte(0x0a);
  count += 1;
}

function writeKeyPointer(key: usize, end: usize): void {
  writeLevelPointer();
  writeByte(0x2f);
  const last = skipString(key, end) - 1;
  let at = key + 1;
  for (; at < last && at - key <= SHOWN && isPlain(load<u8>(at)); at++) {
    // A JSON Pointer escapes these two (RFC 6901).
    const byte = <u32>load<u8>(at);
    if (byte == 0x7e) writeAscii("~0");
    else if (byte == 0x2f) writeAscii("~1");
    else writeByte(<u8>byte);
  }
  if (at < last) writeAscii("...");
}

/** Writes a scalar as the configuration has it, a string without its quotes, cut to a readable length. */
function writeShown(value: usize, end: usize): void {
  let last = skipValue(value, end);
  if (load<u8>(value) == QUOTE) {
    value += 1;
    last -= 1;
    if (value == last) return writeAscii("an empty string");
  }
  let stop = value;
  while (stop < last && stop - value < SHOWN && isPlain(load<u8>(stop))) stop += 1;
  writeBytes(value, stop - value);
  if (stop < last) writeAscii("...");
}

function isPlain(byte: u32): bool {
  return byte >= 0x20 && byte < 0x7f && byte != BACKSLASH;
}

function writeAllowed(row: i32): void {
  const kind = kindOf(row);
  const argument = argumentOf(row);
  if (kind == "one of") {
    writeList(argument, ", ");
  } else if (kind == "integer") {
    writeAscii("an integer from ");
    writeList(argument, " to ");
  } else if (kind == "list") {
    writeAscii(argument == "may be empty" ? "a list" : "a list that is not empty");
  } else if (kind == "text") {
    writeAscii("a string of 1 to 256 bytes");
  } else if (kind == "time") {
    writeAscii("a time like 2026-12-05T22:00:00Z");
  } else if (kind == "clock") {
    writeAscii("a time of day in UTC, from 00:00 to 24:00");
  } else if (kind == "pattern") {
    writeAscii("a string that is not empty; * is any text, ? one character");
  } else if (kind == "action") {
    writeActions(", ", ", ");
    writeAscii(", or a pattern with * and ? that matches one");
  } else if (kind == "account") {
    writeAscii("12 digits, or a pattern of digits, * and ?");
  } else if (kind == "arn") {
    writeAscii("an ARN like arn:aws:kms:eu-west-1:111122223333:key/*, or a pattern that begins with *");
  } else if (kind == "network") {
    writeAscii("an IPv4 or IPv6 address or network like 192.0.2.0/24, with no bit set after the prefix");
  } else if (kind == "place") {
    writeAscii("a place like /payload# or /data/*/attributes: 1 to 16 ASCII names, # for a string to decode");
  } else {
    writeAscii("an object with ");
    writeNames(row);
  }
}

/** Writes the strings of an argument with `between` between them. */
function writeList(argument: string, between: string): void {
  for (let index = 0; index < argument.length; index++) {
    const unit = argument.charCodeAt(index);
    if (unit == BAR) writeAscii(between);
    else writeByte(<u8>unit);
  }
}

/** Writes the names of an object's members. */
function writeNames(parent: i32): void {
  let isFirst = true;
  for (let row = parent + 1; row < ROW_COUNT; row++) {
    if (!isChild(row, parent)) continue;
    if (!isFirst) writeAscii(", ");
    isFirst = false;
    writeAscii(nameOf(row));
  }
}
