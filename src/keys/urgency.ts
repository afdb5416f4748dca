/** Orders keys by urgency. */
import { KEY_STATES, type KeyStatus } from "./key-status.js";

/** Compares by state, then by time left, then by key. */
export function byUrgency(one: KeyStatus, other: KeyStatus): number {
  const states = KEY_STATES.indexOf(one.state) - KEY_STATES.indexOf(other.state);
  if (states !== 0) return states;
  const left = leftOf(one) - leftOf(other);
  if (left !== 0 && !Number.isNaN(left)) return left;
  return nameOf(one) < nameOf(other) ? -1 : 1;
}

/** Deadlines that have passed come after those that have not. */
function leftOf({ seconds_left: left }: KeyStatus): number {
  if (left === undefined) return Number.MAX_SAFE_INTEGER;
  return left >= 0 ? left : Number.MAX_SAFE_INTEGER / 2 - left;
}

function nameOf({ key, account = "", region = "" }: KeyStatus): string {
  return `${key.arn ?? key.id} ${account} ${region}`;
}
