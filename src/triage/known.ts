/** What is known of the key that a finding is about: by all events of it in the logs, or by the finding alone. */
import { parseEventTime } from "../findings/event-time.js";
import type { Finding } from "../engine/finding.js";
import { KeyBook } from "../status/key-book.js";
import { isKeyAction, type KeyEvent } from "../status/key-event.js";
import type { KeyStatus } from "../status/key-status.js";
import type { Subject } from "./subject.js";
import { formatTime } from "../findings/times.js";

export interface Known extends Pick<KeyStatus, "state" | "since" | "as_of" | "notes" | "deadline" | "seconds_left"> {
  /** An event after the finding's decided the state. */
  isLater: boolean;
}

/** `status`: what the logs say of the key, where they were read for it. */
export function readKnown(finding: Finding, subject: Subject, now: number, status?: KeyStatus): Known {
  // An event without a time does not settle a state, but it says what to look for.
  const known = status ?? (subject.time === undefined ? undefined : statusOfFinding(finding, now));
  if (known === undefined) {
    const state = finding.action === "ScheduleKeyDeletion" ? "pending deletion" : "disabled";
    return { state, notes: [], isLater: false, ...(subject.time !== undefined && { as_of: formatTime(subject.time) }) };
  }
  const time = subject.time === undefined ? undefined : formatTime(subject.time);
  const isOwn = known.action === finding.action && known.since === time;
  return { ...known, isLater: !isOwn };
}

/** What the event alone says of its key; undefined if it names none. */
function statusOfFinding(finding: Finding, now: number): KeyStatus | undefined {
  const event = keyEventOf(finding);
  const book = new KeyBook();
  if (event !== undefined) book.add(event);
  return book.statuses({ now, lastEvent: () => undefined })[0];
}

/** A finding as an event of its key. */
export function keyEventOf(finding: Finding): KeyEvent | undefined {
  const { action, key, details, account, region, pending_window_days: days, deletion_date } = finding;
  if (!isKeyAction(action)) return undefined;
  const time = parseEventTime(finding.time);
  const response = key?.arn ?? key?.id;
  return {
    action,
    key: {
      others: [],
      ...(response !== undefined && { response }),
      ...(details.requested_key !== undefined && { request: details.requested_key }),
    },
    failed: false,
    place: finding,
    ...(time !== undefined && { time }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(key?.state !== undefined && { key_state: key.state }),
    ...(deletion_date !== undefined && { deletion_date }),
    ...(days !== undefined && { pending_window_days: days }),
  };
}
