/** Adds what the logs say about the keys of findings. */
import { deadlineFrom, DEFAULT_DAYS, parseDeletionDate } from "../keys/deadline.js";
import { statusFinder } from "../keys/find-status.js";
import type { KeyStatus } from "../keys/key-status.js";
import { readKeyEvent } from "../keys/read-key-event.js";
import { parseEventTime } from "../findings/event-time.js";
import { formatTime } from "../findings/times.js";
import type { ReportedFinding } from "../report/report.js";

/** Gives each finding the deadline that its event set, and the state of its key after the last event read. */
export function addStates(findings: readonly ReportedFinding[], keys: readonly KeyStatus[]): void {
  const statusOf = statusFinder(keys);
  for (const finding of findings) {
    const deadline = deadlineOf(finding);
    if (deadline !== undefined) Object.assign(finding, deadline);
    const status = statusOf(readKeyEvent(finding));
    if (status === undefined || finding.verdict === "denied") continue;
    finding.state = status.state;
    if (status.as_of !== undefined) finding.as_of = status.as_of;
  }
}

/** Returns the event's deletion date, or else its time plus the waiting period. */
function deadlineOf(finding: ReportedFinding): Pick<ReportedFinding, "deadline" | "deadline_computed"> | undefined {
  // The waiting period of a multi-Region key starts only when its replicas are gone.
  const isWaiting = finding.key?.state !== "PendingReplicaDeletion";
  if (finding.action !== "ScheduleKeyDeletion" || finding.verdict === "denied" || !isWaiting) return undefined;
  const said = parseDeletionDate(finding.deletion_date);
  if (said !== undefined) return { deadline: formatTime(said) };
  const time = parseEventTime(finding.time);
  if (time === undefined) return undefined;
  return {
    deadline: formatTime(deadlineFrom(time, finding.pending_window_days ?? DEFAULT_DAYS).time),
    deadline_computed: true,
  };
}
