/**
 * The adapter for Redpanda Connect's `wasm` processor: a message comes by a call of the host and goes back by others. A
 * message with nothing to report is not touched. Instances are pooled, see no file and have no output of their own.
 */
import { endMessage, startMessage } from "./message";

export { CONFIG_HEADER as config } from "../config/embedded";
export { free, malloc } from "./message";
export { process as tag };


@external("benthos_wasm", "v0_msg_as_bytes")
declare function messageBytes(): i64;


@external("benthos_wasm", "v0_msg_set_bytes")
declare function setBytes(bytes: usize, length: usize): void;


@external("benthos_wasm", "v0_msg_set_meta")
declare function setMeta(key: usize, keyLength: usize, value: usize, valueLength: usize): void;

/** Annotates the message if there is something to report: see message.ts. */
export function process(): void {
  startMessage();
  endMessage(messageBytes(), setBytes, setMeta);
}
