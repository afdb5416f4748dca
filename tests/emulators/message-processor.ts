import { instantiateSync } from "@assemblyscript/loader";
import { isTrap } from "#keyward/hosts/guest.js";

/** A message of Redpanda Connect or Bento. */
export interface Message {
  bytes: Uint8Array;
  metadata: Record<string, string>;
  /** Why the host flags the message as failed; it passes unchanged. */
  error?: string;
}

interface ProcessorExports {
  memory: WebAssembly.Memory;
  malloc?: (size: number) => number;
  free?: (address: number) => void;
  [name: string]: unknown;
}

/** The two hosts' names for the module of their functions. */
export type ProcessorImports = "benthos_wasm" | "bento_wasm";

/**
 * One instance of the `wasm` processor of Redpanda Connect (4.11 and later) or Bento, which calls a function of a module for each
 * message. The hosts keep a pool of these.
 */
export class MessageProcessor {
  readonly #exports: ProcessorExports;
  readonly #function: () => void;
  readonly #frees: boolean;
  #message: Message = { bytes: new Uint8Array(), metadata: {} };
  #allocated: number[] = [];
  #error: string | undefined;

  /**
   * Throws if the module lacks the function, or needs imports that the host does not have. `frees`: whether memory is freed after
   * each message, as in both hosts.
   */
  constructor(module: WebAssembly.Module, imports: ProcessorImports, functionName = "process", frees = true) {
    this.#frees = frees;
    const functions: Record<string, (...values: number[]) => bigint | undefined> = {
      v0_msg_as_bytes: () => this.#copyIn(this.#message.bytes),
      v0_msg_set_bytes: (address = 0, length = 0) => {
        const bytes = this.#copyOut(address, length);
        if (bytes !== undefined) this.#message.bytes = bytes;
        return undefined;
      },
      v0_msg_get_meta: (key = 0, length = 0) => {
        const name = this.#copyOut(key, length)?.toString() ?? "";
        return this.#copyIn(Buffer.from(this.#message.metadata[name] ?? ""));
      },
      v0_msg_set_meta: (key = 0, keyLength = 0, value = 0, valueLength = 0) => {
        const [name, text] = [this.#copyOut(key, keyLength), this.#copyOut(value, valueLength)];
        if (name !== undefined && text !== undefined) this.#message.metadata[name.toString()] = text.toString();
        return undefined;
      },
    };
    const { exports } = instantiateSync<ProcessorExports>(module, { [imports]: functions });
    this.#exports = exports;
    const found = exports[functionName];
    if (typeof found !== "function") throw new TypeError(`the module does not export ${functionName}`);
    this.#function = found as () => void;
  }

  /** Runs a message through the function and returns the result; its argument stays unchanged. */
  process({ bytes, metadata }: Message): Message {
    this.#message = { bytes, metadata: { ...metadata } };
    this.#allocated = [];
    this.#error = undefined;
    try {
      this.#function();
      if (this.#frees) for (const address of this.#allocated) this.#exports.free?.(address);
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#error = `trap: ${String(error)}`;
    }
    return this.#error === undefined ? this.#message : { bytes, metadata, error: this.#error };
  }

  /** Size of the instance's memory in bytes. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  #copyIn(bytes: Uint8Array): bigint {
    const address = (this.#exports.malloc?.(bytes.length) ?? 0) >>> 0;
    this.#allocated.push(address);
    // The host accepts any address that it can write to.
    if (address + bytes.length > this.memoryBytes) {
      this.#error = "allocating in-bound memory: writing in-bound memory";
      return 0n;
    }
    new Uint8Array(this.#exports.memory.buffer).set(bytes, address);
    return (BigInt(address) << 32n) | BigInt(bytes.length);
  }

  #copyOut(address: number, length: number): Buffer | undefined {
    const start = address >>> 0;
    if (start + length <= this.memoryBytes) {
      return Buffer.from(new Uint8Array(this.#exports.memory.buffer).slice(start, start + length));
    }
    this.#error = "reading out-bound memory: prevented read";
    return undefined;
  }
}
