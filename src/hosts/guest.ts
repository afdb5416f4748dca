import type { FilterFunction, GuestExports, RecordTime } from "../module.js";

/** The addresses of one call: what came back, and where the tag and the record had been put (0: no memory for it). */
export interface GuestCall {
  result: number;
  tagAddress: number;
  recordAddress: number;
}

/**
 * A module's memory as a host sees it: bytes are copied in through the module's own malloc, each with a NUL that its
 * length leaves out, and results are NUL-terminated strings.
 */
export class Guest {
  readonly #exports: GuestExports;
  #bytes: Buffer;

  constructor(exports: GuestExports) {
    this.#exports = exports;
    this.#bytes = Buffer.from(exports.memory.buffer);
  }

  /** All of the memory. Valid until the next call into the module, which may grow it. */
  bytes(): Buffer {
    // Growing detaches the old buffer, and only then is there another.
    const { buffer } = this.#exports.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = Buffer.from(buffer);
    return this.#bytes;
  }

  /**
   * Copies a tag and a record in, calls the filter and returns the addresses. A malloc that returns 0 leaves that
   * address 0 and the true length, as Fluent Bit does. Traps come through as exceptions.
   */
  call(filter: FilterFunction, tag: Uint8Array, record: Uint8Array, time: RecordTime): GuestCall {
    const tagAddress = this.copyIn(tag);
    const recordAddress = this.copyIn(record);
    const { seconds, nanoseconds } = time;
    const result = filter(tagAddress, tag.length, seconds, nanoseconds, recordAddress, record.length) >>> 0;
    return { result, tagAddress, recordAddress };
  }

  /** Gives the memory of a call back, as Fluent Bit does after it has copied the result. */
  free(call: GuestCall): void {
    if (call.tagAddress !== 0) this.#exports.free(call.tagAddress);
    if (call.recordAddress !== 0) this.#exports.free(call.recordAddress);
  }

  /**
   * The string at an address, without its NUL; undefined when the address is outside memory or no NUL follows it.
   * A view: valid until the next call into the module.
   */
  readString(address: number): Buffer | undefined {
    const bytes = this.bytes();
    const end = bytes.indexOf(0, address);
    return end < 0 ? undefined : bytes.subarray(address, end);
  }

  /** The address of a copy of the bytes, which end with a NUL; 0 where the module has no memory for them. */
  copyIn(data: Uint8Array): number {
    const address = this.#exports.malloc(data.length + 1) >>> 0;
    if (address === 0) return 0;
    const bytes = this.bytes();
    bytes.set(data, address);
    bytes[address + data.length] = 0;
    return address;
  }
}

/** Whether an exception is the guest's doing: a trap, or its stack used up (which V8 reports as a RangeError). */
export function isTrap(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && error.message.includes("call stack"))
  );
}
