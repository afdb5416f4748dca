/** What is known about the key of a finding: from all its events in the logs, or from the finding alone. */
import type { Finding } from "../engine/finding.js";
import { KeyBook } from "../keys/key-book.js";
import type { KeyEvent } from "../keys/key-event.js";
import { readKeyEvent } from "../keys/read-key-event.js";
import type { KeyStatus } from "../keys/key-status.js";
import type { Subject } from "./subject.js";
import { formatTime } from "../findings/times.js";

export interface Known extends Pick<KeyStatus, "state" | "since" | "as_of" | "notes" | "deadline" | "seconds_left"> {
  /** Whether an event after the finding's decided the state. */
  isLater: boolean;
}

/** `status`: what the logs say about the key, if they were read for that. */
export function readKnown(finding: Finding, subject: Subject, now: number, status?: KeyStatus): Known {
  // An event without a time settles no state, but shows what to look for.
  const known = status ?? (subject.time === undefined ? undefined : statusOfFinding(finding, now));
  if (known === undefined) {
    const state = finding.action === "ScheduleKeyDeletion" ? "pending deletion" : "disabled";
    return { state, notes: [], isLater: false, ...(subject.time !== undefined && { as_of: formatTime(subject.time) }) };
  }
  const time = subject.time === undefined ? undefined : formatTime(subject.time);
  const isOwn = known.action === finding.action && known.since === time;
  return { ...known, isLater: !isOwn };
}

/** Returns the status that follows from the event alone; undefined if it names no key. */
function statusOfFinding(finding: Finding, now: number): KeyStatus | undefined {
  const event = keyEventOf(finding);
  const book = new KeyBook();
  if (event !== undefined) book.add(event);
  return book.statuses({ now, lastEvent: () => undefined })[0];
}

/** Reads a finding as a key event. */
export function keyEventOf(finding: Finding): KeyEvent | undefined {
  const event = readKeyEvent(finding);
  return event && { ...event, failed: false };
}
