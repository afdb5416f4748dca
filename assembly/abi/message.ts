/**
 * A message of the `wasm` processor of Redpanda Connect and of Bento, which differ in the name of their imports only. The
 * host calls `malloc` while the adapter asks for the message's bytes, and `free` when the adapter has returned.
 */
import { allocate, isReadable, recycle, release } from "../bytes/arena";
import { startWriting, writeAscii, writeUnsigned, writtenSince } from "../bytes/writer";
import { isUnread, matchCount, recordVerdict, tagRecord, verdictName } from "../pipeline";
import { configureEmbedded } from "./embedded-config";
import { lengthOf } from "./result-length";

/** No address of a message's bytes: the host, which does not look for 0, fails to write there and flags the message. */
const NOWHERE: usize = 0xffffffff;
/** Bytes of either metadata key below. */
export const KEY_LENGTH: usize = 15;
/** `keyward_verdict` */
// prettier-ignore
export const VERDICT_KEY: usize = memory.data<u8>([
  0x6b, 0x65, 0x79, 0x77, 0x61, 0x72, 0x64, 0x5f, 0x76, 0x65, 0x72, 0x64, 0x69, 0x63, 0x74,
]);
/** `keyward_matches` */
// prettier-ignore
export const MATCHES_KEY: usize = memory.data<u8>([
  0x6b, 0x65, 0x79, 0x77, 0x61, 0x72, 0x64, 0x5f, 0x6d, 0x61, 0x74, 0x63, 0x68, 0x65, 0x73,
]);

/** Room for a metadata value: the longest verdict, or ten digits. */
const ROOM: usize = 16;
const value = memory.data(16, 8);
let valueEnd: usize = value;

let result: usize = 0;

/** A block of `size` bytes for the host to fill; an address outside memory if there is none. */
export function malloc(size: i32): usize {
  const block = allocate(<usize>size);
  return block == 0 ? NOWHERE : block;
}

/** Gives a block back. A host that never calls it costs nothing. */
export function free(block: usize): void {
  release(block);
}

/** Makes room for the next message. To be called before its bytes are asked for. */
export function startMessage(): void {
  configureEmbedded();
  recycle();
}

/** What there is to set of a message. */
export namespace Outcome {
  export const NOTHING: i32 = 0;
  /** Its bytes, and both metadata keys. */
  export const ANNOTATED: i32 = 1;
  /** The verdict `unread` only: it names an action and could not be judged, or there is no memory to annotate it. */
  export const UNREAD: i32 = 2;
}
let outcome: i32 = Outcome.NOTHING;

/**
 * Judges the message whose address (upper 32 bits) and length (lower 32 bits) the host gave; both are 0 where it gave
 * none. Returns a value of Outcome.
 */
export function judgeMessage(place: i64): i32 {
  const record = <usize>((<u64>place) >> 32);
  const length = <usize>(<u32>place);
  outcome = Outcome.NOTHING;
  if (record == 0 || length == 0 || !isReadable(record, length)) return outcome;
  result = tagRecord(record, length);
  if (result != record) outcome = Outcome.ANNOTATED;
  else if (isUnread()) outcome = Outcome.UNREAD;
  return outcome;
}

/** Where the annotated record is. */
export function annotated(): usize {
  return result;
}

/** Its length, in bytes. */
export function annotatedLength(): usize {
  return lengthOf(result);
}

/** The verdict on the record, good until the next value is asked for; `valueLength` says how long it is. */
export function verdictValue(): usize {
  startWriting(value, ROOM);
  writeAscii(outcome == Outcome.UNREAD ? "unread" : verdictName(recordVerdict()));
  valueEnd = value + writtenSince(value);
  return value;
}

/** How many events of the record match, in decimal digits, likewise. */
export function matchesValue(): usize {
  startWriting(value, ROOM);
  writeUnsigned(matchCount());
  valueEnd = value + writtenSince(value);
  return value;
}

/** Bytes of the value asked for last. */
export function valueLength(): usize {
  return valueEnd - value;
}
