import type { Finding } from "../../engine/finding.js";
import { facts, section, text } from "../blocks.js";
import type { Block, Section } from "../guide.js";
import type { Known } from "../known.js";
import type { Subject } from "../subject.js";
import { DAY, formatDuration, formatTime } from "../../findings/times.js";

/** KMS's waiting period in days; the longest if the caller gives none (KMS API Reference, ScheduleKeyDeletion). */
const SHORTEST = 7;
const LONGEST = 30;

/** The section that comes first if the key may still be saved. */
export const TIME_LEFT = "How long is left";

const NOT_TO_THE_HOUR =
  "KMS can take up to a day longer. describe-key has the date that counts, and shows whether the key still exists.";

const WAITS_FOR_REPLICAS =
  "After the call, the key was the primary of a multi-Region key with replicas. Its waiting period begins when the last replica is gone, not with the call. Until then there is no date, and the key cannot be used.";

/** Returns how much time is left to undo it, as of `now`. */
export function timeLeft(finding: Finding, subject: Subject, known: Known, now: number): Section[] {
  if (finding.verdict === "denied") return [];
  if (known.isLater) return section(TIME_LEFT, finding, later(known, now));
  const blocks = finding.action === "ScheduleKeyDeletion" ? deletion(finding, subject, now) : disabled(subject, now);
  return section(TIME_LEFT, finding, blocks);
}

function disabled({ time }: Subject, now: number): Block[] {
  const ago =
    time === undefined || time > now
      ? "describe-key shows whether it is disabled."
      : `It was disabled ${formatDuration(now - time)} ago; describe-key shows whether it still is.`;
  return [
    text(
      `There is no deadline: a disabled key stays, and can be enabled at any time. ${ago} While it is disabled, every call that needs it fails.`,
    ),
  ];
}

/** For a key whose state another event decided. */
function later({ state, deadline, seconds_left: left }: Known, now: number): Block[] {
  if (state === "deleted") return [text("None: the logs show that the key was deleted.")];
  if (deadline !== undefined && left !== undefined) {
    return [
      ...facts(["deleted at the earliest", deadline], ["left", leftOf(left * 1000)], ["counted from", formatTime(now)]),
      text(NOT_TO_THE_HOUR),
    ];
  }
  if (state === "pending replica deletion") return [text(WAITS_FOR_REPLICAS)];
  if (state === "unknown") return [text("Unknown: the logs do not settle it.")];
  return [text("The logs show no deadline.")];
}

/**
 * Returns when KMS can delete the key after this call, counted from its time; undefined without a time or while replicas are
 * left.
 */
export function earliestDeletion({ key, pending_window_days: days }: Finding, { time }: Subject): number | undefined {
  if (key?.state === "PendingReplicaDeletion" || time === undefined) return undefined;
  return time + (isPeriod(days) ? days : SHORTEST) * DAY;
}

function leftOf(milliseconds: number): string {
  return milliseconds > 0 ? formatDuration(milliseconds) : `none: expired ${formatDuration(-milliseconds)} ago`;
}

function deletion(finding: Finding, subject: Subject, now: number): Block[] {
  const { key, pending_window_days: days, deletion_date } = finding;
  const period = isPeriod(days) ? `${days} days` : undefined;
  const table = (deadline?: string, left?: string): Block[] =>
    facts(
      ["waiting period", period ?? (days === undefined ? undefined : `${days} days, which KMS does not allow`)],
      ["deleted at the earliest", deadline],
      ["left", left],
      ["deletion date in the event", deletion_date],
      ["counted from", formatTime(now)],
    );
  if (key?.state === "PendingReplicaDeletion") {
    return [...table(), text(WAITS_FOR_REPLICAS)];
  }
  const earliest = earliestDeletion(finding, subject);
  if (subject.time === undefined || earliest === undefined) {
    return [
      ...table(),
      text(
        `The event has no readable time, so the end of the waiting period is unknown. It is ${SHORTEST} to ${LONGEST} days long: assume that it ends soon.`,
      ),
      text(NOT_TO_THE_HOUR),
    ];
  }
  const isOver = earliest <= now;
  const blocks = table(formatTime(earliest), leftOf(earliest - now));
  if (!isPeriod(days)) {
    const latest = formatTime(subject.time + LONGEST * DAY);
    blocks.push(
      text(
        `The event has no waiting period. The shortest possible one, ${SHORTEST} days, is used here; if the caller named none, it is ${LONGEST} days, until ${latest}.`,
      ),
    );
  }
  return [
    ...blocks,
    text(isOver ? `The waiting period that the call began has expired. ${NOT_TO_THE_HOUR}` : NOT_TO_THE_HOUR),
  ];
}

function isPeriod(days: number | undefined): days is number {
  return days !== undefined && days >= SHORTEST && days <= LONGEST;
}
