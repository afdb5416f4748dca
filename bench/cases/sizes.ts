/** One record in many sizes, as a match and as its near miss. */
import { Random } from "./random.js";

/** From 256 bytes to 1 MiB. */
export const SIZES: readonly number[] = Array.from({ length: 13 }, (_, power) => 256 << power);

const SEED = 256;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_/.:";

/**
 * A record of exactly so many bytes, at least 256: a call named `eventName`, with as many made-up members in an encryption
 * context as it takes. `DisableKey` makes it a match, `ListGrants` no match of the same length.
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
  // Cut where a value is open; quotes that the cut left unpaired become letters.
  return Buffer.from(head + closeValue(padding.slice(0, room)) + tail);
}

/** The text, with what stands after its last whole `":"` made a value again. */
function closeValue(text: string): string {
  const opened = text.lastIndexOf('":"') + 3;
  if (opened < 3) return text.replaceAll('"', "x");
  return text.slice(0, opened) + text.slice(opened).replaceAll(/[",]/g, "x");
}
