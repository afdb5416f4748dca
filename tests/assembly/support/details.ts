/** The details of an event, as text. */
import { readDetails } from "../../../assembly/finding/details";
import { FINDING_SIZE, Finding } from "../../../assembly/finding/finding";
import { Schema } from "../../../assembly/rule/schemas";
import { Detail } from "../../../assembly/finding/detail";
import { skipValue } from "../../../assembly/json/cursor";
import { Text, placeLast, textBetween } from "./text";

/** The result of `allKept` for an event without any details. */
export const NOTHING: string = "";

/** The names of the details in `allKept`, by number. */
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

const finding = changetype<Finding>(memory.data(FINDING_SIZE, 8));
let text: Text = new Text(0, 0);

/** Reads the details of `event`, which is of the schema `schema`. */
export function read(event: string, schema: i32): void {
  text = placeLast(event);
  readAt(text.start, schema, 0);
}

function readAt(event: usize, schema: i32, resource: usize): void {
  memory.fill(changetype<usize>(finding), 0xee, FINDING_SIZE);
  finding.event = event;
  finding.end = text.end;
  finding.schema = schema;
  readDetails(finding, resource);
  assert(load<u32>(finding.slotOf(Detail.COUNT)) == 0xeeeeeeee, "stored after the last detail");
}

/** All details of an OpenTelemetry event with this resource. */
export function ofResource(event: string, resource: string): string {
  text = placeLast("[" + event + "," + resource + "]");
  readAt(text.start + 1, Schema.OTEL, text.end - 1 - String.UTF8.byteLength(resource));
  return allKept();
}

/** The value kept for a detail, unchanged; "-" for none. */
export function kept(detail: i32): string {
  const value = finding.detail(detail);
  return value == 0 ? "-" : textBetween(value, skipValue(value, text.end));
}

/** Whether the value kept for a detail is in the event's own text. */
export function isInEvent(detail: i32): bool {
  const value = finding.detail(detail);
  return value >= text.start && value < text.end;
}

/** The details that have a value, in the order of their numbers: `name value` each, separated by spaces. */
export function allKept(): string {
  assert(NAMES.length == Detail.COUNT, "a detail without a name, or a name without a detail");
  const all: string[] = [];
  for (let detail = 0; detail < Detail.COUNT; detail++) {
    if (kept(detail) != "-") all.push(NAMES[detail] + " " + kept(detail));
  }
  return all.join(" ");
}
