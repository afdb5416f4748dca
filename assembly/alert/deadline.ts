/** The earliest time at which KMS deletes the key of a finding. */
import { NO_TIME, parseCount, parseTime } from "../config/time";
import { Detail } from "../finding/detail";
import { Finding } from "../finding/finding";
import { QUOTE, isDigit } from "../json/chars";
import { skipValue } from "../json/cursor";
import { CLOSING, lastUnit, readUnit } from "../json/text";
import { readTime } from "../policy/verdict";
import { Action, actionOf } from "./action";
import { isWritable } from "./times";

/** Returned for a key that is not to be deleted, or of which that cannot be told. */
export const NEVER: i64 = i64.MAX_VALUE;

const DAY: i64 = 86400;
/** What KMS allows, in days, and what it takes if the caller names none (KMS API Reference, ScheduleKeyDeletion). */
const SHORTEST_DAYS: i32 = 7;
const LONGEST_DAYS: i32 = 30;

/**
 * Returns the time, in seconds since 1970, after which KMS deletes the key, or NEVER: the response's, else the event's
 * time plus the waiting period, which is the shortest if it is unknown. Caller: the finding's fields are started.
 */
export function deadlineOf(finding: Finding): i64 {
  if (actionOf() != Action.SCHEDULE_KEY_DELETION) return NEVER;
  const said = readDate(finding.detail(Detail.DELETION_DATE), finding.end);
  if (said != NO_TIME && isWritable(said)) return said;
  const time = readTime();
  if (time == NO_TIME) return NEVER;
  const computed = time + <i64>daysOf(finding) * DAY;
  return isWritable(computed) ? computed : NEVER;
}

/** Returns the waiting period in days. A request that names none asks for the longest. */
function daysOf(finding: Finding): i32 {
  const inResponse = finding.detail(Detail.RESPONSE_WINDOW);
  const window = inResponse != 0 ? inResponse : finding.detail(Detail.REQUEST_WINDOW);
  if (window == 0) return finding.detail(Detail.REQUEST_KEY) != 0 ? LONGEST_DAYS : SHORTEST_DAYS;
  const length = copyText(window, finding.end);
  let days = 0;
  for (let at = 0; at < length; at++) {
    const byte = <u32>load<u8>(text + at);
    if (length > 2 || !isDigit(byte)) return SHORTEST_DAYS;
    days = days * 10 + <i32>(byte - 0x30);
  }
  return days >= SHORTEST_DAYS && days <= LONGEST_DAYS ? days : SHORTEST_DAYS;
}

/** The longest text that is read, in bytes; and a date as RFC 3339 writes it, with a Z. */
const ROOM: i32 = 64;
const text = memory.data(ROOM + 1, 8);
const date = memory.data(20, 8);

/**
 * Returns the time of the value at `value`, in any form that CloudTrail writes a deletion date in, or NO_TIME; 0 is no
 * value.
 */
function readDate(value: usize, end: usize): i64 {
  if (value == 0) return NO_TIME;
  const length = copyText(value, end);
  if (length < 0) return NO_TIME;
  const textEnd = text + length;
  const month = monthAt(text, length);
  if (month > 0) return readJavaDate(month, textEnd);
  const time = parseTime(text, textEnd);
  if (time != NO_TIME) return time;
  // Without an offset it is in UTC.
  store<u8>(textEnd, 0x5a);
  const zoned = parseTime(text, textEnd + 1);
  return zoned != NO_TIME ? zoned : parseCount(text, textEnd);
}

/**
 * Copies the text of the value to `text`, with a space for each run of other than ASCII. Returns its length, or -1 if
 * it is too long.
 */
function copyText(value: usize, end: usize): i32 {
  if (load<u8>(value) != QUOTE) {
    const size = <i32>(skipValue(value, end) - value);
    if (size > ROOM) return -1;
    memory.copy(text, value, size);
    return size;
  }
  let length = 0;
  let wasWide = false;
  for (let at = readUnit(value + 1); lastUnit() != CLOSING; at = readUnit(at)) {
    const isWide = lastUnit() > 0x7f;
    if (isWide && wasWide) continue;
    wasWide = isWide;
    if (length == ROOM) return -1;
    store<u8>(text + length, isWide ? 0x20 : <u8>lastUnit());
    length += 1;
  }
  return length;
}

/** `JanFebMarAprMayJunJulAugSepOctNovDec` */
// prettier-ignore
const MONTHS = memory.data<u8>([
  0x4a, 0x61, 0x6e, 0x46, 0x65, 0x62, 0x4d, 0x61, 0x72, 0x41, 0x70, 0x72, 0x4d, 0x61, 0x79, 0x4a, 0x75, 0x6e,
  0x4a, 0x75, 0x6c, 0x41, 0x75, 0x67, 0x53, 0x65, 0x70, 0x4f, 0x63, 0x74, 0x4e, 0x6f, 0x76, 0x44, 0x65, 0x63,
]);

/** Returns the number of the month that the text begins with, or 0. */
function monthAt(start: usize, length: i32): i32 {
  if (length < 3) return 0;
  for (let month = 0; month < 12; month++) {
    const name = MONTHS + month * 3;
    if (load<u16>(name) == load<u16>(start) && load<u8>(name, 2) == load<u8>(start, 2)) return month + 1;
  }
  return 0;
}

// State: the position in the date that Java wrote.
let at: usize = 0;

/** Reads `Apr 12, 2021 18:58:30 PM`, `Oct 21, 2024, 2:25:29 PM`: the hour may go up to 24 although AM or PM follows. */
function readJavaDate(month: i32, end: usize): i64 {
  at = text + 3;
  if (!skipByte(0x20, end)) return NO_TIME;
  const day = readNumber(1, 2, end);
  if (!skipByte(0x2c, end) || !skipByte(0x20, end)) return NO_TIME;
  const year = readNumber(4, 4, end);
  skipByte(0x2c, end);
  if (!skipByte(0x20, end)) return NO_TIME;
  const hour = readNumber(1, 2, end);
  if (!skipByte(0x3a, end)) return NO_TIME;
  const minute = readNumber(2, 2, end);
  if (!skipByte(0x3a, end)) return NO_TIME;
  const second = readNumber(2, 2, end);
  skipByte(0x20, end);
  const isAfternoon = skipByte(0x50, end);
  if (!isAfternoon && !skipByte(0x41, end)) return NO_TIME;
  if (!skipByte(0x4d, end) || at != end) return NO_TIME;
  if ((day | year | hour | minute | second) < 0) return NO_TIME;
  putTwo(0, year / 100);
  putTwo(2, year % 100);
  store<u8>(date, 0x2d, 4);
  putTwo(5, month);
  store<u8>(date, 0x2d, 7);
  putTwo(8, day);
  store<u8>(date, 0x54, 10);
  putTwo(11, hour > 12 ? hour : (hour % 12) + (isAfternoon ? 12 : 0));
  store<u8>(date, 0x3a, 13);
  putTwo(14, minute);
  store<u8>(date, 0x3a, 16);
  putTwo(17, second);
  store<u8>(date, 0x5a, 19);
  return parseTime(date, date + 20);
}

function putTwo(offset: usize, value: i32): void {
  store<u8>(date + offset, <u8>(0x30 + value / 10));
  store<u8>(date + offset + 1, <u8>(0x30 + (value % 10)));
}

/** Skips `byte`. Returns false if it is not there. */
function skipByte(byte: u32, end: usize): bool {
  if (at == end || <u32>load<u8>(at) != byte) return false;
  at += 1;
  return true;
}

/** Reads at least `least` and at most `most` digits. Returns their number, or -1. */
function readNumber(least: i32, most: i32, end: usize): i32 {
  let value = 0;
  let digits = 0;
  for (; digits < most && at < end && isDigit(load<u8>(at)); digits++, at++)
    value = value * 10 + <i32>(load<u8>(at) - 0x30);
  return digits < least ? -1 : value;
}
