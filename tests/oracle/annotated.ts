/**
 * Records that have a member `keyward` already: annotated ones, and others.
 */
import { isObject, own, type Json, type JsonObject } from "./json.js";
import type { EventVerdict } from "./rule.js";

const VERDICTS: readonly EventVerdict[] = ["match", "possible", "capped", "duplicate", "suppressed", "denied"];

/** Whether Keyward annotated the record, or put it in for one that was lost. */
export function isAnnotated(record: JsonObject): boolean {
  const keyward = own(record, "keyward");
  if (!isObject(keyward)) return false;
  const verdict = own(keyward, "verdict");
  if (verdict === "lost") return true;
  return (VERDICTS as readonly (Json | undefined)[]).includes(verdict) && Array.isArray(own(keyward, "events"));
}

const ADDED = "_original";
/** So many members `keyward` get another name: a record with more of them is written by no JSON writer. */
export const MAX_RENAMED = 4;

/** What a member `keyward` that is no annotation is called in the result, so that no name comes twice. */
export function originalName(record: JsonObject): string {
  let name = `keyward${ADDED}`;
  while (Object.hasOwn(record, name)) name += ADDED;
  return name;
}
