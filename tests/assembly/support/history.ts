/** The history's answers for events with these ids, keys and times. */
import { sumOf } from "../../../assembly/bytes/sum";
import { FINDING_SIZE, Finding } from "../../../assembly/finding/finding";
import { countBurst, isCapped, isDuplicate } from "../../../assembly/policy/history";
import { place } from "./text";

/** The finding whose burst was counted last. */
const finding = changetype<Finding>(memory.data(FINDING_SIZE, 8));

/** The sum of a text; 0 for an empty one. */
export function sum(text: string): u64 {
  if (text == "") return 0;
  const placed = place(text, "x");
  const answer = sumOf(placed.start, placed.end);
  heap.free(placed.start);
  return answer;
}

/** Whether the event with this id is a duplicate. */
export function duplicate(id: string, time: i64): bool {
  return isDuplicate(sum(id), time);
}

/** The number of keys lost in the burst that this loss is part of; 0 for too few. */
export function burst(key: string, time: i64): i32 {
  memory.fill(changetype<usize>(finding), 0, FINDING_SIZE);
  countBurst(finding, sum(key), time);
  return finding.burst;
}

/** The same, with "!" if the loss begins or raises the burst. */
export function burstRaised(key: string, time: i64): string {
  const count = burst(key, time);
  return count.toString() + (finding.raisesBurst ? "!" : "");
}

/** The answers for matches without a key at these times, in order: "." if it passes, "c" if it is capped. */
export function capped(times: i64[]): string {
  let answers = "";
  for (let i = 0; i < times.length; i++) answers += isCapped(0, 0, false, times[i]) ? "c" : ".";
  return answers;
}

/** The same for matches on these keys, of one letter each; a space means no key. */
export function cappedKeys(keys: string, times: i64[]): string {
  let answers = "";
  for (let i = 0; i < times.length; i++) {
    const key = keys.charAt(i);
    answers += isCapped(sum(key == " " ? "" : key), 0, false, times[i]) ? "c" : ".";
  }
  return answers;
}
