import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { DecompressedSource } from "#keyward/input/decompressed-source.js";
import { Gunzip } from "#keyward/input/gunzip.js";
import { PrefixedSource, type Source } from "#keyward/input/source.js";
import { few, isThorough } from "../../settings.js";
import { assertPulled, expectedOf, pull, rawInput, type Pulled } from "./pulling.js";

// Lines that compress like logs, several pieces when compressed.
const TEXT = Array.from(
  { length: isThorough ? 9000 : 5600 },
  (_, n) => `{"n":${n},"id":"${randomBytes(8).toString("hex")}"}\n`,
).join("");
const COMPRESSED = gzipSync(TEXT);

/** `keptBytes`: with 0, a second decoder follows from the first piece on. */
function gunzip(
  raw: Source,
  { first = Buffer.alloc(0), keptBytes }: { first?: Buffer; keptBytes?: number } = {},
): Source {
  return new DecompressedSource(new PrefixedSource(Uint8Array.from(first), raw), new Gunzip(raw.readAgain, keptBytes));
}

async function unzip(bytes: Buffer, { readBytes = 10_000, targetBytes = 100_000 } = {}): Promise<Pulled> {
  const source = gunzip(rawInput(bytes, readBytes));
  const pulled = await pull(source, targetBytes);
  source.close();
  return pulled;
}

/** Asserts the result with every way to reread input. Small pieces are for small inputs: each costs a thread hop. */
async function assertUnzips(bytes: Buffer, what: string, pieceBytes = 5000): Promise<void> {
  const expected = expectedOf(bytes);
  for (const source of [
    gunzip(rawInput(bytes, 100_000)),
    gunzip(rawInput(bytes, 100_000), { keptBytes: 0 }),
    gunzip(rawInput(bytes, 100_000, { canReadAgain: true })),
    gunzip(rawInput(bytes.subarray(3), pieceBytes), { first: bytes.subarray(0, 3) }),
    gunzip(rawInput(bytes.subarray(3), pieceBytes), { first: bytes.subarray(0, 3), keptBytes: 0 }),
  ]) {
    assertPulled(await pull(source, pieceBytes), expected, what);
    source.close();
  }
}

describe("Gunzip", () => {
  it("decompresses input in any pieces into any targets", async () => {
    const expected = { bytes: Buffer.from(TEXT), error: undefined };
    for (const readBytes of [101, 10_000, COMPRESSED.length]) {
      for (const targetBytes of [1000, TEXT.length]) {
        assertPulled(await unzip(COMPRESSED, { readBytes, targetBytes }), expected, `${readBytes}, ${targetBytes}`);
      }
    }
    const small = await unzip(gzipSync("some\nlines\n"), { targetBytes: 1 });
    assertPulled(small, { bytes: Buffer.from("some\nlines\n"), error: undefined }, "one byte at a time");
  });

  it("decompresses several members, and skips zero padding", async () => {
    const bytes = Buffer.concat([gzipSync("a\n"), gzipSync(""), gzipSync("b\n"), Buffer.alloc(200_000)]);
    for (const readBytes of [1000, 22, 100_000]) {
      const raw = rawInput(bytes, readBytes);
      const pulled = await pull(gunzip(raw));
      assertPulled(pulled, { bytes: Buffer.from("a\nb\n"), error: undefined }, `${readBytes}`);
      assert.equal(await raw.read(Buffer.alloc(1)), 0, "the padding is read to its end");
    }
  });

  it("skips padding after much that is not read yet", async () => {
    for (const padding of [1, 100, 300_000]) {
      const bytes = Buffer.concat([COMPRESSED, COMPRESSED, Buffer.alloc(padding)]);
      await assertUnzips(bytes, `${padding} bytes of padding`);
    }
  });

  it("reports anything but padding after the data", async () => {
    const error = "broken gzip data (more of it follows zero bytes)";
    const member = gzipSync("hidden\n");
    for (const padding of [1, 100, 300_000]) {
      for (const more of [Buffer.of(1), member, Buffer.concat([Buffer.alloc(50_000), member])]) {
        for (const readBytes of [22, 100_000]) {
          const raw = rawInput(Buffer.concat([gzipSync("a\n"), Buffer.alloc(padding), more]), readBytes);
          assertPulled(await pull(gunzip(raw)), { bytes: Buffer.from("a\n"), error }, `${padding}, ${more.length}`);
        }
      }
    }
  });

  it("returns the content of a truncated input, then reports it", async () => {
    const half = await unzip(COMPRESSED.subarray(0, COMPRESSED.length / 2));
    assert.equal(half.error, "truncated gzip data");
    assert.ok(half.bytes.length > TEXT.length * 0.4 && TEXT.startsWith(half.bytes.toString()));
    for (const cut of [8, 1, COMPRESSED.length - 40_000]) {
      await assertUnzips(COMPRESSED.subarray(0, -cut), `${cut} bytes less`);
    }
  });

  it("returns everything before a broken byte, even in the same piece", { timeout: 60_000 }, async () => {
    const ofChecksum = COMPRESSED.length - 8;
    // Not far into a piece of 32 KiB: everything before it in the piece is fed byte by byte.
    for (const at of few([65_700, 12], 1)) {
      const bytes = Buffer.from(COMPRESSED);
      bytes[at] = ~(bytes[at] ?? 0) & 0xff;
      await assertUnzips(bytes, `broken at ${at}`);
    }
    const checksum = Buffer.from(COMPRESSED).fill(0, ofChecksum, ofChecksum + 4);
    const expected = { bytes: Buffer.from(TEXT), error: "broken gzip data (incorrect data check)" };
    assertPulled(await unzip(checksum), expected, "a wrong checksum");
    await assertUnzips(Buffer.concat([gzipSync(TEXT), Buffer.from("neither padding nor a member")]), "garbage after");
  });

  it("returns exactly what zlib can, wherever the input is cut or broken", { timeout: 60_000 }, async () => {
    const members = [gzipSync("first\n".repeat(20)), gzipSync("stored\n", { level: 0 }), gzipSync("c\n")];
    const bytes = Buffer.concat([...members, Buffer.alloc(3)]);
    for (let at = 2; at < bytes.length; at += isThorough ? 1 : 23) {
      await assertUnzips(bytes.subarray(0, at), `cut at ${at}`, 7);
      for (const bits of [0x01, 0xff]) {
        const broken = Buffer.from(bytes);
        broken[at] = (broken[at] ?? 0) ^ bits;
        await assertUnzips(broken, `byte ${at}, bits ${bits}`, 7);
      }
    }
  });

  it("returns everything that could be read of a failing input, then its error", async () => {
    const raw = rawInput(COMPRESSED.subarray(0, 70_000), 50_000);
    const failing = {
      ...raw,
      read: async (target: Uint8Array) => {
        const bytes = await raw.read(target);
        if (bytes === 0) throw new Error("pulled out");
        return bytes;
      },
    };
    const { bytes } = expectedOf(COMPRESSED.subarray(0, 70_000));
    assertPulled(await pull(gunzip(failing)), { bytes, error: "pulled out" }, "failing");
  });

  it("reports the broken input at every further read", async () => {
    const source = gunzip(rawInput(COMPRESSED.subarray(0, 1000), 1000));
    await pull(source);
    const again = source.read(Buffer.alloc(10));
    assert.ok(again instanceof Promise);
    await assert.rejects(again, new Error("truncated gzip data"));
  });

  it("reads only a few steps ahead, whatever a piece expands to", async () => {
    const size = (isThorough ? 300 : 60) * 1024 * 1024;
    const bomb = gzipSync(Buffer.alloc(size), { level: 9 });
    const source = gunzip(rawInput(bomb, 1_000_000));
    const before = process.memoryUsage().arrayBuffers;
    let [total, most] = [0, 0];
    const target = Buffer.alloc(100_000);
    for (let bytes = -1; bytes !== 0; total += bytes) {
      bytes = await source.read(target);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    assert.equal(total, size);
    assert.ok(most < 40 * 1024 * 1024, `${most} bytes`);
  });

  it("ends when it is closed, also during a read", { timeout: 10_000 }, async () => {
    let end: ((bytes: number) => void) | undefined;
    let isClosed = false;
    const endless = {
      read: () => (isClosed ? 0 : new Promise<number>((resolve) => (end = resolve))),
      close: () => {
        isClosed = true;
        end?.(0);
      },
    };
    const source = gunzip(endless, { first: gzipSync("a").subarray(0, 5) });
    const pending = source.read(Buffer.alloc(10));
    source.close();
    source.close();
    assert.equal(await pending, 0);
    assert.equal(await source.read(Buffer.alloc(10)), 0);
    assert.ok(isClosed);
  });
});
