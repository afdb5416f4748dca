/** Builds a guide through one finding, with its own values. Pure: the same finding at the same time gives the same guide. */
import type { Finding } from "../engine/finding.js";
import type { KeyStatus } from "../keys/key-status.js";
import { readCaller } from "./caller.js";
import type { Guide } from "./guide.js";
import { readKnown } from "./known.js";
import { ifExpected } from "./sections/if-expected.js";
import { ifNotAuthorized } from "./sections/if-not-authorized.js";
import { whatIsKnown } from "./sections/known.js";
import { whatToLookAtNext } from "./sections/look-next.js";
import { timeLeft } from "./sections/time-left.js";
import { howToUndoIt } from "./sections/undo.js";
import { whatHappened } from "./sections/what-happened.js";
import { whoDidIt } from "./sections/who.js";
import { readSubject, type Subject } from "./subject.js";
import { formatTime } from "../findings/times.js";

/**
 * Returns the guide. `now`, in milliseconds since 1970: the time left counts from it, and sessions that began before it are
 * revoked. `status`: what the logs say about the key, if they were read for that. Facts hold the event's own text unchanged;
 * titles, texts, commands and code hold only what has the form of AWS identifiers, and JSON in ASCII.
 */
export function buildGuide(finding: Finding, now: number, status?: KeyStatus): Guide {
  const subject = readSubject(finding);
  const known = readKnown(finding, subject, now, status);
  const caller = readCaller(finding);
  return {
    title: titleOf(finding, subject),
    sections: [
      ...whatIsKnown(finding, subject, known),
      ...whatHappened(finding, subject),
      ...whoDidIt(finding, caller),
      ...timeLeft(finding, subject, known, now),
      ...howToUndoIt(finding, subject, known, now),
      ...whatToLookAtNext(finding, subject, caller, now),
      ...ifNotAuthorized(finding, subject, caller, now),
      ...ifExpected(finding),
    ],
  };
}

/** For example `KMS key 5b93e0fd-… scheduled for deletion, 2026-03-04T09:33:08Z`. */
function titleOf({ action, verdict }: Finding, { keyId, time }: Subject): string {
  const key = keyId === undefined ? "A KMS key" : `KMS key ${keyId}`;
  const isDeletion = action === "ScheduleKeyDeletion";
  const tried = isDeletion ? "not scheduled for deletion" : "not disabled";
  const perhaps = verdict === "possible" ? "possibly " : "";
  const done = perhaps + (isDeletion ? "scheduled for deletion" : "disabled");
  const when = time === undefined ? "" : `, ${formatTime(time)}`;
  return `${key} ${verdict === "denied" ? `${tried}: the call was denied` : done}${when}`;
}
