/** Helpers for tests of inputs: pulling a source to its end, and what zlib itself yields for broken gzip. */
import assert from "node:assert/strict";
import { constants, gunzipSync } from "node:zlib";
import { openSources } from "#keyward/input/open-sources.js";
import type { Source } from "#keyward/input/source.js";

export interface Pulled {
  bytes: Buffer;
  error: string | undefined;
}

/** Reads to the end or the first error, `targetBytes` at a time; checks that only counted bytes are written. */
export async function pull(source: Pick<Source, "read">, targetBytes = 100_000): Promise<Pulled> {
  const parts: Buffer[] = [];
  let error: string | undefined;
  const target = Buffer.alloc(targetBytes + 1, 0xee);
  try {
    for (;;) {
      const bytes = await source.read(target.subarray(0, targetBytes));
      assert.ok(Number.isInteger(bytes) && bytes >= 0 && bytes <= targetBytes, `${bytes} bytes`);
      assert.equal(target[targetBytes], 0xee);
      if (bytes === 0) break;
      parts.push(Buffer.from(target.subarray(0, bytes)));
    }
  } catch (thrown) {
    assert.ok(thrown instanceof Error);
    error = thrown.message;
  }
  return { bytes: Buffer.concat(parts), error };
}

export async function pullAll(paths: string[], targetBytes?: number): Promise<Pulled[]> {
  const all: Pulled[] = [];
  for await (const { source } of openSources(paths, () => undefined)) all.push(await pull(source, targetBytes));
  return all;
}

/** Returns an input that hands out `bytes` in reads of at most `readBytes`; by default it can be read only once. */
export function rawInput(bytes: Buffer, readBytes: number, options: { canReadAgain?: boolean } = {}): Source {
  let at = 0;
  const copy = (target: Uint8Array, from: number): number => {
    const part = bytes.subarray(from, from + Math.min(target.length, readBytes));
    target.set(part);
    return part.length;
  };
  return {
    read: (target) => {
      const read = copy(target, at);
      at += read;
      return Promise.resolve(read);
    },
    readAgain: options.canReadAgain ? copy : undefined,
    close: () => undefined,
  };
}

interface Unzipped {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

/** Returns what gunzip must yield, by zlib's one-shot decoder: the content of the longest prefix without an error. */
export function expectedOf(compressed: Buffer): Pulled {
  let error: string | undefined;
  try {
    const { buffer: bytes, engine } = gunzipSync(compressed, { info: true }) as unknown as Unzipped;
    // zlib takes everything after a zero byte for padding.
    const rest = compressed.subarray(engine.bytesWritten);
    return {
      bytes,
      error: rest.some((byte) => byte !== 0) ? "broken gzip data (more of it follows zero bytes)" : error,
    };
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    error = code === "Z_BUF_ERROR" ? "truncated gzip data" : `broken gzip data (${message})`;
  }
  let good = 0;
  for (let bad = compressed.length + 1; bad - good > 1;) {
    const middle = (good + bad) >> 1;
    if (begins(compressed.subarray(0, middle)) === undefined) bad = middle;
    else good = middle;
  }
  return { bytes: begins(compressed.subarray(0, good)) ?? Buffer.alloc(0), error };
}

function begins(compressed: Buffer): Buffer | undefined {
  if (compressed.length === 0) return compressed;
  try {
    return gunzipSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

/** Compares the bytes with `equals`, since a failure would otherwise print megabytes. */
export function assertPulled(actual: Pulled | undefined, expected: Pulled, what: string): void {
  assert.ok(actual, what);
  assert.equal(actual.error, expected.error, what);
  assert.ok(
    actual.bytes.equals(expected.bytes),
    `${what}: ${actual.bytes.length} bytes instead of ${expected.bytes.length}, or other ones`,
  );
}
