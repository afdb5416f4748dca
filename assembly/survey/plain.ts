/**
 * The fast way through a text: raw events as AWS writes them, alone, in an array, in a log file of S3 or in
 * EventBridge's envelope. It counts what the slow way (`any.ts`) would count, or gives up: on any other shape, on
 * escapes where they matter, and on values of an unexpected kind.
 *
 * Only the members of an event itself are looked at; what is nested in them is skipped. So a text whose brackets and
 * quotes are in order may count here although it is not JSON in every byte.
 *
 * Caller: the bytes need not be JSON, and the READ_AFTER bytes after `end` are readable, too; their values do not
 * matter.
 */
import { taughtRoot } from "../event/place-tree";
import { matchAscii } from "../bytes/ascii";
import { spread } from "../bytes/vectors";
import { isSameBytes } from "../bytes/words";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  MINUS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  isDigit,
  skipSpaceWithin,
} from "../json/chars";
import { lengthOf, serviceAt, serviceCount, startOf } from "../table/texts";
import { skipAny } from "./skip";
import { noteAccount, noteEvent, noteLast, noteRegion, noteTime } from "./totals";

// Names as words of eight, four and two bytes, up to the closing quote; and the beginnings of dotted names.
const EVENT_SOU: u64 = 0x756f53746e657665;
const RCE: u32 = 0x22656372;
const EVENT_NAM: u64 = 0x6d614e746e657665;
const EVENT_TIM: u64 = 0x6d6954746e657665;
const E: u32 = 0x2265;
const AWS_REGIO: u64 = 0x6f69676552737761;
const N: u32 = 0x226e;
const RECIPIEN: u64 = 0x6e65697069636572;
const T_ACCOUNT: u64 = 0x746e756f63634174;
const ID: u32 = 0x226449;
const USER_IDEN: u64 = 0x6e65644972657375;
const TITY: u32 = 0x79746974;
const ACCOUNT_I: u64 = 0x49746e756f636361;
const D: u32 = 0x2264;
const EVENT: u64 = 0x746e657665;
const FIVE_BYTES: u64 = 0xffffffffff;
const THREE_BYTES: u32 = 0xffffff;
const DOT: u32 = 0x2e;

/** The end of the key read last, after its closing quote, and its member's value. */
let keyEnd: usize = 0;
let value: usize = 0;

/**
 * Counts the events of the text that begins with the bracket at `at` and ends before `end`, whatever follows it.
 * Returns where it ends; 0 if it has another shape, and then the caller discards what was counted (`returnToMark`).
 */
export function countPlain(at: usize, end: usize): usize {
  if (load<u8>(at) == OPEN_ARRAY) return countEvents(at, end);
  const first = skipSpaceWithin(at + 1, end);
  if (isKeyBefore(first, end, "Records")) return countLogFile(first, end);
  // EventBridge's envelope always begins with it, and an event never does.
  if (isKeyBefore(first, end, "version")) return countBridged(at, end);
  return countEvent(at, end);
}

/** Counts the events of an S3 log file, whose one member has its key at `key`. Returns the text's end, or 0. */
function countLogFile(key: usize, end: usize): usize {
  if (!readMember(key, end) || load<u8>(value) != OPEN_ARRAY) return 0;
  let at = countEvents(value, end);
  if (at == 0) return 0;
  at = skipSpaceWithin(at, end);
  return at < end && load<u8>(at) == CLOSE_OBJECT ? at + 1 : 0;
}

/** Counts the events of an array of raw events. Returns its end, or 0. */
function countEvents(at: usize, end: usize): usize {
  do {
    at = skipSpaceWithin(at + 1, end);
    if (at >= end || load<u8>(at) != OPEN_OBJECT) return 0;
    at = countEvent(at, end);
    if (at == 0) return 0;
    at = skipSpaceWithin(at, end);
    if (at >= end) return 0;
  } while (load<u8>(at) == COMMA);
  return load<u8>(at) == CLOSE_ARRAY ? at + 1 : 0;
}

/**
 * Counts the raw event that is the object at `at`. Returns its end, or 0, with nothing counted, if it is not plainly
 * one.
 */
export function countEvent(at: usize, end: usize): usize {
  let source: usize = 0;
  let sourceEnd: usize = 0;
  let hasName = false;
  let time: usize = 0;
  let timeEnd: usize = 0;
  let region: usize = 0;
  let regionEnd: usize = 0;
  let account: usize = 0;
  let accountEnd: usize = 0;
  let identity: usize = 0;
  do {
    at = skipSpaceWithin(at + 1, end);
    if (!readMember(at, end)) return 0;
    const key = at + 1;
    const member = value;
    at = skipAny(member, end);
    if (at == 0) return 0;
    const word = load<u64>(key);
    // Of a repeated key the last counts.
    if (word == EVENT_SOU && load<u32>(key, 8) == RCE) {
      source = load<u8>(member) == QUOTE ? member : 0;
      sourceEnd = at;
    } else if (word == EVENT_NAM && <u32>load<u16>(key, 8) == E) {
      hasName = load<u8>(member) == QUOTE;
    } else if (word == EVENT_TIM && <u32>load<u16>(key, 8) == E) {
      if (isUnclear(member, at)) return 0;
      time = textOf(member);
      timeEnd = at;
    } else if (word == AWS_REGIO && <u32>load<u16>(key, 8) == N) {
      if (isUnclear(member, at)) return 0;
      region = textOf(member);
      regionEnd = at;
    } else if (word == RECIPIEN && load<u64>(key, 8) == T_ACCOUNT && (load<u32>(key, 16) & THREE_BYTES) == ID) {
      if (isUnclear(member, at)) return 0;
      account = textOf(member);
      accountEnd = at;
    } else if (word == USER_IDEN && load<u32>(key, 8) == TITY) {
      const next = <u32>load<u8>(key, 12);
      if (next == DOT) return 0;
      if (next == QUOTE) identity = member;
    } else if ((word & FIVE_BYTES) == EVENT) {
      // `event`, or `event.action`: it may be an event in ECS.
      const next = <u32>load<u8>(key, 5);
      if (next == QUOTE || next == DOT) return 0;
    }
    at = skipSpaceWithin(at, end);
    if (at >= end) return 0;
  } while (load<u8>(at) == COMMA);
  if (load<u8>(at) != CLOSE_OBJECT || source == 0 || !hasName || hasBackslash(source, sourceEnd)) return 0;

  // Nothing is counted until everything is known.
  if (account == 0 && identity != 0) {
    if (!readIdentity(identity, end)) return 0;
    account = identityAccount;
    accountEnd = identityAccountEnd;
  }
  noteEvent(isOfProvider(source, sourceEnd));
  // A text is inside its quotes.
  if (time != 0) noteTime(time + 1, timeEnd - 1);
  else noteTime(0, 0);
  if (region != 0) noteRegion(region + 1, regionEnd - 1);
  if (account != 0) noteAccount(account + 1, accountEnd - 1);
  noteLast();
  return at + 1;
}

let identityAccount: usize = 0;
let identityAccountEnd: usize = 0;

/**
 * Reads the account of a caller from the value at `identity`, which was skipped once. Returns false if it is not plain.
 */
function readIdentity(identity: usize, end: usize): bool {
  identityAccount = 0;
  if (load<u8>(identity) != OPEN_OBJECT) return load<u8>(identity) != OPEN_ARRAY;
  let at = skipSpaceWithin(identity + 1, end);
  if (load<u8>(at) == CLOSE_OBJECT) return true;
  at -= 1;
  do {
    at = skipSpaceWithin(at + 1, end);
    if (!readMember(at, end)) return false;
    const key = at + 1;
    const member = value;
    at = skipAny(member, end);
    if (at == 0) return false;
    if (load<u64>(key) == ACCOUNT_I && <u32>load<u16>(key, 8) == D) {
      if (isUnclear(member, at)) return false;
      identityAccount = textOf(member);
      identityAccountEnd = at;
    }
    at = skipSpaceWithin(at, end);
    if (at >= end) return false;
  } while (load<u8>(at) == COMMA);
  return load<u8>(at) == CLOSE_OBJECT;
}

/**
 * Counts the event in EventBridge's envelope, the object at `at` with nothing but its own members. Returns its end, or
 * 0.
 */
function countBridged(at: usize, end: usize): usize {
  // A place that the configuration teaches may be among the other members.
  if (taughtRoot != 0) return 0;
  let isCall = false;
  let detail: usize = 0;
  do {
    at = skipSpaceWithin(at + 1, end);
    if (!readMember(at, end)) return 0;
    const member = value;
    const key = at;
    const last = keyEnd;
    at = skipAny(member, end);
    if (at == 0) return 0;
    if (isText(key, last, "detail-type")) {
      isCall =
        isText(member, at, "AWS API Call via CloudTrail") || isText(member, at, "AWS Service Event via CloudTrail");
    } else if (isText(key, last, "detail")) {
      detail = member;
    } else if (!isBridgeKey(key, last)) {
      return 0;
    }
    at = skipSpaceWithin(at, end);
    if (at >= end) return 0;
  } while (load<u8>(at) == COMMA);
  if (load<u8>(at) != CLOSE_OBJECT || !isCall || detail == 0 || load<u8>(detail) != OPEN_OBJECT) return 0;
  return countEvent(detail, end) == 0 ? 0 : at + 1;
}

/** Reports whether it is another member of EventBridge's envelope, in which no event is looked for. */
function isBridgeKey(key: usize, last: usize): bool {
  return (
    isText(key, last, "version") ||
    isText(key, last, "id") ||
    isText(key, last, "source") ||
    isText(key, last, "account") ||
    isText(key, last, "time") ||
    isText(key, last, "region") ||
    isText(key, last, "resources") ||
    isText(key, last, "replay-name") ||
    isText(key, last, "ingestion-time")
  );
}

/**
 * Reads the key at `at`, which may be `end`, and the colon after it, and sets `keyEnd` and `value`, which is before
 * `end`. Returns false if there is no key, or one with an escape.
 */
// @ts-ignore: decorator
@inline
function readMember(at: usize, end: usize): bool {
  if (at >= end || load<u8>(at) != QUOTE) return false;
  const quote = spread(QUOTE);
  const backslash = spread(BACKSLASH);
  at += 1;
  let marks = marksIn(at, quote, backslash);
  while (marks == 0) {
    at += 16;
    if (at >= end) return false;
    marks = marksIn(at, quote, backslash);
  }
  at += <usize>ctz(marks);
  if (at >= end || load<u8>(at) != QUOTE) return false;
  keyEnd = at + 1;
  at = skipSpaceWithin(at + 1, end);
  if (at >= end || load<u8>(at) != COLON) return false;
  at = skipSpaceWithin(at + 1, end);
  value = at;
  return at < end;
}

/** Returns a bit for each quote and backslash of the vector at `at`. */
// @ts-ignore: decorator
@inline
function marksIn(at: usize, quote: v128, backslash: v128): i32 {
  const bytes = v128.load(at);
  return i8x16.bitmask(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)));
}

/** Reports whether the text at `at` begins with the string `literal` (ASCII), written without escapes. */
function isKeyBefore(at: usize, end: usize, literal: string): bool {
  return at + <usize>literal.length + 2 <= end && isText(at, at + <usize>literal.length + 2, literal);
}

/** Reports whether [start, end), quotes and all, is the string `literal` (ASCII), written without escapes. */
function isText(start: usize, end: usize, literal: string): bool {
  if (end - start != <usize>literal.length + 2 || load<u8>(start) != QUOTE || load<u8>(end - 1) != QUOTE) return false;
  return matchAscii(start + 1, literal.length, literal);
}

/** Reports whether the value in [start, end) has a text, but not a plain one. */
// @ts-ignore: decorator
@inline
function isUnclear(start: usize, end: usize): bool {
  const first = <u32>load<u8>(start);
  return first == QUOTE ? hasBackslash(start, end) : first == MINUS || isDigit(first);
}

/** Returns the value at `value` if it is a string, else 0. */
// @ts-ignore: decorator
@inline
function textOf(value: usize): usize {
  return load<u8>(value) == QUOTE ? value : 0;
}

/** Reports whether there is a backslash in [start, end). */
// @ts-ignore: decorator
@inline
function hasBackslash(start: usize, end: usize): bool {
  const backslash = spread(BACKSLASH);
  for (; start < end; start += 16) {
    const marks = <u32>i8x16.bitmask(i8x16.eq(v128.load(start), backslash));
    if (marks != 0) return start + <usize>ctz(marks) < end;
  }
  return false;
}

/** Reports whether the string in [start, end), quotes and all, is a service that the rule names. */
function isOfProvider(start: usize, end: usize): bool {
  for (let index = 0; index < serviceCount(); index++) {
    const service = serviceAt(index);
    const length = lengthOf(service);
    if (end - start == length + 2 && isSameBytes(start + 1, startOf(service), length)) return true;
  }
  return false;
}
