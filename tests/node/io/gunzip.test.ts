import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { gunzip, GunzipError } from "#keyward/io/gunzip.js";

// Lines that compress like logs do, more than one piece of them once compressed.
const TEXT = Array.from({ length: 3000 }, (_, n) => `{"n":${n},"id":"${randomBytes(8).toString("hex")}"}\n`).join("");
const COMPRESSED = gzipSync(TEXT);

interface Result {
  text: string;
  error: string | undefined;
}

async function unzip(bytes: Buffer, chunkBytes = 10_000): Promise<Result> {
  const parts: Buffer[] = [];
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkBytes)
      yield await Promise.resolve(bytes.subarray(at, at + chunkBytes));
  }
  let error: string | undefined;
  try {
    for await (const part of gunzip(chunks())) parts.push(part);
  } catch (thrown) {
    assert.ok(thrown instanceof GunzipError);
    error = thrown.message;
  }
  return { text: Buffer.concat(parts).toString(), error };
}

describe("gunzip", () => {
  it("decompresses, however the input is cut", async () => {
    for (const chunkBytes of [7, 10_000, COMPRESSED.length]) {
      assert.deepEqual(await unzip(COMPRESSED, chunkBytes), { text: TEXT, error: undefined });
    }
  });

  it("decompresses several members, and passes over zero padding", async () => {
    const bytes = Buffer.concat([gzipSync("a\n"), gzipSync(""), gzipSync("b\n"), Buffer.alloc(1024)]);
    for (const chunkBytes of [1, 22, 100_000]) {
      assert.deepEqual(await unzip(bytes, chunkBytes), { text: "a\nb\n", error: undefined });
    }
  });

  it("gives all there is of a truncated input, then says so", async () => {
    const whole = await unzip(COMPRESSED.subarray(0, -8));
    assert.deepEqual(whole, { text: TEXT, error: "truncated gzip data" });
    const half = await unzip(COMPRESSED.subarray(0, COMPRESSED.length / 2));
    assert.equal(half.error, "truncated gzip data");
    assert.ok(TEXT.startsWith(half.text) && half.text.length > TEXT.length * 0.4, `${half.text.length} characters`);
  });

  it("gives all of an input whose checksum is wrong, then says so", async () => {
    const bytes = Buffer.from(COMPRESSED);
    bytes[bytes.length - 8] = ~(bytes[bytes.length - 8] ?? 0) & 0xff;
    assert.deepEqual(await unzip(bytes), { text: TEXT, error: "broken gzip data (incorrect data check)" });
    assert.deepEqual(await unzip(gzipSync("a").fill(0, 13, 17)), {
      text: "a",
      error: "broken gzip data (incorrect data check)",
    });
  });

  it("gives all before a byte that is broken, even in the same piece", async () => {
    const start = gzipSync("first\n".repeat(1000));
    const bytes = Buffer.concat([start, Buffer.from("neither padding nor a member")]);
    const result = await unzip(bytes, bytes.length);
    assert.equal(result.text, "first\n".repeat(1000));
    assert.match(result.error ?? "", /^broken gzip data/);
  });

  it("stops when its reader does", async () => {
    let closed = false;
    async function* chunks(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield await Promise.resolve(gzipSync("a"));
      } finally {
        closed = true;
      }
    }
    for await (const part of gunzip(chunks())) {
      assert.equal(part.toString(), "a");
      break;
    }
    assert.ok(closed);
  });
});
