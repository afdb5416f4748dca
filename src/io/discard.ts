import { MessageChannel, type MessagePort } from "node:worker_threads";

/** Smaller ones may share Node's own pool. */
const MIN_BYTES = 64 * 1024;

let drain: MessagePort | undefined;

/**
 * Gives a buffer's memory back at once, which otherwise waits for the collector: it sees only a small object, and lets tens
 * of megabytes of such pile up. The whole ArrayBuffer behind it is gone then, and every view of it empty, so nobody else may
 * use it. Small ones are left to the collector.
 */
export function discard(bytes: Uint8Array): void {
  const memory = bytes.buffer;
  if (!(memory instanceof ArrayBuffer) || memory.byteLength < MIN_BYTES || memory.byteLength <= Buffer.poolSize) return;
  drain ??= closedPort();
  try {
    // What is transferred to a closed port goes nowhere.
    drain.postMessage(null, [memory]);
  } catch {
    // Memory that Node lends to others stays, until the collector finds it.
  }
}

function closedPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.close();
  return port1;
}
