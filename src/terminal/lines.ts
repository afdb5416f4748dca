/** Texts on standard error that several commands share. */
import { counted } from "./numbers.js";

/** About a record; the reason follows. */
export const UNREAD = "names an action of the rule and could not be judged";

/** About a record that names an event that changes a key's state; the reason follows. */
export const UNREAD_KEY = "names an event of a key and could not be judged";

/** Returns how many other records of a file are like the first one; follows the text about that one. */
export function moreRecords(records: number): string {
  return records === 1 ? "" : ` (and ${counted(records - 1, "more record", "more records")} of this file)`;
}

/** Returns the text for inputs without any event; `records`: number of records. */
export function nothingRecognized(records: number): string {
  return `no CloudTrail event was recognized in ${counted(records, "record", "records")}`;
}

/** Returns the text for a missing event that was asked for by id. */
export function noEventWithId(id: string): string {
  return `no finding has the event id ${id}`;
}

/** Returns the text for an annotated record whose event has another verdict. */
export function differingText(annotation: string, event: string): string {
  return `the annotation has ${annotation}, the event has ${event}: the event counts`;
}
