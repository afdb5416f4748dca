/** The keys of a report, in the groups and the order in which they are shown. */
import { statusAt, type KeyStatus } from "../../src/keys/key-status.js";
import { commandsFor, type Undo } from "../../src/keys/undo.js";
import { byUrgency } from "../../src/keys/urgency.js";
import { isOpen } from "../../src/status/report.js";

export interface Key extends KeyStatus {
  commands: Undo[];
}

/** Keys that can be saved or have to be looked at, those of them that an exception expects, and those with nothing left to do. */
export interface KeyGroups {
  open: Key[];
  expected: Key[];
  settled: Key[];
}

/** The statuses as they are at a time, in milliseconds since 1970; the most urgent first. */
export function keysAt(statuses: readonly Omit<KeyStatus, "seconds_left">[], now: number): Key[] {
  return statuses
    .map((status) => statusAt(status, now))
    .sort(byUrgency)
    .map((status) => ({ ...status, commands: commandsFor(status) }));
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

/** The command that does something about a key: what cancels or enables, else what looks. */
export function mainCommand({ state, commands }: Key): Undo | undefined {
  return state === "pending deletion" || state === "pending replica deletion"
    ? (commands[1] ?? commands[0])
    : commands.at(-1);
}
