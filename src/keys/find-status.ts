/** Finds the status of an event's key. */
import type { KeyEvent } from "./key-event.js";
import { nameKey } from "./key-name.js";
import type { KeyStatus } from "./key-status.js";

/** A status, with or without the time left. */
type Status = Omit<KeyStatus, "seconds_left">;

/** Returns a function that finds the status of an event's key; it returns undefined if the event names none of these keys. */
export function statusFinder<One extends Status>(
  statuses: readonly One[],
): (event: KeyEvent | undefined) => One | undefined {
  const byName = new Map(statuses.map((status) => [status.key.arn ?? status.key.id, status]));
  return (event) => {
    const name = event && nameKey(event);
    return name && byName.get(name.arn ?? name.id);
  };
}
