/** Words of lines on standard error that several commands have. */
import { counted } from "./numbers.js";

/** Of a record; the reason follows. */
export const UNREAD = "names an action of the rule and could not be judged";

/** Of inputs in which there is no event; `records`: how many there are. */
export function nothingRecognised(records: number): string {
  return `no CloudTrail event was recognised in ${counted(records, "record", "records")}`;
}

/** Of a record that came annotated: a verdict each. */
export function differingText(annotation: string, event: string): string {
  return `the annotation says ${annotation}, the event says ${event}: the event counts`;
}
