/** Compares the module with the oracle, one record at a time, and reports disagreements. */
import type { FilterResult, FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { checkAnnotated } from "../oracle/check-annotated.js";
import { decode } from "../oracle/json.js";
import { EVENT_VERDICTS, judge, type Judgement } from "../oracle/rule.js";
import { smallerRecords, writtenPlainly } from "./shrink.js";

/** The part of a host that is used, so that tests of this file can pass one that errs. */
export type Host = Pick<FluentBitHost, "filter">;

/** Returns what the module does wrong with the record, by either filter; undefined if it agrees with the oracle. */
export function disagreement(host: Host, record: Uint8Array, judgement = judge(record)): string | undefined {
  const tagged = host.filter("tag", record);
  const kept = host.filter("keep", record);
  const problems = problemsOf("tag", record, judgement, tagged, isAnnotated(judgement) ? ["modified"] : ["kept"]);
  const areBothModified = tagged.outcome === "modified" && kept.outcome === "modified";
  const isSame = areBothModified && sameBytes(tagged.record, kept.record);
  // The same bytes are right or wrong together; if `tag` may not modify, that has been reported.
  if (!isSame) problems.push(...problemsOf("keep", record, judgement, kept, [outcomeOfKeep(judgement)]));
  if (problems.length > 0) return problems.join("\n  ");
  return areBothModified && !isSame ? "tag and keep annotate differently" : undefined;
}

function problemsOf(
  filter: string,
  record: Uint8Array,
  { verdict, events, terms }: Judgement,
  result: FilterResult,
  expected: FilterResult["outcome"][],
): string[] {
  const reason = result.outcome === "dropped" ? result.reason : undefined;
  if (!expected.includes(result.outcome) || (reason !== undefined && reason !== "null")) {
    const told = reason === undefined ? result.outcome : `${result.outcome} (${reason})`;
    return [`${filter}: oracle says ${verdict}, so ${expected.join(" or ")}; module says ${told}`];
  }
  if (result.outcome !== "modified") return [];
  return checkAnnotated(record, result.record, events, terms).map((problem) => `${filter}: ${problem}`);
}

function isAnnotated({ verdict }: Judgement): boolean {
  return (EVENT_VERDICTS as readonly string[]).includes(verdict);
}

function outcomeOfKeep(judgement: Judgement): FilterResult["outcome"] {
  if (isAnnotated(judgement)) return "modified";
  return judgement.isKept ? "kept" : "dropped";
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

/** Removes as much of the record as possible while the two still disagree. */
export function shrink(host: Host, record: Uint8Array): Uint8Array {
  const { verdict } = judge(record);
  // A broken record is another case than a valid one: the kind of verdict must stay.
  const isAsBad = (smaller: Uint8Array): boolean => {
    const judgement = judge(smaller);
    return judgement.verdict === verdict && disagreement(host, smaller, judgement) !== undefined;
  };
  let smallest = writtenPlainly(record);
  if (!isAsBad(smallest)) smallest = record;
  let tries = 3000;
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const smaller of smallerRecords(smallest)) {
      if (tries-- <= 0) return smallest;
      if (!isAsBad(smaller)) continue;
      smallest = smaller;
      shrunk = true;
      break;
    }
  }
  return smallest;
}

/** Formats the record for reading and copying: as text if it is UTF-8, else as base64. */
export function showRecord(record: Uint8Array): string {
  const text = decode(record);
  const shown = text === undefined ? `base64 ${Buffer.from(record).toString("base64")}` : JSON.stringify(text);
  return shown.length <= 2000 ? shown : `${shown.slice(0, 2000)}… (${record.length} bytes)`;
}

/**
 * Returns everything needed to investigate a disagreement: both opinions and, unless `inFull` is false (shrinking takes a while),
 * the smallest record that shows it. Undefined if there is none.
 */
export function tellDisagreement(
  host: Host,
  record: Uint8Array,
  where: string,
  inFull = true,
  judgement = judge(record),
): string | undefined {
  const told = disagreement(host, record, judgement);
  if (told === undefined || !inFull) return told;
  const smallest = shrink(host, record);
  return [
    `${where}: ${told}`,
    `record: ${showRecord(record)}`,
    `shrunk: ${showRecord(smallest)}`,
    `  which gives: ${disagreement(host, smallest) ?? "nothing"}`,
  ].join("\n");
}
