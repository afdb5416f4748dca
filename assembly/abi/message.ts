/**
 * A message of the `wasm` processor of Redpanda Connect and of Bento, which differ only in the names of their imports.
 * The host calls `malloc` while the adapter asks for the message's bytes, and `free` after the adapter has returned.
 */
import { allocate, isReadable, recycle, release } from "../bytes/arena";
import { bytesOf, startWriting, writeAscii, writeUnsigned, writtenSince } from "../bytes/writer";
import { isUnread, matchCount, recordVerdict, tagRecord, verdictName } from "../pipeline";
import { configureEmbedded } from "./embedded-config";
import { lengthOf } from "./result-length";

/** An address outside memory: the host, which does not check for 0, fails to write there and flags the message. */
const NOWHERE: usize = 0xffffffff;
const VERDICT_KEY = bytesOf("keyward_verdict");
const MATCHES_KEY = bytesOf("keyward_matches");

/** Room for a metadata value: the longest verdict, or ten digits. */
const ROOM: usize = 16;
const value = memory.data(<i32>ROOM, 8);

/** Returns a block of `size` bytes for the host to fill, or an address outside memory if there is none. */
export function malloc(size: i32): usize {
  const block = allocate(<usize>size);
  return block == 0 ? NOWHERE : block;
}

/** Gives a block back. A host that never calls it costs nothing. */
export function free(block: usize): void {
  release(block);
}

/** Makes room for the next message. Caller: calls it before asking for the message's bytes. */
export function startMessage(): void {
  configureEmbedded();
  recycle();
}

/**
 * Judges the message whose address (upper 32 bits) and length (lower 32 bits) the host gave; both are 0 if it gave
 * none. Annotates it if there is something to report, and sets its metadata `keyward_verdict` and `keyward_matches`. A
 * message that names an action and could not be judged, or that there is no memory to annotate, stays as it is, with
 * `keyward_verdict: unread`.
 */
export function endMessage(
  message: i64,
  setBytes: (bytes: usize, length: usize) => void,
  setMeta: (key: usize, keyLength: usize, value: usize, valueLength: usize) => void,
): void {
  const record = <usize>((<u64>message) >> 32);
  const length = <usize>(<u32>message);
  if (record == 0 || length == 0 || !isReadable(record, length)) return;
  const result = tagRecord(record, length);
  const isAnnotated = result != record;
  if (!isAnnotated && !isUnread()) return;
  if (isAnnotated) setBytes(result, lengthOf(result));
  startWriting(value, ROOM);
  writeAscii(isAnnotated ? verdictName(recordVerdict()) : "unread");
  setMeta(VERDICT_KEY.start(), VERDICT_KEY.length, value, writtenSince(value));
  if (!isAnnotated) return;
  startWriting(value, ROOM);
  writeUnsigned(matchCount());
  setMeta(MATCHES_KEY.start(), MATCHES_KEY.length, value, writtenSince(value));
}
