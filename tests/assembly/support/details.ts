/** The details of an event, as text. */
import { readDetails } from "../../../assembly/event/details";
import { Detail } from "../../../assembly/event/paths";
import { skipValue } from "../../../assembly/json/cursor";
import { Text, placeLast, textBetween } from "./text";

/** What `allKept` says of an event without any details. */
export const NOTHING: string = "- - - - - - - - - - - - - - - - - - - - - -";

/** Room for the addresses, and eight bytes behind it that have to stay as they are. */
const slots = memory.data(Detail.COUNT * 4 + 8, 8);
const BEHIND: u64 = 0xeeeeeeeeeeeeeeee;
let text: Text = new Text(0, 0);

/** Reads the details of `event`, which is of the schema `schema`. */
export function read(event: string, schema: i32): void {
  text = placeLast(event);
  memory.fill(slots, 0xee, Detail.COUNT * 4 + 8);
  readDetails(text.start, text.end, schema, slots);
  assert(load<u64>(slots + Detail.COUNT * 4) == BEHIND, "stored behind the last detail");
}

/** The value kept for a detail, as it stands where it was found; "-" for none. */
export function kept(detail: i32): string {
  const value = load<usize>(slots + <usize>detail * sizeof<usize>());
  return value == 0 ? "-" : textBetween(value, skipValue(value, text.end));
}

/** Whether the value kept for a detail stands in the event's own text. */
export function isInEvent(detail: i32): bool {
  const value = load<usize>(slots + <usize>detail * sizeof<usize>());
  return value >= text.start && value < text.end;
}

/** All details in the order of their numbers, a space between them. */
export function allKept(): string {
  let all = kept(0);
  for (let detail = 1; detail < Detail.COUNT; detail++) all += " " + kept(detail);
  return all;
}
