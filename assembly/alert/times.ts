/** Times as an alert writes them: RFC 3339 in UTC, without fractions of a second. */
import { writeByte } from "../bytes/writer";

/** From the first second of the year 0 to the last one of the year 9999. */
const FIRST: i64 = -62167219200;
const LAST: i64 = 253402300799;

const DAY: i64 = 86400;
/** Days of 400 years, and from the first of March of the year 0 to 1970. */
const DAYS_OF_ERA: i64 = 146097;
const DAYS_BEFORE: i64 = 719468;

/** Reports whether a time in seconds since 1970 has a year of four digits. */
export function isWritable(time: i64): bool {
  return time >= FIRST && time <= LAST;
}

/** Writes a time. Caller: it is writable. */
export function writeTime(time: i64): void {
  const day = time >= 0 ? time / DAY : (time - DAY + 1) / DAY;
  const second = <u32>(time - day * DAY);
  // Years begin in March, so that a leap year's extra day comes last; January and February of the year 0 are before era 0.
  const days = day + DAYS_BEFORE;
  const era = days >= 0 ? days / DAYS_OF_ERA : -1;
  const dayOfEra = <u32>(days - era * DAYS_OF_ERA);
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const month = (5 * dayOfYear + 2) / 153;
  const year = <u32>(<i32>era * 400 + <i32>yearOfEra + (month < 10 ? 0 : 1));
  writeTwo(year / 100);
  writeTwo(year % 100);
  writeByte(0x2d);
  writeTwo(month < 10 ? month + 3 : month - 9);
  writeByte(0x2d);
  writeTwo(dayOfYear - (153 * month + 2) / 5 + 1);
  writeByte(0x54);
  writeTwo(second / 3600);
  writeByte(0x3a);
  writeTwo((second / 60) % 60);
  writeByte(0x3a);
  writeTwo(second % 60);
  writeByte(0x5a);
}

/** Writes two digits. */
function writeTwo(value: u32): void {
  writeByte(<u8>(0x30 + value / 10));
  writeByte(<u8>(0x30 + (value % 10)));
}
