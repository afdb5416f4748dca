/** Finding the status of the key that an event is about. */
import type { KeyEvent } from "./key-event.js";
import { nameKey } from "./key-name.js";
import type { KeyStatus } from "./key-status.js";

/** A status of which it may not be said yet how long is left. */
type Status = Omit<KeyStatus, "seconds_left">;

/** What finds the status of an event's key among these; undefined for an event that names none of them. */
export function statusFinder<One extends Status>(
  statuses: readonly One[],
): (event: KeyEvent | undefined) => One | undefined {
  const byName = new Map(statuses.map((status) => [status.key.arn ?? status.key.id, status]));
  return (event) => {
    const name = event && nameKey(event);
    return name && byName.get(name.arn ?? name.id);
  };
}
