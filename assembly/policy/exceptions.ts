/**
 * The exceptions of the configuration: which of them, if any, says that a match was expected.
 *
 * Caller: the configuration is in force (config/settings.ts), so every exception has passed the check. Fields are those
 * of the finding that `startFields` was called for.
 */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { matchGlob } from "../config/glob";
import { LONGEST_ADDRESS, hasPrefix, parseAddress, parseNetwork, prefixBits } from "../config/network";
import { configEnd, exceptions } from "../config/settings";
import { NO_TIME, minuteOf, weekdayOf } from "../config/time";
import { LONGEST_VALUE, clockOf, timeOf } from "../config/values";
import { findFirst, findMemberValue, findNext, skipSpace, skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { findMember } from "../json/members";
import { matchString } from "../json/text";
import { Field, fieldEnd, fieldOf, fieldStart, saysField } from "./fields";

const SLASH: u32 = 0x2f;
const DAYS: StaticArray<string> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const address = memory.data(LONGEST_ADDRESS, 8);
const network = memory.data(LONGEST_ADDRESS, 8);

/** What an exception has: its members' values, or 0, and its end. */
@unmanaged
export class Exception {
  when: usize;
  from: usize;
  until: usize;
  weekly: usize;
  end: usize;
}

/** The one that `findException` looks at. */
const exception = changetype<Exception>(memory.data(offsetof<Exception>(), 8));

/**
 * Returns the first exception that the finding falls under, or 0. `time` is that of its event, in seconds since 1970,
 * or NO_TIME, which is in no window.
 */
export function findException(time: i64): usize {
  if (exceptions == 0) return 0;
  for (let at = findFirst(exceptions); at != 0;) {
    readException(at, exception);
    if (meetsAll(exception, time)) return at;
    at = findNext(exception.end);
  }
  return 0;
}

/** Reads the exception at `at`. One pass, since there may be a thousand of them. */
export function readException(at: usize, exception: Exception): void {
  memory.fill(changetype<usize>(exception), 0, offsetof<Exception>());
  let after = at + 1;
  for (let key = findFirst(at); key != 0; key = findNext(after)) {
    const value = findMemberValue(skipString(key, configEnd));
    after = skipValue(value, configEnd);
    if (matchString(key, "when")) exception.when = value;
    else if (matchString(key, "from")) exception.from = value;
    else if (matchString(key, "until")) exception.until = value;
    else if (matchString(key, "weekly")) exception.weekly = value;
  }
  exception.end = skipSpace(after) + 1;
}

/** The conditions of the exception asked about last, or 0. */
let when: usize = 0;

/** Reports whether the exception covers the time and all its conditions hold for the finding. */
export function meetsAll(exception: Exception, time: i64): bool {
  when = exception.when;
  if (!isInWindow(exception, time) || !isInWeekly(exception, time)) return false;
  for (let key = when == 0 ? when : findFirst(when); key != 0;) {
    const values = findMemberValue(skipString(key, configEnd));
    if (findMet(fieldOf(key), values) == 0) return false;
    key = findNext(skipValue(values, configEnd));
  }
  return true;
}

/** Reports whether the time is in the exception's window, if it has one. */
export function isInWindow(exception: Exception, time: i64): bool {
  if ((exception.from | exception.until) == 0) return true;
  if (time == NO_TIME || (exception.from != 0 && time < timeOf(exception.from))) return false;
  return exception.until == 0 || time < timeOf(exception.until);
}

/**
 * Reports whether the time is in the exception's weekly window, if it has one. A window that ends before it begins goes
 * on past midnight; its day is the one on which it begins.
 */
export function isInWeekly(exception: Exception, time: i64): bool {
  const weekly = exception.weekly;
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

/**
 * Returns the value in the list at `values` that the finding's field meets; 0 if it meets none, the event lacks the
 * field, or there is no memory to find out.
 */
export function findMet(field: i32, values: usize): usize {
  if (field < 0) return 0;
  const start = fieldStart(field);
  const end = fieldEnd(field);
  // A missing field meets no pattern, not even `*`; and a long one would be slow to compare.
  if (start == end || end - start > LONGEST_VALUE) return 0;
  let length = 0;
  if (field == Field.SOURCE_IP) {
    // Through a VPC endpoint the address is in the caller's own network, so the caller chooses it.
    if (saysField(Field.VPC_ENDPOINT) && findMember(when, "vpc_endpoint", configEnd) == 0) return 0;
    length = parseAddress(start, end, address);
    if (length == 0) return 0;
  }
  for (let at = findFirst(values); at != 0; at = findNext(skipValue(at, configEnd))) {
    const before = claimedEnd();
    const pattern = claim(skipString(at, configEnd) - at);
    if (pattern == 0) return 0;
    const patternEnd = decodeString(at, pattern, configEnd);
    const isMet =
      length > 0
        ? isWithin(length, pattern, patternEnd)
        : matchGlob(pattern, patternEnd, start, end) ||
          (field == Field.ACTOR_ROLE && matchGlob(pattern, patternEnd, nameOfRole(start, end), end));
    unclaim(before);
    if (isMet) return at;
  }
  return 0;
}

/** Returns where the name of a role begins in its ARN, without its path. */
function nameOfRole(start: usize, end: usize): usize {
  do end -= 1;
  while (end >= start && load<u8>(end) != SLASH);
  return end + 1;
}

/** Reports whether the address of `length` bytes at `address` is in the network that [start, end) names. */
function isWithin(length: i32, start: usize, end: usize): bool {
  return parseNetwork(start, end, network) == length && hasPrefix(address, network, prefixBits());
}
