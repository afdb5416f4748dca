/** Makes lives of keys of what the module finds. */
import type { Finding, KeyFields } from "../engine/finding.js";
import { parseEventTime } from "../findings/event-time.js";
import type { FindingReader } from "../scan/finding-sink.js";
import { KeyBook } from "./key-book.js";
import { isKeyAction, KEY_ACTIONS, type KeyAction, type KeyEvent } from "./key-event.js";
import type { KeyLife } from "./key-life.js";

const POSSIBLE = "an event is at a place that is not known, and is not counted";
const NO_KEY = "an event does not say which key it is of";
/** So an event of a VPC endpoint is called: it repeats a call, without its key. */
const NETWORK_ACTIVITY = ["NetworkActivity", "AwsVpceEvent"];

export class KeyEventReader implements FindingReader<KeyLife> {
  readonly actions = KEY_ACTIONS;
  readonly options = { keyFields: true };
  readonly #until: number;
  #book = new KeyBook();

  /** `until`: later events are left out; in milliseconds since 1970. */
  constructor(until: number) {
    this.#until = until;
  }

  take(finding: Finding): string | undefined {
    const event = readKeyEvent(finding);
    if (event === undefined || (event.time !== undefined && event.time > this.#until)) return undefined;
    if (event.verdict === "possible") return POSSIBLE;
    return this.#book.add(event) ? undefined : NO_KEY;
  }

  finish(): KeyLife[] {
    const lives = this.#book.lives();
    this.#book = new KeyBook();
    return lives;
  }
}

/** The event that a finding is of; undefined of one that only repeats another. */
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
      others: [key?.arn, said.service_key].filter((text) => text !== undefined),
    },
    ...(time !== undefined && { time }),
    ...definedOf(texts),
    ...(days !== undefined && { pending_window_days: days }),
    ...(actor !== undefined && { actor }),
    ...(isLoss(action) && { verdict }),
    ...(verdict === "possible" && { verdict }),
    ...(exception !== undefined && { exception }),
  };
}

/** A replica is `Creating` first, and then what its origin makes of it. */
function stateAtBirth({ birth_state: state, birth_origin: origin }: KeyFields): string | undefined {
  if (state !== "Creating") return state;
  return origin === undefined ? undefined : origin === "EXTERNAL" ? "PendingImport" : "Enabled";
}

/** Whether it is the rule's own action, whose verdict is one on the key. */
function isLoss(action: KeyAction): boolean {
  return action === "DisableKey" || action === "ScheduleKeyDeletion";
}

function definedOf<Texts extends Record<string, string | undefined>>(
  texts: Texts,
): Partial<Record<keyof Texts, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as Partial<
    Record<keyof Texts, string>
  >;
}
