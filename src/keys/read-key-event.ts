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
  const time = parseEventTime(finding.time);
  const texts = {
    account,
    region,
    id,
    key_state: key?.state ?? stateAtBirth(said),
    deletion_date,
    material: said.response_material ?? said.request_material,
    other_region: said.other_region,
  };
  return {
    action,
    place: { file, line, path },
    failed: verdict === "denied",
    key: {
      ...(details.requested_key !== undefined && { request: details.requested_key }),
      ...(said.response_key !== undefined && { response: said.response_key }),
      others: [key?.arn, said.service_key, key?.id].filter((text) => text !== undefined),
    },
    ...(time !== undefined && { time }),
    ...definedOf(texts),
    ...(days !== undefined && { pending_window_days: days }),
    ...(actor !== undefined && { actor }),
    ...((isLoss(action) || verdict === "possible") && { verdict }),
    ...(exception !== undefined && { exception }),
  };
}

/** Returns a new key's state. A replica is `Creating` at first; its origin decides the state after that. */
function stateAtBirth({ birth_state: state, birth_origin: origin }: KeyFields): string | undefined {
  if (state !== "Creating") return state;
  return origin === undefined ? undefined : origin === "EXTERNAL" ? "PendingImport" : "Enabled";
}

function definedOf<Texts extends Record<string, string | undefined>>(
  texts: Texts,
): Partial<Record<keyof Texts, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as Partial<
    Record<keyof Texts, string>
  >;
}
