import { isOrigin } from "./origin.js";
import { instantiateSync } from "@assemblyscript/loader";
import { isTrap } from "#keyward/hosts/guest.js";
import { Wasi, WasiExit } from "#keyward/wasi.js";

/** A record as a transform sees it; null differs from empty. */
export interface TransformRecord {
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: readonly { key: Uint8Array | null; value: Uint8Array | null }[];
}

export interface TransformOptions {
  /** The variables of `rpk transform deploy --var`. */
  env?: Record<string, string>;
  /** Takes the transform's log. */
  stderr?: (text: string) => void;
  /** Returns the result of `write_record` for a payload, before the record is emitted; a negative number emits nothing. */
  onWrite?: (payload: Uint8Array) => number;
}

export interface TransformRun {
  /** The line with what the module is. */
  origin: string;
  /** The written payloads, in order. */
  written: Uint8Array[];
  /** Number of records read. */
  read: number;
  /** How `_start` ended: by returning, exiting or trapping. */
  end: "returned" | "exited" | "trapped";
  /** Final size of the instance's memory in bytes. */
  memoryBytes: number;
}

const NO_ACTIVE_TRANSFORM = -1;
const INVALID_BUFFER = -2;

interface TransformExports {
  memory: WebAssembly.Memory;
  _start: () => void;
  [name: string]: unknown;
}

/**
 * A data transform in Redpanda's broker (src/v/wasm/transform_module.cc of Redpanda 24.3): runs one instance over batches of
 * payloads until there are none left. In the broker a transform waits for the next batch; here its loop ends.
 */
export function runTransform(
  module: WebAssembly.Module,
  batches: readonly (readonly Uint8Array[])[],
  options: TransformOptions = {},
): TransformRun {
  const run: TransformRun = { written: [], read: 0, end: "returned", memoryBytes: 0, origin: "" };
  const stderr = (text: string): void => {
    if (isOrigin(text)) run.origin += text;
    else options.stderr?.(text);
  };
  const wasi = new Wasi({ env: options.env ?? {}, stderr });
  let nextBatch = 0;
  let queue: Uint8Array[] = [];
  const bytes = (): Buffer => Buffer.from(exports.memory.buffer);
  const functions: Record<string, (...values: number[]) => number | undefined> = {
    check_abi_version_2: () => undefined,
    read_batch_header: (baseOffset = 0, recordCount = 0) => {
      const batch = batches[nextBatch++];
      if (batch === undefined) return NO_ACTIVE_TRANSFORM;
      queue = [...batch];
      bytes().writeBigInt64LE(BigInt(nextBatch), baseOffset);
      bytes().writeInt32LE(batch.length, recordCount);
      return Math.max(0, ...batch.map(({ length }) => length));
    },
    read_next_record: (attributes = 0, timestamp = 0, offset = 0, buffer = 0, size = 0) => {
      const [payload] = queue;
      if (payload === undefined) return NO_ACTIVE_TRANSFORM;
      if (size < payload.length) return INVALID_BUFFER;
      queue.shift();
      bytes().writeUInt8(0, attributes);
      bytes().writeBigInt64LE(BigInt(run.read), timestamp);
      bytes().writeBigInt64LE(BigInt(run.read), offset);
      bytes().set(payload, buffer);
      run.read++;
      return payload.length;
    },
    write_record: (buffer = 0, length = 0) => {
      const payload = Uint8Array.from(bytes().subarray(buffer, buffer + length));
      if (payload.length !== length || readPayload(payload) === undefined) return INVALID_BUFFER;
      const answer = options.onWrite?.(payload) ?? length;
      if (answer >= 0) run.written.push(payload);
      return answer;
    },
  };
  const { exports } = instantiateSync<TransformExports>(module, { redpanda_transform: functions, ...wasi.imports });
  wasi.attach(exports.memory);
  try {
    exports._start();
  } catch (error) {
    if (!isTrap(error) && !(error instanceof WasiExit)) throw error;
    run.end = error instanceof WasiExit ? "exited" : "trapped";
  }
  run.memoryBytes = exports.memory.buffer.byteLength;
  return run;
}

/** Returns the payload of a record: lengths as zigzag varints, -1 for null. */
export function writePayload({ key, value, headers }: TransformRecord): Uint8Array {
  const pairs = headers.flatMap((header) => [sized(header.key), sized(header.value)]);
  return Buffer.concat([sized(key), sized(value), varint(headers.length), ...pairs]);
}

/** Reads the record of a payload; undefined if it is invalid, as checked by the broker. */
export function readPayload(payload: Uint8Array): TransformRecord | undefined {
  let at = 0;
  const number = (): number => {
    let bits = 0n;
    for (let shift = 0n; shift < 64n; shift += 7n) {
      const byte = payload[at++];
      if (byte === undefined) throw new RangeError("the payload ends too early");
      bits |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number((bits >> 1n) ^ -(bits & 1n));
    }
    throw new RangeError("a number is too long");
  };
  const text = (): Uint8Array | null => {
    const length = number();
    if (length < -1 || length > payload.length - at) throw new RangeError("a length is wrong");
    if (length === -1) return null;
    at += length;
    return payload.subarray(at - length, at);
  };
  try {
    const key = text();
    const value = text();
    const headers = Array.from({ length: Math.max(0, number()) }, () => ({ key: text(), value: text() }));
    return at === payload.length ? { key, value, headers } : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function sized(bytes: Uint8Array | null): Buffer {
  return bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let bits = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  for (; bits >= 0x80n; bits >>= 7n) bytes.push(Number(bits & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(bits)]);
}
