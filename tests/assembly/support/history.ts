/** What the history makes of events with these ids, keys and times. */
import { countBurst, isCapped, isDuplicate } from "../../../assembly/rule/history";
import { place } from "./text";

/** Whether the event with this id is a duplicate. */
export function duplicate(id: string, time: i64): bool {
  const text = place(id, "x");
  const answer = isDuplicate(text.start, text.end, time);
  heap.free(text.start);
  return answer;
}

/** How many keys were lost in the burst that the loss of this one is part of; 0 for too few. */
export function burst(key: string, time: i64): i32 {
  const text = place(key, "x");
  const answer = countBurst(text.start, text.end, time);
  heap.free(text.start);
  return answer;
}

/** What becomes of matches at these times, one after the other: "." for each that passes, "c" for one that is capped. */
export function capped(times: i64[]): string {
  let answers = "";
  for (let i = 0; i < times.length; i++) answers += isCapped(times[i]) ? "c" : ".";
  return answers;
}
