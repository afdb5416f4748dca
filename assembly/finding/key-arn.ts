/** The ARN of a KMS key: `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`. */
import { COLON, QUOTE } from "../json/chars";
import { skipString } from "../json/cursor";
import { findAfter, matchPrefix } from "../json/text";

/**
 * The longest key identifier that KMS takes (its API reference: KeyId, 1 to 2,048 characters), in bytes of JSON. The id
 * is written again beside the ARN, so a limit keeps the annotation of a record no longer than the record.
 */
const LONGEST: usize = 2048;

/**
 * Returns where the key's id begins in the value at `value`, if that is a string with the ARN of a KMS key; else 0. The
 * id goes on to the closing quote. Caller: as for json/cursor.ts.
 */
export function findKeyId(value: usize, end: usize): usize {
  if (load<u8>(value) != QUOTE) return 0;
  let at = matchPrefix(value + 1, "arn:");
  if (at != 0) at = findAfter(at, COLON, end);
  if (at != 0) at = matchPrefix(at, "kms:");
  if (at != 0) at = findAfter(at, COLON, end);
  if (at != 0) at = findAfter(at, COLON, end);
  if (at != 0) at = matchPrefix(at, "key/");
  if (at == 0 || load<u8>(at) == QUOTE) return 0;
  return skipString(value, end) - value <= LONGEST + 2 ? at : 0;
}
