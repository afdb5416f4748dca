/** The keys of a report, grouped and ordered for display. */
import { statusAt, type KeyStatus } from "../../src/keys/key-status.js";
import { commandsFor, type Undo } from "../../src/keys/undo.js";
import { inOrderOfUrgency } from "../../src/keys/urgency.js";
import { isOpen } from "../../src/status/report.js";

export interface Key extends KeyStatus {
  commands: Undo[];
}

/** Keys that can be saved or need a look, keys among them that an exception expects, and keys with nothing left to do. */
export interface KeyGroups {
  open: Key[];
  expected: Key[];
  settled: Key[];
}

/** Returns the statuses at a time, in milliseconds since 1970, most urgent first. */
export function keysAt(statuses: readonly Omit<KeyStatus, "seconds_left">[], now: number): Key[] {
  return inOrderOfUrgency(statuses.map((status) => statusAt(status, now))).map((status) => ({
    ...status,
    commands: commandsFor(status),
  }));
}

export function groupsOf(keys: readonly Key[]): KeyGroups {
  const groups: KeyGroups = { open: [], expected: [], settled: [] };
  for (const key of keys) groups[groupOf(key)].push(key);
  return groups;
}

function groupOf(key: Key): keyof KeyGroups {
  if (!isOpen(key)) return "settled";
  return key.exception === undefined ? "open" : "expected";
}

/** Returns the command that acts on a key: it cancels or enables; otherwise the one that inspects. */
export function mainCommand({ state, commands }: Key): Undo | undefined {
  return state === "pending deletion" || state === "pending replica deletion"
    ? (commands[1] ?? commands[0])
    : commands.at(-1);
}
