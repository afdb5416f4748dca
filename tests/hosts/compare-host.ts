/** Compares a host's results for records with the oracle. */
import type { FilterResult } from "#keyward/hosts/fluent-bit.js";
import { disagreement, showRecord } from "../differential/compare.js";
import { EVENT_VERDICTS, UNREAD_READINGS } from "../oracle/rule.js";
import type { Case } from "./records.js";

/** Disagreements reported in full; one mistake tends to cause thousands. */
const TOLD = 5;

/**
 * Returns everything that a host did wrong, as text; empty if nothing. `tagged`: the output for each record; `kept`: the same
 * with `keep`, undefined for dropped records, or absent if the host has no `keep`.
 */
export function disagreements(
  cases: readonly Case[],
  tagged: readonly Uint8Array[],
  kept?: readonly (Uint8Array | undefined)[],
): string {
  if (tagged.length !== cases.length) return `${tagged.length} records came out of ${cases.length}`;
  if (kept !== undefined && kept.length !== cases.length)
    return `keep: ${kept.length} answers to ${cases.length} records`;
  const told: string[] = [];
  let count = 0;
  cases.forEach(({ where, bytes, judgement }, index) => {
    const results = new Map<string, FilterResult>([
      ["tag", resultOf(bytes, tagged[index])],
      ["keep", kept === undefined ? presumed(cases[index], tagged[index]) : resultOf(bytes, kept[index])],
    ]);
    const filter = (name: string): FilterResult =>
      results.get(name) ?? { outcome: "dropped", reason: "missing export" };
    const problem = disagreement({ filter }, bytes, judgement);
    if (problem === undefined) return;
    count++;
    if (told.length < TOLD) told.push(`${where}: ${problem}\nrecord: ${showRecord(bytes)}`);
  });
  return count === 0 ? "" : `${count} disagreements, the first of them:\n${told.join("\n\n")}`;
}

function resultOf(record: Uint8Array, output: Uint8Array | undefined): FilterResult {
  if (output === undefined) return { outcome: "dropped", reason: "null" };
  return { outcome: Buffer.compare(record, output) === 0 ? "kept" : "modified", record: output };
}

/** Returns a correct result of `keep`, for a host without one. */
function presumed(one: Case | undefined, output: Uint8Array | undefined): FilterResult {
  if (one === undefined || (!isListed(one) && !one.judgement.isKept)) return { outcome: "dropped", reason: "null" };
  return resultOf(one.bytes, output);
}

/** Counts the records with a verdict of their own: too few would prove nothing. */
export function annotatedCount(cases: readonly Case[]): number {
  return cases.filter(isListed).length;
}

function isListed({ judgement }: Case): boolean {
  return (EVENT_VERDICTS as readonly string[]).includes(judgement.verdict);
}

/** Reports whether the record names an action and could not be judged. */
export function isUnread({ judgement }: Case): boolean {
  return UNREAD_READINGS.includes(judgement.reading);
}

/** Aligns the output of `keep` with `tagged`, one to one. Throws if it has something that is not there, or in another order. */
export function alignKept(tagged: readonly Uint8Array[], kept: readonly Uint8Array[]): (Uint8Array | undefined)[] {
  let at = 0;
  const aligned = tagged.map((record) => {
    const next = kept[at];
    if (next === undefined || Buffer.compare(record, next) !== 0) return undefined;
    at++;
    return next;
  });
  const left = kept[at];
  if (left !== undefined) throw new Error(`keep let something else out than tag: ${showRecord(left)}`);
  return aligned;
}
