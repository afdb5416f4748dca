/**
 * Records of Redpanda's data transforms: their payloads, and the programs that play the broker over standard input and output
 * (`wazero/transform`, `wasmtime/transform.py`).
 */
import { withoutOrigin } from "../emulators/origin.js";
import { spawnSync } from "node:child_process";
import type { Program } from "./programs.js";

/** A record without what the broker adds: any part may be null in Kafka's protocol, but a header's name. */
export interface TransformRecord {
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: readonly [name: string, value: Uint8Array | null][];
}

/** The payload of a record as the module reads and writes it (https://kafka.apache.org/documentation/#record). */
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

/** A signed number of at most 32 bits: zigzag, then seven bits a byte. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}

/** The record of a payload. Throws where it is none, or where something stands after it, as the broker refuses it. */
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
  /** For each batch, the payloads that the module wrote. */
  batches: Buffer[][];
  /** What it said on standard error. */
  said: string;
  /** The size of its memory in the end, in bytes. */
  memory: number;
}

/** What a transform may say when it is stopped, which is how each run ends. */
const END = /^keyward: read_batch_header failed -1;.*\n/m;

const MAX_OUTPUT = 1024 * 1024 * 1024;

/** Runs batches of payloads through a module. Throws where it ends otherwise than a transform does that is stopped. */
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

/** Batches as the programs read them. */
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
