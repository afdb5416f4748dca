/**
 * The adapter for Redpanda Connect's `wasm` processor: a message comes by a call of the host and goes back by others. One that is no
 * match is not touched. Instances are pooled, see no file and have no output of their own.
 */
import {
  KEY_LENGTH,
  MATCHES_KEY,
  Outcome,
  VERDICT_KEY,
  annotated,
  annotatedLength,
  judgeMessage,
  matchesValue,
  startMessage,
  valueLength,
  verdictValue,
} from "./message";

export { CONFIG_HEADER as config } from "../config/embedded";
export { free, malloc } from "./message";
export { process as tag };


@external("benthos_wasm", "v0_msg_as_bytes")
declare function messageBytes(): i64;


@external("benthos_wasm", "v0_msg_set_bytes")
declare function setBytes(bytes: usize, length: usize): void;


@external("benthos_wasm", "v0_msg_set_meta")
declare function setMeta(key: usize, keyLength: usize, value: usize, valueLength: usize): void;

/**
 * Annotates the message if there is something to tell of, and says so in its metadata `keyward_verdict` and `keyward_matches`. One
 * that names an action and could not be judged stays as it is, with `keyward_verdict: unread`.
 */
export function process(): void {
  startMessage();
  const outcome = judgeMessage(messageBytes());
  if (outcome == Outcome.NOTHING) return;
  if (outcome == Outcome.ANNOTATED) setBytes(annotated(), annotatedLength());
  const verdict = verdictValue();
  setMeta(VERDICT_KEY, KEY_LENGTH, verdict, valueLength());
  if (outcome == Outcome.UNREAD) return;
  const matches = matchesValue();
  setMeta(MATCHES_KEY, KEY_LENGTH, matches, valueLength());
}
