/** The exceptions of the configuration: which of them, if any, says that a match was expected. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { matchGlob } from "../config/glob";
import { LONGEST_ADDRESS, hasPrefix, parseAddress, parseNetwork, prefixBits } from "../config/network";
import { configEnd, exceptions } from "../config/settings";
import { NO_TIME, minuteOf, weekdayOf } from "../config/time";
import { clockOf, timeOf } from "../config/values";
import { findFirst, findMemberValue, findNext, skipSpace, skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { findMember } from "../json/members";
import { matchString } from "../json/text";
import { Field, fieldEnd, fieldOf, fieldStart } from "./fields";

const DAYS: StaticArray<string> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const address = memory.data(LONGEST_ADDRESS, 8);
const network = memory.data(LONGEST_ADDRESS, 8);

/** What the exception that was read last says, 0 where it says nothing. */
export let when: usize = 0;
export let from: usize = 0;
export let until: usize = 0;
export let weekly: usize = 0;
/** The value that the last field was found to meet. */
export let met: usize = 0;

/**
 * The first exception that the match falls under whose fields were started, or 0. `time` is that of its event, in
 * seconds, or NO_TIME, which lies in no window.
 */
export function findException(time: i64): usize {
  if (exceptions == 0) return 0;
  for (let at = findFirst(exceptions); at != 0;) {
    const end = readException(at);
    if (isInWindow(time) && isInWeekly(time) && meetsAll()) return at;
    at = findNext(end);
  }
  return 0;
}

/** Reads the exception at `exception`; where it ends. In one pass, since there may be a thousand of them. */
export function readException(exception: usize): usize {
  when = from = until = weekly = 0;
  let behind = exception + 1;
  for (let key = findFirst(exception); key != 0; key = findNext(behind)) {
    const value = findMemberValue(skipString(key, configEnd));
    behind = skipValue(value, configEnd);
    if (matchString(key, "when")) when = value;
    else if (matchString(key, "from")) from = value;
    else if (matchString(key, "until")) until = value;
    else if (matchString(key, "weekly")) weekly = value;
  }
  return skipSpace(behind) + 1;
}

/** Whether the time lies in the exception's window. The check saw to it that the window's times can be read. */
export function isInWindow(time: i64): bool {
  if ((from | until) == 0) return true;
  if (time == NO_TIME || (from != 0 && time < timeOf(from))) return false;
  return until == 0 || time < timeOf(until);
}

/** Whether it lies in the weekly one. A window that ends before it begins goes on past midnight; its day is the one on which it begins. */
export function isInWeekly(time: i64): bool {
  if (weekly == 0) return true;
  if (time == NO_TIME) return false;
  const begin = clockOf(findMember(weekly, "from", configEnd));
  const stop = clockOf(findMember(weekly, "until", configEnd));
  const days = findMember(weekly, "days", configEnd);
  const minute = minuteOf(time);
  const today = weekdayOf(time);
  if (begin < stop) return minute >= begin && minute < stop && hasDay(days, today);
  return (minute >= begin && hasDay(days, today)) || (minute < stop && hasDay(days, (today + 6) % 7));
}

function hasDay(days: usize, day: i32): bool {
  for (let at = findFirst(days); at != 0; at = findNext(skipValue(at, configEnd))) {
    if (matchString(at, unchecked(DAYS[day]))) return true;
  }
  return false;
}

/** Whether every field that the exception read last names is one of its values. */
export function meetsAll(): bool {
  if (when == 0) return true;
  for (let key = findFirst(when); key != 0;) {
    const values = findMemberValue(skipString(key, configEnd));
    if (!meetsOne(fieldOf(key), values)) return false;
    key = findNext(skipValue(values, configEnd));
  }
  return true;
}

/** Whether the match says the field and that is one of the values in the list at `values`. */
export function meetsOne(field: i32, values: usize): bool {
  if (field < 0) return false;
  const start = fieldStart(field);
  const end = fieldEnd(field);
  // What the event does not say meets no pattern, not even `*`.
  if (start == end) return false;
  const length = field == Field.SOURCE_IP ? parseAddress(start, end, address) : 0;
  if (field == Field.SOURCE_IP && length == 0) return false;
  for (let at = findFirst(values); at != 0; at = findNext(skipValue(at, configEnd))) {
    const before = claimedEnd();
    const pattern = claim(skipString(at, configEnd) - at);
    if (pattern == 0) return false;
    const patternEnd = decodeString(at, pattern, configEnd);
    const isMet = length > 0 ? isWithin(length, pattern, patternEnd) : matchGlob(pattern, patternEnd, start, end);
    unclaim(before);
    if (!isMet) continue;
    met = at;
    return true;
  }
  return false;
}

/** Whether the address of `length` bytes lies in the network that the bytes from `start` to `end` say. */
function isWithin(length: i32, start: usize, end: usize): bool {
  return parseNetwork(start, end, network) == length && hasPrefix(address, network, prefixBits());
}
