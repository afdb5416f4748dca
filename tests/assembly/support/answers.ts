/** The answers of both filters to a record. */
import { recycle } from "../../../assembly/bytes/arena";
import { keepRecord, tagRecord } from "../../../assembly/pipeline";
import { placeRecord } from "./envelopes";
import { Text, textAt } from "./text";

/** The answers to a record that is known not to match. */
export const NO_MATCH: string = "same / dropped";

/** The kind of answer: "same" for the record itself, "dropped" for 0, or else the text of the result. */
function answer(text: Text, record: string, result: usize): string {
  const after = String.UTF8.decodeUnsafe(text.start, text.length);
  assert(after == record, "the record changed");
  recycle();
  if (result == text.start) return "same";
  return result == 0 ? "dropped" : textAt(result);
}

export function tag(record: string): string {
  const text = placeRecord(record);
  return answer(text, record, tagRecord(text.start, text.length));
}

export function keep(record: string): string {
  const text = placeRecord(record);
  return answer(text, record, keepRecord(text.start, text.length));
}

/** Both answers to a record: one if they are the same, or else "tag / keep". */
export function both(record: string): string {
  const tagged = tag(record);
  const kept = keep(record);
  return tagged == kept ? tagged : tagged + " / " + kept;
}

/**
 * The verdict and path of each event that an answer lists, each followed by a space; the answer itself if it is not an
 * annotation.
 */
export function listedIn(answer: string): string {
  const at = answer.lastIndexOf('"keyward":{"verdict":"');
  if (at < 0) return answer;
  const parts = answer.slice(at).split('{"path":"');
  let events = "";
  for (let i = 1; i < parts.length; i++) {
    const halves = parts[i].split('","verdict":"');
    events += halves[1].split('"')[0] + " " + halves[0] + " ";
  }
  return events;
}
