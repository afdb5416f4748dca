/** What happens to the keys of made-up findings: later events save some, as in real logs. */
import type { ReportedFinding } from "#keyward/report/report.js";
import { KeyBook } from "#keyward/keys/key-book.js";
import type { KeyAction, KeyEvent } from "#keyward/keys/key-event.js";
import type { KeyStatus } from "#keyward/keys/key-status.js";
import { readKeyEvent } from "#keyward/keys/read-key-event.js";

const HOUR = 3_600_000;

/** Returns the statuses of these findings' keys, by logs that end at `end`, in milliseconds since 1970. */
export function statusesAfter(findings: readonly ReportedFinding[], end: number): Omit<KeyStatus, "seconds_left">[] {
  const book = new KeyBook();
  for (const [index, finding] of findings.entries()) {
    const event = readKeyEvent(finding);
    if (event === undefined) continue;
    // Each event is judged as if it were the only one.
    book.add(event.verdict === "duplicate" || event.verdict === "capped" ? { ...event, verdict: "match" } : event);
    if (event.failed || index % 5 !== 0) continue;
    const saving: KeyAction[] =
      event.action === "DisableKey"
        ? ["EnableKey"]
        : index % 2 === 0
          ? ["CancelKeyDeletion"]
          : ["CancelKeyDeletion", "EnableKey"];
    for (const [step, action] of saving.entries()) book.add(later(event, action, (step + 1) * HOUR));
  }
  return book.statuses({ now: end, lastEvent: () => end }).map((status) => {
    const rest = { ...status };
    delete rest.seconds_left;
    return rest;
  });
}

function later(event: KeyEvent, action: KeyAction, by: number): KeyEvent {
  const { key, account, region, actor, place, time = 0 } = event;
  return {
    action,
    key,
    time: time + by,
    failed: false,
    place: { ...place, line: place.line + 1 },
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(actor !== undefined && { actor }),
  };
}
