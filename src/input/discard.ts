import { MessageChannel, type MessagePort } from "node:worker_threads";

/** Smaller ones may share Node's own pool. */
const MIN_BYTES = 16 * 1024;

/** `transfer`: what the language has for it, from Node 22 on. */
type Memory = ArrayBufferLike & { transfer?: (bytes: number) => unknown };

let closedPort: MessagePort | undefined;

/**
 * Gives a buffer's memory back at once, which otherwise waits for the collector: it sees only a small object, and lets tens
 * of megabytes of such pile up. The whole ArrayBuffer behind it is gone then, and every view of it empty, so nobody else may
 * use it. Small ones are left to the collector.
 */
export function discard(bytes: Uint8Array): void {
  const memory: Memory = bytes.buffer;
  if (memory instanceof SharedArrayBuffer || memory.byteLength < MIN_BYTES) return;
  if (memory.transfer !== undefined) {
    memory.transfer(0);
    return;
  }
  // What is posted to a closed port goes nowhere.
  closedPort ??= closePort();
  closedPort.postMessage(null, [memory]);
}

function closePort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.close();
  return port1;
}
