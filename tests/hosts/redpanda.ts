/**
 * Records of Redpanda's data transforms: their payloads, and the programs that play the broker over standard input and output
 * (`wazero/transform`, `wasmtime/transform.py`).
 */
import { withoutOrigin } from "../emulators/origin.js";
import { spawnSync } from "node:child_process";
import type { Program } from "./programs.js";

/** A record without what the broker adds: in Kafka's protocol any part may be null, except a header's name. */
export interface TransformRecord {
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: readonly [name: string, value: Uint8Array | null][];
}

/** Returns the payload of a record as the module reads and writes it (https://kafka.apache.org/documentation/#record). */
export function writePayload({ key, value, headers }: TransformRecord): Buffer {
  return Buffer.concat([
    ...sized(key),
    ...sized(value),
    varint(headers.length),
    ...headers.flatMap(([name, content]) => [...sized(Buffer.from(name)), ...sized(content)]),
  ]);
}

function sized(bytes: Uint8Array | null): Uint8Array[] {
  return bytes === null ? [varint(-1)] : [varint(bytes.length), bytes];
}

/** Encodes a signed number of up to 32 bits: zigzag, then seven bits per byte. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}

/** Reads the record of a payload. Throws if it is invalid, or if something follows it, like the broker. */
export function readPayload(payload: Buffer): TransformRecord {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = payload.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  };
  const part = (): Buffer | null => {
    const length = number();
    if (length < 0) return null;
    if (at + length > payload.length) throw new RangeError("a payload ends too early");
    at += length;
    return payload.subarray(at - length, at);
  };
  const [key, value] = [part(), part()];
  const headers = Array.from({ length: number() }, (): [string, Buffer | null] => [(part() ?? "").toString(), part()]);
  if (at !== payload.length) throw new RangeError("something stands after a payload");
  return { key, value, headers };
}

export interface TransformRun {
  /** The payloads that the module wrote, by batch. */
  batches: Buffer[][];
  /** Its standard error. */
  said: string;
  /** Its final memory size in bytes. */
  memory: number;
}

/** A transform may print this when it is stopped, which ends each run. */
const END = /^keyward: read_batch_header failed -1;.*\n/m;

const MAX_OUTPUT = 1024 * 1024 * 1024;

/** Runs batches of payloads through a module. Throws if it does not end like a stopped transform. */
export function runTransform(
  { command, options, env }: Program,
  module: string,
  batches: readonly (readonly Buffer[])[],
  environment: readonly string[] = [],
): TransformRun {
  const input = writeBatches(batches);
  const { status, signal, stdout, stderr } = spawnSync(command, [...options, module, ...environment], {
    input,
    env: { ...process.env, ...env },
    maxBuffer: MAX_OUTPUT,
  });
  const text = stderr.toString();
  if (status !== 0) throw new Error(`the transform ended with ${status ?? signal ?? ""}: ${text}`);
  const [line, memory] = /^transform: (\d+) bytes of memory\n/m.exec(text) ?? [];
  if (line === undefined) throw new Error(`the size of its memory is not told: ${text}`);
  return {
    batches: readBatches(stdout),
    said: withoutOrigin(text.replace(line, "").replace(END, "")),
    memory: Number(memory),
  };
}

/** Returns batches in the programs' format. */
export function writeBatches(batches: readonly (readonly Buffer[])[]): Buffer {
  return Buffer.concat(
    batches.flatMap((batch) => [
      number(batch.length),
      ...batch.flatMap((payload) => [number(payload.length), payload]),
    ]),
  );
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function readBatches(output: Buffer): Buffer[][] {
  let at = 0;
  const next = (): number => output.readUInt32LE((at += 4) - 4);
  const batches: Buffer[][] = [];
  while (at < output.length) {
    batches.push(
      Array.from({ length: next() }, () => {
        const length = next();
        if (at + length > output.length) throw new RangeError("the output ends too early");
        return output.subarray(at, (at += length));
      }),
    );
  }
  return batches;
}
