/**
 * The oracle: what the module must find in a record, and must not.
 */
import { isObject } from "./json.js";
import type { Schema } from "./schemas.js";
import { unwrap, type FoundEvent } from "./unwrap.js";

export { isBlank, outcomeOf } from "./schemas.js";

export type Verdict = "match" | "no match" | "already" | "not understood";

export interface Judgement {
  verdict: Verdict;
  /** Every event that was found, in the order of the record; none where the record was not judged. */
  events: FoundEvent[];
  /** How the first match was read; absent without one. */
  schema?: Schema;
}

export function judge(bytes: Uint8Array): Judgement {
  const { record, events } = unwrap(bytes);
  if (record === undefined) return { verdict: "not understood", events: [] };
  if (isObject(record) && Object.hasOwn(record, "keyward")) return { verdict: "already", events: [] };
  const match = events.find(({ matches }) => matches);
  return match === undefined ? { verdict: "no match", events } : { verdict: "match", events, schema: match.schema };
}
