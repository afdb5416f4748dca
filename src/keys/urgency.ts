/** Orders keys by urgency. */
import { KEY_STATES, type KeyStatus } from "./key-status.js";

/** Returns keys by state, then by time left, then by name. */
export function inOrderOfUrgency(statuses: readonly KeyStatus[]): KeyStatus[] {
  // With many thousands of keys, a name composed for each comparison costs.
  return statuses
    .map((status) => ({ status, state: KEY_STATES.indexOf(status.state), left: leftOf(status), name: nameOf(status) }))
    .sort((one, other) => one.state - other.state || one.left - other.left || (one.name < other.name ? -1 : 1))
    .map(({ status }) => status);
}

/** Deadlines that have passed come after those that have not. */
function leftOf({ seconds_left: left }: KeyStatus): number {
  if (left === undefined) return Number.MAX_SAFE_INTEGER;
  return left >= 0 ? left : Number.MAX_SAFE_INTEGER / 2 - left;
}

function nameOf({ key, account = "", region = "" }: KeyStatus): string {
  return `${key.arn ?? key.id} ${account} ${region}`;
}
