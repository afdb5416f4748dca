/** Reads a finding as a key event. */
import type { Finding, KeyFields } from "../engine/finding.js";
import { parseEventTime } from "../findings/event-time.js";
import { isKeyAction, isLoss, type KeyEvent } from "./key-event.js";

/** Categories of VPC endpoint events, which repeat a call without its key. */
const NETWORK_ACTIVITY = ["NetworkActivity", "AwsVpceEvent"];

/** Reads a finding as a key event; undefined if it only repeats another event or changes no key's state. */
export function readKeyEvent(finding: Finding): KeyEvent | undefined {
  const { action, key, details, account, region, id, actor, verdict, exception } = finding;
  const { file, line, path, pending_window_days: days, deletion_date } = finding;
  const said: KeyFields = finding.key_fields ?? {};
  const isRepeated = [said.category, details.event_type].some((text) => NETWORK_ACTIVITY.includes(text ?? ""));
  if (!isKeyAction(action) || isRepeated) return undefined;
  const event: KeyEvent = {
    action,
    place: { file, line, path },
    failed: verdict === "denied",
    key: { others: [key?.arn, said.service_key, key?.id].filter((text) => text !== undefined) },
  };
  // Member by member: with many thousands of findings, each copy costs.
  if (details.requested_key !== undefined) event.key.request = details.requested_key;
  if (said.response_key !== undefined) event.key.response = said.response_key;
  set(event, "time", parseEventTime(finding.time));
  set(event, "account", account);
  set(event, "region", region);
  set(event, "id", id);
  set(event, "key_state", key?.state ?? stateAtBirth(said));
  set(event, "deletion_date", deletion_date);
  set(event, "material", said.response_material ?? said.request_material);
  set(event, "other_region", said.other_region);
  set(event, "pending_window_days", days);
  set(event, "actor", actor);
  if (isLoss(action) || verdict === "possible") event.verdict = verdict;
  set(event, "exception", exception);
  return event;
}

/** Returns a new key's state. A replica is `Creating` at first; its origin decides the state after that. */
function stateAtBirth({ birth_state: state, birth_origin: origin }: KeyFields): string | undefined {
  if (state !== "Creating") return state;
  return origin === undefined ? undefined : origin === "EXTERNAL" ? "PendingImport" : "Enabled";
}

function set<Name extends keyof KeyEvent>(event: KeyEvent, name: Name, value: KeyEvent[Name] | undefined): void {
  if (value !== undefined) event[name] = value;
}
