/** Words of lines on standard error that several commands have. */
import { counted } from "./numbers.js";

/** Of a record; the reason follows. */
export const UNREAD = "names an action of the rule and could not be judged";

/** Of a record that names an event by which the state of a key changes; the reason follows. */
export const UNREAD_KEY = "names an event of a key and could not be judged";

/** How many records of a file are like the first one, after what is said of that. */
export function moreRecords(records: number): string {
  return records === 1 ? "" : ` (and ${counted(records - 1, "more record", "more records")} of this file)`;
}

/** Of inputs in which there is no event; `records`: how many there are. */
export function nothingRecognised(records: number): string {
  return `no CloudTrail event was recognised in ${counted(records, "record", "records")}`;
}

/** Of all that was read, where one event was asked for. */
export function noEventWithId(id: string): string {
  return `no finding has the event id ${id}`;
}

/** Of a record that came annotated: a verdict each. */
export function differingText(annotation: string, event: string): string {
  return `the annotation says ${annotation}, the event says ${event}: the event counts`;
}
