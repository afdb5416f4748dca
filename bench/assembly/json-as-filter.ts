/**
 * A filter that parses every record with json-as into a typed class and compares fields. It returns a different address for a
 * match, so that a host can count; a real filter would also have to rewrite the record.
 */
import { JSON } from "json-as";

@json
class RawEvent {
  eventSource: string | null = null;
  eventName: string | null = null;
  errorCode: string | null = null;
  errorMessage: string | null = null;
}

const MATCHED = memory.data<u8>([0x7b, 0x7d, 0]);

/** Returns a block of `size` bytes that the garbage collector does not move or free. */
export function malloc(size: i32): usize {
  return heap.alloc(<usize>size);
}

export function free(block: usize): void {
  heap.free(block);
}

/** Returns an address other than `record` for a match. The record must be valid JSON: json-as traps on much that is not. */
export function tag(tag: usize, tagLength: i32, seconds: i32, nanoseconds: i32, record: usize, length: i32): usize {
  const event = JSON.parse<RawEvent>(String.UTF8.decodeUnsafe(record, length));
  return isKeyLoss(event) ? MATCHED : record;
}

function isKeyLoss(event: RawEvent): bool {
  if (event.eventSource != "kms.amazonaws.com") return false;
  if (event.eventName != "DisableKey" && event.eventName != "ScheduleKeyDeletion") return false;
  return isEmpty(event.errorCode) && isEmpty(event.errorMessage);
}

function isEmpty(text: string | null): bool {
  return text == null || text.length == 0;
}
