/** Times of events, and times in a configuration. The bytes of a text can be anything; it may be empty. */
import { isDigit } from "../json/chars";

/** Returned for a text that is not a time. */
export const NO_TIME: i64 = i64.MIN_VALUE;
/** Returned for a text that is not a time of day. */
export const NO_CLOCK: i32 = -1;

const DAY: i64 = 86400;
const DAYS: i32 = 7;

let at: usize = 0;
let textEnd: usize = 0;

/**
 * Returns the time in [start, end) as RFC 3339 writes it (also with a space instead of the T), in seconds since
 * 1970-01-01T00:00:00Z, or NO_TIME. A fraction of a second is dropped.
 */
export function parseTime(start: usize, end: usize): i64 {
  at = start;
  textEnd = end;
  const year = readDigits(4);
  if (!skipByte(0x2d)) return NO_TIME;
  const month = readDigits(2);
  if (!skipByte(0x2d)) return NO_TIME;
  const day = readDigits(2);
  if (!skipByte(0x54) && !skipByte(0x74) && !skipByte(0x20)) return NO_TIME;
  const hour = readDigits(2);
  if (!skipByte(0x3a)) return NO_TIME;
  const minute = readDigits(2);
  if (!skipByte(0x3a)) return NO_TIME;
  const second = readDigits(2);
  if (skipByte(0x2e) && !skipDigits()) return NO_TIME;
  const offset = readOffset();
  // A second of 60 is a leap second.
  if (offset == NO_TIME || at != end || hour > 23 || minute > 59 || second > 60) return NO_TIME;
  if (year < 0 || hour < 0 || minute < 0 || second < 0 || day < 1) return NO_TIME;
  if (month < 1 || month > 12 || day > daysIn(year, month)) return NO_TIME;
  return daysBefore(year, month, day) * DAY + <i64>(hour * 3600 + minute * 60 + second) - offset;
}

/**
 * Returns the time of a count since 1970 in [start, end), in seconds, or NO_TIME: digits, with a fraction that is
 * dropped. The number of digits tells the unit: seconds, milliseconds, microseconds or nanoseconds.
 */
export function parseCount(start: usize, end: usize): i64 {
  at = start;
  textEnd = end;
  // Nineteen digits fit.
  let count: u64 = 0;
  for (; at < end && isDigit(load<u8>(at)); at++) {
    if (at - start == 19) return NO_TIME;
    count = count * 10 + <u64>(load<u8>(at) - 0x30);
  }
  const digits = at - start;
  if (digits == 0 || (skipByte(0x2e) && !skipDigits()) || at != end) return NO_TIME;
  if (digits <= 11) return <i64>count;
  if (digits <= 14) return <i64>(count / 1000);
  return <i64>(count / (digits <= 17 ? 1000000 : 1000000000));
}

/** Returns the minutes since midnight of the `HH:MM` in [start, end), 00:00 to 24:00, or NO_CLOCK. */
export function parseClock(start: usize, end: usize): i32 {
  at = start;
  textEnd = end;
  const hour = readDigits(2);
  if (hour < 0 || !skipByte(0x3a)) return NO_CLOCK;
  const minute = readDigits(2);
  if (minute < 0 || minute > 59 || at != end) return NO_CLOCK;
  const minutes = hour * 60 + minute;
  return minutes <= 1440 ? minutes : NO_CLOCK;
}

/** Returns the day of the week of a time in UTC; 0 is Monday. */
export function weekdayOf(time: i64): i32 {
  // 1970-01-01 was a Thursday.
  const day = <i32>((floorDiv(time, DAY) + 3) % DAYS);
  return day < 0 ? day + DAYS : day;
}

/** Returns the minutes of a time since midnight UTC. */
export function minuteOf(time: i64): i32 {
  return <i32>((time - floorDiv(time, DAY) * DAY) / 60);
}

function floorDiv(value: i64, divisor: i64): i64 {
  return value < 0 ? -((divisor - 1 - value) / divisor) : value / divisor;
}

/** Returns the number of `count` digits, or -1. */
function readDigits(count: i32): i32 {
  if (at + <usize>count > textEnd) return -1;
  let value = 0;
  for (; count > 0; count--) {
    const byte = <u32>load<u8>(at);
    if (!isDigit(byte)) return -1;
    value = value * 10 + <i32>(byte - 0x30);
    at += 1;
  }
  return value;
}

/** Skips digits. Returns whether there was one. */
function skipDigits(): bool {
  const start = at;
  while (at < textEnd && isDigit(load<u8>(at))) at += 1;
  return at > start;
}

function skipByte(byte: u32): bool {
  if (at == textEnd || <u32>load<u8>(at) != byte) return false;
  at += 1;
  return true;
}

/** Returns the offset from UTC in seconds, or NO_TIME. */
function readOffset(): i64 {
  if (skipByte(0x5a) || skipByte(0x7a)) return 0;
  const isBehind = skipByte(0x2d);
  if (!isBehind && !skipByte(0x2b)) return NO_TIME;
  const hour = readDigits(2);
  if (!skipByte(0x3a)) return NO_TIME;
  const minute = readDigits(2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return NO_TIME;
  const offset = <i64>(hour * 3600 + minute * 60);
  return isBehind ? -offset : offset;
}

function isLeap(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Returns the days from 1970-01-01 to a date of the Gregorian calendar. */
function daysBefore(year: i32, month: i32, day: i32): i64 {
  // Years begin in March, so that a leap year's extra day comes last.
  const shifted = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const era = shifted < 0 ? -1 : shifted / 400;
  const yearOfEra = shifted - era * 400;
  const dayOfYear = (153 * months + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return <i64>era * 146097 + <i64>dayOfEra - 719468;
}
