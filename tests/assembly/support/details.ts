/** The details of an event, as text. */
import { readDetails, readResource } from "../../../assembly/finding/details";
import { Schema } from "../../../assembly/rule/schemas";
import { Detail } from "../../../assembly/finding/detail-paths";
import { skipValue } from "../../../assembly/json/cursor";
import { Text, placeLast, textBetween } from "./text";

/** What `allKept` says of an event without any details. */
export const NOTHING: string = "";

/** What `allKept` calls each detail, by its number. */
const NAMES: StaticArray<string> = [
  "time",
  "ip",
  "agent",
  "region",
  "account",
  "caller",
  "type",
  "id",
  "category",
  "actor",
  "arn",
  "resource",
  "requestKey",
  "requestWindow",
  "responseKey",
  "responseWindow",
  "state",
  "date",
  "code",
  "message",
  "role",
  "identity",
  "behalf",
  "endpoint",
];

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

/** All details of an OpenTelemetry event whose resource this is. */
export function ofResource(event: string, resource: string): string {
  text = placeLast("[" + event + "," + resource + "]");
  readDetails(text.start + 1, text.end, Schema.OTEL, slots);
  readResource(text.end - 1 - String.UTF8.byteLength(resource), text.end, slots);
  return allKept();
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

/** The details that have a value, in the order of their numbers: `name value` each, a space between them. */
export function allKept(): string {
  assert(NAMES.length == Detail.COUNT, "a detail without a name, or a name without a detail");
  const all: string[] = [];
  for (let detail = 0; detail < Detail.COUNT; detail++) {
    if (kept(detail) != "-") all.push(NAMES[detail] + " " + kept(detail));
  }
  return all.join(" ");
}
