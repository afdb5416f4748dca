import { MessageChannel, type MessagePort } from "node:worker_threads";

/** Smaller buffers may share Node's pool. */
const MIN_BYTES = 16 * 1024;

/** `transfer`: from Node 22 on. */
type Memory = ArrayBufferLike & { transfer?: (bytes: number) => unknown };

let closedPort: MessagePort | undefined;

/**
 * Frees a buffer's memory at once instead of waiting for the collector, which sees only a small object and lets tens of megabytes
 * pile up. The whole ArrayBuffer is gone, and every view of it is empty, so nobody else may use it. Small buffers are left to the
 * collector.
 */
export function discard(bytes: Uint8Array): void {
  const memory: Memory = bytes.buffer;
  if (memory instanceof SharedArrayBuffer || memory.byteLength < MIN_BYTES) return;
  if (memory.transfer !== undefined) {
    memory.transfer(0);
    return;
  }
  // A message to a closed port goes nowhere.
  closedPort ??= closePort();
  closedPort.postMessage(null, [memory]);
}

function closePort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.close();
  return port1;
}
