/**
 * The command that brings a key back. Its parts come from the event: only what has the form that AWS gives it gets into
 * a command, and nothing in that means anything to a shell.
 */
import { matchUnits } from "../bytes/ascii";
import { writeAscii, writeBytes } from "../bytes/writer";
import { COLON, MINUS, isDigit } from "../json/chars";
import { Field, fieldEnd, fieldStart } from "../policy/fields";
import { Action, actionOf } from "./action";

/** The longest ARN of a key that is put into a command, in bytes. */
const LONGEST_ARN: usize = 256;
const LONGEST_REGION: usize = 32;
/** The length of a UUID, and of a multi-Region key's id (KMS Developer Guide, "Key identifiers"). */
const KEY_ID_LENGTH: usize = 36;
const ACCOUNT_LENGTH: i32 = 12;

// State: what the command names, from `readTarget` until it is written.
let nameStart: usize = 0;
let nameEnd: usize = 0;
let regionStart: usize = 0;
let regionEnd: usize = 0;

/** Writes the command for the finding whose fields were started, or where to read what to do. */
export function writeUndo(): void {
  const action = actionOf();
  if (action == Action.OTHER || !readTarget()) return writeAscii("see keyward triage");
  if (action == Action.SCHEDULE_KEY_DELETION) {
    writeCommand("cancel-key-deletion");
    // After that the key is disabled.
    writeAscii("; ");
  }
  writeCommand("enable-key");
}

function writeCommand(verb: string): void {
  writeAscii("aws kms ");
  writeAscii(verb);
  writeAscii(" --key-id ");
  writeBytes(nameStart, nameEnd - nameStart);
  writeAscii(" --region ");
  writeBytes(regionStart, regionEnd - regionStart);
}

/**
 * Reads the key's ARN and its region, else the key's id and the event's region. Returns false if they do not have that
 * form.
 */
function readTarget(): bool {
  nameStart = fieldStart(Field.KEY_ARN);
  nameEnd = fieldEnd(Field.KEY_ARN);
  if (isKeyArn(nameStart, nameEnd)) return true;
  nameStart = fieldStart(Field.KEY_ID);
  nameEnd = fieldEnd(Field.KEY_ID);
  regionStart = fieldStart(Field.REGION);
  regionEnd = fieldEnd(Field.REGION);
  return isKeyId(nameStart, nameEnd) && isRegion(regionStart, regionEnd);
}

/** Reports whether it is `arn:aws…:kms:REGION:ACCOUNT:key/ID`, and notes its region. */
function isKeyArn(start: usize, end: usize): bool {
  if (end - start > LONGEST_ARN) return false;
  let at = skipLiteral(start, end, "arn:aws");
  while (at != 0 && at < end && load<u8>(at) == MINUS) at = skipLetters(at + 1, end);
  if (at != 0) at = skipLiteral(at, end, ":kms:");
  if (at == 0) return false;
  regionStart = at;
  while (at < end && load<u8>(at) != COLON) at += 1;
  regionEnd = at;
  at = skipLiteral(at, end, ":");
  for (let digits = 0; at != 0 && digits < ACCOUNT_LENGTH; digits++) {
    at = at < end && isDigit(load<u8>(at)) ? at + 1 : 0;
  }
  if (at != 0) at = skipLiteral(at, end, ":key/");
  return at != 0 && isKeyId(at, end) && isRegion(regionStart, regionEnd);
}

/** Reports whether it is a UUID, or `mrk-` and 32 digits; both hexadecimal and in lower case. */
function isKeyId(start: usize, end: usize): bool {
  if (end - start != KEY_ID_LENGTH) return false;
  const isMultiRegion = skipLiteral(start, end, "mrk-") != 0;
  for (let at = isMultiRegion ? start + 4 : start; at < end; at++) {
    const offset = at - start;
    const byte = <u32>load<u8>(at);
    const isDash = !isMultiRegion && (offset == 8 || offset == 13 || offset == 18 || offset == 23);
    if (isDash ? byte != MINUS : !isDigit(byte) && byte - 0x61 >= 6) return false;
  }
  return true;
}

/**
 * Reports whether it is like `eu-west-1` or `us-gov-east-1`: two to six letters, one to three words, and a number of
 * one or two digits.
 */
function isRegion(start: usize, end: usize): bool {
  if (end - start > LONGEST_REGION) return false;
  let at = skipLetters(start, end);
  if (at == 0 || at - start < 2 || at - start > 6) return false;
  let words = 0;
  while (true) {
    if (at == end || load<u8>(at) != MINUS) return false;
    at += 1;
    if (at < end && isDigit(load<u8>(at))) break;
    at = skipLetters(at, end);
    if (at == 0) return false;
    words += 1;
  }
  if (words < 1 || words > 3) return false;
  at += 1;
  if (at < end && isDigit(load<u8>(at))) at += 1;
  return at == end;
}

/** Returns the address after `literal`, or 0 if it is not there. */
function skipLiteral(at: usize, end: usize, literal: string): usize {
  const length = literal.length;
  const isThere = end - at >= <usize>length && matchUnits(at, length, changetype<usize>(literal));
  return isThere ? at + length : 0;
}

/** Returns the address after one or more lower-case letters, or 0. */
function skipLetters(start: usize, end: usize): usize {
  let at = start;
  while (at < end && <u32>load<u8>(at) - 0x61 < 26) at += 1;
  return at > start ? at : 0;
}
