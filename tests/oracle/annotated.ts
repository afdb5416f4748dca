/** Records that already have a member `keyward`: annotated ones, and others. */
import { isObject, own, type Json, type JsonObject } from "./json.js";
import type { EventVerdict } from "./rule.js";

const VERDICTS: readonly EventVerdict[] = ["match", "possible", "capped", "duplicate", "suppressed", "denied"];

/** Reports whether Keyward annotated the record, or wrote it as the notice of a lost one. */
export function isAnnotated(record: JsonObject): boolean {
  const keyward = own(record, "keyward");
  if (!isObject(keyward)) return false;
  const verdict = own(keyward, "verdict");
  if (verdict === "lost") return true;
  return (VERDICTS as readonly (Json | undefined)[]).includes(verdict) && Array.isArray(own(keyward, "events"));
}

const ADDED = "_original";
/** Maximum number of members `keyward` that are renamed: no JSON writer produces more. */
export const MAX_RENAMED = 4;

/** Returns the new name of a member `keyward` that is not an annotation, so that no name occurs twice. */
export function originalName(record: JsonObject): string {
  let name = `keyward${ADDED}`;
  while (Object.hasOwn(record, name)) name += ADDED;
  return name;
}
