/** Messages with counts that several commands share. */
import { counted } from "./numbers.js";
import { RECORDS } from "../messages/records.js";

/** Returns how many other records of a file are like the first one; follows the text about that one. */
export function moreRecords(records: number): string {
  return records === 1 ? "" : ` ${RECORDS.others(counted(records - 1, "more record", "more records"))}`;
}

/** Returns the text for inputs without any event; `records`: number of records. */
export function nothingRecognized(records: number): string {
  return RECORDS.nothingRecognized(counted(records, "record", "records"));
}
