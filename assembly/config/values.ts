/** Whether one value of a configuration is what its kind allows. */
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
/** The longest text that a person gives a thing, in bytes. */
const LONGEST_TEXT: usize = 256;
/** The longest text of an event that meets a pattern, in bytes; a pattern is no longer either. */
export const LONGEST_VALUE: usize = 4096;
/** The longest part of a pattern between two stars that may hold a `?`, in bytes (assembly/config/glob.ts). */
const LONGEST_PART: usize = 64;
/** No time of RFC 3339 that makes sense is longer, in bytes. */
const LONGEST_TIME: i32 = 40;

const address = memory.data(LONGEST_ADDRESS, 8);
const short = memory.data(LONGEST_TIME, 8);

/** The string of the configuration that was decoded last. */
let text: usize = 0;
let textEnd: usize = 0;

/**
 * Whether the string at `value`, of a kind that is one, is allowed; `scratch` has room for its text. The configuration
 * is well-formed JSON that ends at `end`.
 */
export function isAllowedText(value: usize, kind: string, argument: string, end: usize, scratch: usize): bool {
  if (load<u8>(value) != QUOTE) return false;
  if (kind == "one of") return matchAmong(value, argument);
  text = scratch;
  textEnd = decodeString(value, scratch, end);
  if (text == textEnd) return false;
  if (kind == "text") return textEnd - text <= LONGEST_TEXT;
  // `timeOf` has to be able to read it.
  if (kind == "time") return <i32>(textEnd - text) <= LONGEST_TIME && parseTime(text, textEnd) != NO_TIME;
  if (kind == "clock") return parseClock(text, textEnd) != NO_CLOCK;
  if (kind == "network") return isNetwork();
  if (kind == "place") return isPlaceText(text, textEnd);
  readPattern();
  // The caller reports a pattern that is too long: that says more than "not allowed".
  if (isLongPattern() || hasLongPart) return true;
  if (kind == "action") return matchesAnAction();
  if (kind == "account") return isAccount();
  if (kind == "arn") return isArn();
  return true;
}

/** Whether the value at `value` is an integer within the bounds that the argument names. */
export function isAllowedInteger(value: usize, argument: string): bool {
  let number: i64 = 0;
  let at = value;
  for (; isDigit(load<u8>(at)) && at - value < 10; at++) number = number * 10 + <i64>(load<u8>(at) - 0x30);
  const byte = <u32>load<u8>(at);
  if (at == value || isDigit(byte) || byte == 0x2e || (byte | 0x20) == 0x65) return false;
  const bar = argument.indexOf("|");
  return number >= boundOf(argument, 0, bar) && number <= boundOf(argument, bar + 1, argument.length);
}

/** The number in the units of `argument` from `from` to before `to`. */
function boundOf(argument: string, from: i32, to: i32): i64 {
  let bound: i64 = 0;
  for (; from < to; from++) bound = bound * 10 + <i64>(argument.charCodeAt(from) - 0x30);
  return bound;
}

/** A pattern that no action of the rule matches is a mistake. */
function matchesAnAction(): bool {
  for (let index = 0; index < nameCount(); index++) {
    const name = nameAt(index);
    // Of an action with a wildcard only a part is known.
    if (isPartOfName(name) || matchGlob(text, textEnd, startOf(name), startOf(name) + lengthOf(name))) return true;
  }
  return false;
}

/** Twelve digits, or digits and wildcards. */
function isAccount(): bool {
  let isPattern = false;
  for (let at = text; at < textEnd; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == STAR || byte == MARK) isPattern = true;
    else if (!isDigit(byte)) return false;
  }
  return isPattern || textEnd - text == 12;
}

/** `arn:` and five more parts, or a pattern that may stand for them. */
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

/** Whether the pattern that `isAllowedText` was asked about last is longer than any text that it is held against. */
export function isLongPattern(): bool {
  return textEnd - text > LONGEST_VALUE;
}

/** Whether it has a wildcard; and whether a part of it between two stars is too long for having a `?`. */
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

/** The time that the string at `value` says, or NO_TIME; 0 is no value. */
export function timeOf(value: usize): i64 {
  const length = value == 0 ? -1 : readAsciiValue(value);
  return length < 0 ? NO_TIME : parseTime(short, short + length);
}

/** The minutes since midnight that the string at `value` says. */
export function clockOf(value: usize): i32 {
  return parseClock(short, short + readAsciiValue(value));
}

/** Stores the text of a short string of ASCII; its length, or -1. */
function readAsciiValue(value: usize): i32 {
  return load<u8>(value) == QUOTE ? readAscii(value, short, LONGEST_TIME) : -1;
}

/** Room that the text of the string at `value` may need, in bytes. */
export function roomFor(value: usize, end: usize): usize {
  return load<u8>(value) == QUOTE ? skipString(value, end) - value : 0;
}
