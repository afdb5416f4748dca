/** Is one value of a configuration what its kind allows? Caller: as for json/cursor.ts. */
import { matchAscii } from "../bytes/ascii";
import { isPlaceText } from "../event/place-tree";
import { QUOTE, isDigit } from "../json/chars";
import { skipString } from "../json/cursor";
import { decodeString } from "../json/decode";
import { matchAmong, readAscii } from "../json/text";
import { matchGlob } from "./glob";
import { isPartOfName, lengthOf, nameAt, nameCount, startOf } from "../table/texts";
import { LONGEST_ADDRESS, isMasked, parseNetwork, prefixBits } from "./network";
import { NO_CLOCK, NO_TIME, parseClock, parseTime } from "./time";

const STAR: u32 = 0x2a;
const MARK: u32 = 0x3f;
/** The longest name or reason, in bytes. */
const LONGEST_TEXT: usize = 256;
/** The longest text of an event that meets a pattern, in bytes; also the longest pattern. */
export const LONGEST_VALUE: usize = 4096;
/** The longest part of a pattern between two stars that may have a `?`, in bytes (assembly/config/glob.ts). */
const LONGEST_PART: usize = 64;
/** No sensible time in RFC 3339's form is longer, in bytes. */
const LONGEST_TIME: i32 = 40;

const address = memory.data(LONGEST_ADDRESS, 8);
const short = memory.data(LONGEST_TIME, 8);

/** The string decoded last. */
let text: usize = 0;
let textEnd: usize = 0;

/**
 * Reports whether the value at `value`, of a kind that is a string, is allowed. Caller: `scratch` has `roomFor` bytes.
 */
export function isAllowedText(value: usize, kind: string, argument: string, end: usize, scratch: usize): bool {
  if (load<u8>(value) != QUOTE) return false;
  if (kind == "one of") return matchAmong(value, argument);
  text = scratch;
  textEnd = decodeString(value, scratch, end);
  if (text == textEnd) return false;
  if (kind == "text") return textEnd - text <= LONGEST_TEXT;
  // `timeOf` must be able to read it.
  if (kind == "time") return <i32>(textEnd - text) <= LONGEST_TIME && parseTime(text, textEnd) != NO_TIME;
  if (kind == "clock") return parseClock(text, textEnd) != NO_CLOCK;
  if (kind == "network") return isNetwork();
  if (kind == "place") return isPlaceText(text, textEnd);
  readPattern();
  // The caller reports a pattern that is too long, which is clearer than "not allowed".
  if (isLongPattern() || hasLongPart) return true;
  if (kind == "action") return matchesAnAction();
  if (kind == "account") return isAccount();
  if (kind == "arn") return isArn();
  return true;
}

/** Reports whether the value at `value` is an integer within the bounds in the argument. */
export function isAllowedInteger(value: usize, argument: string): bool {
  let number: i64 = 0;
  let at = value;
  for (; isDigit(load<u8>(at)) && at - value < 10; at++) number = number * 10 + <i64>(load<u8>(at) - 0x30);
  const byte = <u32>load<u8>(at);
  if (at == value || isDigit(byte) || byte == 0x2e || (byte | 0x20) == 0x65) return false;
  const bar = argument.indexOf("|");
  return number >= boundOf(argument, 0, bar) && number <= boundOf(argument, bar + 1, argument.length);
}

/** Returns the number in the units of `argument` from `from` to before `to`. */
function boundOf(argument: string, from: i32, to: i32): i64 {
  let bound: i64 = 0;
  for (; from < to; from++) bound = bound * 10 + <i64>(argument.charCodeAt(from) - 0x30);
  return bound;
}

/** Reports whether the pattern matches an action of the rule; else it is a mistake. */
function matchesAnAction(): bool {
  for (let index = 0; index < nameCount(); index++) {
    const name = nameAt(index);
    // Only a part of an action with a wildcard is known.
    if (isPartOfName(name) || matchGlob(text, textEnd, startOf(name), startOf(name) + lengthOf(name))) return true;
  }
  return false;
}

/** Reports whether it is twelve digits, or digits and wildcards. */
function isAccount(): bool {
  let isPattern = false;
  for (let at = text; at < textEnd; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == STAR || byte == MARK) isPattern = true;
    else if (!isDigit(byte)) return false;
  }
  return isPattern || textEnd - text == 12;
}

/** Reports whether it is `arn:` and five more parts, or a pattern that can match them. */
function isArn(): bool {
  const first = <u32>load<u8>(text);
  if (first == STAR || first == MARK) return true;
  if (textEnd - text < 4 || !matchAscii(text, 4, "arn:")) return false;
  let colons = 0;
  for (let at = text; at < textEnd; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == STAR) return true;
    if (byte == 0x3a) colons += 1;
  }
  return colons >= 5;
}

function isNetwork(): bool {
  const length = parseNetwork(text, textEnd, address);
  return length != 0 && isMasked(address, length, prefixBits());
}

/** Reports whether the last pattern of `isAllowedText` is longer than any text it is compared with. */
export function isLongPattern(): bool {
  return textEnd - text > LONGEST_VALUE;
}

/** Whether it has a wildcard; and whether it has a `?` in a part between two stars that is too long for one. */
export let isWild: bool = false;
export let hasLongPart: bool = false;

function readPattern(): void {
  isWild = hasLongPart = false;
  let start: usize = 0;
  let hasMark = false;
  for (let at = text; at < textEnd; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == STAR) {
      if (hasMark && start != 0 && at - start > LONGEST_PART) hasLongPart = true;
      start = at + 1;
      hasMark = false;
    } else if (byte == MARK) {
      hasMark = true;
    } else {
      continue;
    }
    isWild = true;
  }
}

/** Returns the time that the value at `value` reads, or NO_TIME; 0 is no value. */
export function timeOf(value: usize): i64 {
  const length = value == 0 ? -1 : readAsciiValue(value);
  return length < 0 ? NO_TIME : parseTime(short, short + length);
}

/** Returns the minutes since midnight that the string at `value` reads. Caller: it passed the check. */
export function clockOf(value: usize): i32 {
  return parseClock(short, short + readAsciiValue(value));
}

/** Stores the text of a short ASCII string in `short`. Returns its length, or -1. */
function readAsciiValue(value: usize): i32 {
  return load<u8>(value) == QUOTE ? readAscii(value, short, LONGEST_TIME) : -1;
}

/** Returns the bytes that decoding the value at `value` may take; 0 if it is not a string. */
export function roomFor(value: usize, end: usize): usize {
  return load<u8>(value) == QUOTE ? skipString(value, end) - value : 0;
}
