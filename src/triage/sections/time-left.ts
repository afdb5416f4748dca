import type { Finding } from "../../engine/finding.js";
import { facts, section, text } from "../blocks.js";
import type { Block, Section } from "../guide.js";
import type { Subject } from "../subject.js";
import { DAY, formatDuration, formatTime } from "../times.js";

/** What KMS allows, in days; without a word of the caller it is the longest (KMS API Reference, ScheduleKeyDeletion). */
const SHORTEST = 7;
const LONGEST = 30;

const NOT_TO_THE_HOUR =
  "KMS can take up to a day longer than that. describe-key, below, has the date that counts, and says whether the key still exists.";

/** How long there is to undo it, seen from `now`. */
export function timeLeft(finding: Finding, subject: Subject, now: number): Section[] {
  if (finding.verdict === "denied") return [];
  const blocks = finding.action === "ScheduleKeyDeletion" ? deletion(finding, subject, now) : disabled(subject, now);
  return section("How long is left", finding, blocks);
}

function disabled({ time }: Subject, now: number): Block[] {
  const since = time === undefined || time > now ? "" : ` It has been disabled for ${formatDuration(now - time)}.`;
  return [
    text(`There is no deadline: a disabled key stays, and can be enabled at any time.${since} Every hour of it costs.`),
  ];
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
      ["seen from", formatTime(now)],
    );
  if (key?.state === "PendingReplicaDeletion") {
    return [
      ...table(),
      text(
        "The key is the primary of a multi-Region key that still has replicas. Its waiting period begins when the last of them is gone, not now: until then there is no date. It cannot be used meanwhile.",
      ),
    ];
  }
  if (subject.time === undefined) {
    return [
      ...table(),
      text(
        `The event has no time that can be read, so the end of the waiting period is not known. It is ${SHORTEST} days at least and ${LONGEST} at most: treat it as over soon.`,
      ),
      text(NOT_TO_THE_HOUR),
    ];
  }
  const earliest = subject.time + (isPeriod(days) ? days : SHORTEST) * DAY;
  const isOver = earliest <= now;
  const left = isOver ? `nothing: over for ${formatDuration(now - earliest)}` : formatDuration(earliest - now);
  const blocks = table(formatTime(earliest), left);
  if (!isPeriod(days)) {
    const latest = formatTime(subject.time + LONGEST * DAY);
    blocks.push(
      text(
        `The event does not say the waiting period. The shortest is ${SHORTEST} days, which is what is counted here; if the caller named none it is ${LONGEST} days, until ${latest}.`,
      ),
    );
  }
  return [...blocks, text(isOver ? `The waiting period is over. ${NOT_TO_THE_HOUR}` : NOT_TO_THE_HOUR)];
}

function isPeriod(days: number | undefined): days is number {
  return days !== undefined && days >= SHORTEST && days <= LONGEST;
}
