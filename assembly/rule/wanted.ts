/** What the rule wants the fields to be. */
import { QUOTE } from "../json/chars";
import { matchPrefix } from "../json/text";

export const PROVIDER: string = "kms.amazonaws.com";

/** Whether the text that begins at `at`, inside a string, goes on to its closing quote as one of the rule's actions. */
export function isActionText(at: usize): bool {
  let end = matchPrefix(at, "DisableKey");
  if (end == 0) end = matchPrefix(at, "ScheduleKeyDeletion");
  return end != 0 && load<u8>(end) == QUOTE;
}
