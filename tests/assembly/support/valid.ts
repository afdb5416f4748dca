/** Runs the validator on texts at the end of memory: reading on traps. */
import { isJsonText } from "../../../assembly/json/validate";
import { place, placeBytesLast, placeLast } from "./text";

/** Whether `text` is a JSON object or array. */
export function isValid(text: string): bool {
  const placed = placeLast(text);
  return isJsonText(placed.start, placed.end);
}

/** Whether `text` is a JSON object or array if the bytes of `after` follow it. */
export function isValidBefore(text: string, after: string): bool {
  const placed = place(text, after);
  return isJsonText(placed.start, placed.end);
}

/** Whether the `length` bytes at `from` are a JSON object or array. */
export function areValid(from: usize, length: i32): bool {
  const placed = placeBytesLast(from, length);
  return isJsonText(placed.start, placed.end);
}

/** Whether `value` is valid as a member's value, as an element and among others: "yes", "no" or which are. */
export function asValue(value: string): string {
  const member = isValid('{"a":' + value + "}");
  const element = isValid('{"a":[' + value + "]}");
  const spaced = isValid('{"a" : ' + value + ' , "b" : 1}');
  const between = isValid('{"a":[0,' + value + ",1]}");
  if (member && element && spaced && between) return "yes";
  if (!member && !element && !spaced && !between) return "no";
  return `member ${member}, element ${element}, spaced ${spaced}, between ${between}`;
}
