/** One record in many sizes, as a match and as its near miss. */
import { Random } from "./random.js";

/** From 256 bytes to 1 MiB. */
export const SIZES: readonly number[] = Array.from({ length: 13 }, (_, power) => 256 << power);

const SEED = 256;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_/.:";

/**
 * Returns a record of exactly `size` bytes (at least 256): a call named `eventName`, padded with made-up members in an encryption
 * context. `DisableKey` makes it a match; `ListGrants` has the same length and does not match.
 */
export function sizedRecord(size: number, eventName: string): Buffer {
  const random = new Random(SEED);
  const head =
    `{"eventVersion":"1.11","eventTime":"2026-03-04T09:03:41Z","eventSource":"kms.amazonaws.com",` +
    `"eventName":"${eventName}","awsRegion":"eu-west-1","requestParameters":{"encryptionContext":{"a":"`;
  const tail = `"}},"recipientAccountId":"111122223333"}`;
  const room = size - head.length - tail.length;
  if (room < 0) throw new RangeError(`a record of ${size} bytes is too small`);
  let padding = "";
  for (let index = 0; padding.length < room; index++) {
    padding += `${random.text(40 + random.below(40), LETTERS)}","member-${index}":"`;
  }
  // Cut inside an open value; quotes left unpaired by the cut become letters.
  return Buffer.from(head + closeValue(padding.slice(0, room)) + tail);
}

/** Turns what follows the last whole `":"` into a value again. */
function closeValue(text: string): string {
  const opened = text.lastIndexOf('":"') + 3;
  if (opened < 3) return text.replaceAll('"', "x");
  return text.slice(0, opened) + text.slice(opened).replaceAll(/[",]/g, "x");
}
