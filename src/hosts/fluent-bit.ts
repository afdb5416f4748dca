import type { FilterFunction, GuestExports, RecordTime } from "../module.js";
import { Guest, isTrap } from "./guest.js";

/** Why a filter lost a record. */
export type DropReason =
  /** The function trapped, or malloc or free did. */
  | "trap"
  /** The result is outside the module's memory, or not NUL-terminated. */
  | "bad address"
  /** The result is the address 0: a filter drops on purpose. */
  | "null"
  /** The result is an empty string, which the host treats like 0. */
  | "empty"
  /** The result is JSON, but not an object. */
  | "not an object"
  /** The result is not JSON. The real host can corrupt the chunk or abort. */
  | "invalid JSON"
  /** The module does not export this function. */
  | "missing export";

export type FilterResult =
  /** The same address came back: the record passes unchanged. */
  | { outcome: "kept"; record: Uint8Array }
  /** Another string came back; `record` is a copy. */
  | { outcome: "modified"; record: Uint8Array }
  | { outcome: "dropped"; reason: DropReason };

export interface FluentBitHostOptions {
  /** Whether the host frees tag and record after each call; Fluent Bit 4.1.0 and 4.1.1 never did. */
  free?: boolean;
  /** The records' tag. */
  tag?: string;
}

/**
 * Emulates Fluent Bit's `filter_wasm` with `event_format json`, as of version 5.1: calls a filter the same way and says what
 * would happen to the record. One difference: a kept record is not checked again, since the real host only hands in JSON objects.
 */
export class FluentBitHost {
  readonly #module: GuestExports;
  readonly #guest: Guest;
  readonly #frees: boolean;
  readonly #tag: Uint8Array;

  constructor(module: GuestExports, options: FluentBitHostOptions = {}) {
    this.#module = module;
    this.#guest = new Guest(module);
    this.#frees = options.free ?? true;
    this.#tag = Buffer.from(options.tag ?? "cloudtrail");
  }

  /** Runs one record (JSON; a string is encoded as UTF-8) through an exported function. */
  filter(functionName: string, record: Uint8Array | string, time?: RecordTime): FilterResult {
    const filter = (this.#module as unknown as Record<string, unknown>)[functionName];
    if (typeof filter !== "function") return dropped("missing export");
    const bytes = typeof record === "string" ? Buffer.from(record) : record;
    try {
      return this.#run(filter as FilterFunction, bytes, time ?? { seconds: 0, nanoseconds: 0 });
    } catch (error) {
      // A trap in malloc or free fails the host's call too: its runtime keeps the exception.
      if (isTrap(error)) return dropped("trap");
      throw error;
    }
  }

  #run(filter: FilterFunction, record: Uint8Array, time: RecordTime): FilterResult {
    const call = this.#guest.call(filter, this.#tag, record, time);
    let result: FilterResult;
    if (call.result !== 0 && call.result === call.recordAddress) {
      result = this.#judgeSameAddress(call.result, record);
    } else {
      result = this.#judge(call.result);
    }
    if (this.#frees) this.#guest.free(call);
    return result;
  }

  /** Handles a result at the record's own address; a guest that overwrote those bytes has still modified the record. */
  #judgeSameAddress(address: number, record: Uint8Array): FilterResult {
    const bytes = this.#guest.bytes();
    const end = address + record.length;
    if (bytes[end] === 0 && bytes.subarray(address, end).equals(record)) return { outcome: "kept", record };
    return this.#judge(address);
  }

  #judge(address: number): FilterResult {
    if (address === 0) return dropped("null");
    const string = this.#guest.readString(address);
    if (string === undefined) return dropped("bad address");
    if (string.length === 0) return dropped("empty");
    let value: unknown;
    try {
      value = JSON.parse(string.toString());
    } catch {
      return dropped("invalid JSON");
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return dropped("not an object");
    return { outcome: "modified", record: Uint8Array.from(string) };
  }
}

function dropped(reason: DropReason): FilterResult {
  return { outcome: "dropped", reason };
}
