import type { FilterFunction, GuestExports, RecordTime } from "../module.js";

/** The addresses of a call: its result, and those of tag and record (0: no memory for it). */
export interface GuestCall {
  result: number;
  tagAddress: number;
  recordAddress: number;
}

/**
 * A module's memory as a host sees it: bytes are copied in through the module's malloc, each followed by a NUL that its length
 * excludes, and results are NUL-terminated strings.
 */
export class Guest {
  readonly #exports: GuestExports;
  #bytes: Buffer;

  constructor(exports: GuestExports) {
    this.#exports = exports;
    this.#bytes = Buffer.from(exports.memory.buffer);
  }

  /** Returns all of the memory. Valid until the next call into the module, which may grow it. */
  bytes(): Buffer {
    // Growing detaches the old buffer and makes a new one.
    const { buffer } = this.#exports.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = Buffer.from(buffer);
    return this.#bytes;
  }

  /**
   * Copies in a tag and a record, calls the filter and returns the addresses. If malloc returns 0, the address is 0 and the
   * length stays, as in Fluent Bit. Traps surface as exceptions.
   */
  call(filter: FilterFunction, tag: Uint8Array, record: Uint8Array, time: RecordTime): GuestCall {
    const tagAddress = this.copyIn(tag);
    const recordAddress = this.copyIn(record);
    const { seconds, nanoseconds } = time;
    const result = filter(tagAddress, tag.length, seconds, nanoseconds, recordAddress, record.length) >>> 0;
    return { result, tagAddress, recordAddress };
  }

  /** Frees the memory of a call, like Fluent Bit after it has copied the result. */
  free(call: GuestCall): void {
    if (call.tagAddress !== 0) this.#exports.free(call.tagAddress);
    if (call.recordAddress !== 0) this.#exports.free(call.recordAddress);
  }

  /**
   * Returns the string at an address, without its NUL; undefined if it is outside the memory or unterminated. A view: valid until
   * the next call into the module.
   */
  readString(address: number): Buffer | undefined {
    const bytes = this.bytes();
    const end = bytes.indexOf(0, address);
    return end < 0 ? undefined : bytes.subarray(address, end);
  }

  /** Copies in bytes and a NUL; returns their address, 0 if the module has no memory for them. */
  copyIn(data: Uint8Array): number {
    const address = this.#exports.malloc(data.length + 1) >>> 0;
    if (address === 0) return 0;
    const bytes = this.bytes();
    bytes.set(data, address);
    bytes[address + data.length] = 0;
    return address;
  }
}

/** Reports whether an exception came from the guest: a trap, or a stack overflow (a RangeError in V8). */
export function isTrap(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && error.message.includes("call stack"))
  );
}
