/**
 * Keeps a response within Lambda's limit of 6 MB (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). A
 * larger one fails the whole batch: Firehose retries it three times and gives up.
 */
import type { FirehoseResult } from "./events.js";
import { PROGRAMS } from "../messages/programs.js";

/** From Lambda's message: "exceeded maximum allowed payload size (6291556 bytes)". */
const MAX_BYTES = 6_291_556;
/** `{"records":[]}` */
const FRAME_BYTES = 14;
/** `{"recordId":"","result":"","data":""},` */
const RESULT_BYTES = 38;

export interface Answer {
  result: FirehoseResult;
  /** Matches get room first. */
  isMatch?: boolean;
  /** Used if there is no room for the result. */
  instead?: FirehoseResult;
}

/** Returns the results, in order. One without room comes back as it came, or as `ProcessingFailed`; `onShortened` hears about it. */
export function fitResponse(
  answers: readonly Answer[],
  onShortened: (recordId: string, reason: string) => void,
): FirehoseResult[] {
  const wanted = answers.map(({ result }) => result);
  if (sizeOf(wanted) <= MAX_BYTES) return wanted;
  const results = wanted.map(({ recordId, result }): FirehoseResult => {
    return { recordId, result: result === "Dropped" ? result : "ProcessingFailed" };
  });
  let room = MAX_BYTES - sizeOf(results);
  const matchesFirst = [...answers.entries()].sort(([, one], [, other]) => weightOf(one) - weightOf(other));
  // No annotation may take the room that another record needs to come back at all.
  for (const take of ["instead", "result"] as const) {
    for (const [index, answer] of matchesFirst) {
      const [better, present] = [answer[take], results[index]];
      if (better === undefined || present === undefined) continue;
      const more = sizeOf([better]) - sizeOf([present]);
      if (more > room) continue;
      results[index] = better;
      room -= more;
    }
  }
  for (const [index, answer] of answers.entries()) {
    const given = results[index];
    if (given === answer.result || given?.result === "Dropped") continue;
    onShortened(answer.result.recordId, given === answer.instead ? PROGRAMS.noRoomForAnnotation : PROGRAMS.noRoom);
  }
  return results;
}

/** Returns the size of a response in bytes; ids and data are ASCII. */
function sizeOf(results: readonly FirehoseResult[]): number {
  return results.reduce(
    (sum, { recordId, result, data = "" }) => sum + RESULT_BYTES + recordId.length + result.length + data.length,
    FRAME_BYTES,
  );
}

function weightOf({ isMatch }: Answer): number {
  return isMatch === true ? 0 : 1;
}
