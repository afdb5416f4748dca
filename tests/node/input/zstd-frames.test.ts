/** Zstd frames made by hand from uncompressed blocks, so that any Node can run this. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ZstdFrames } from "#keyward/input/zstd-frames.js";
import { openSources } from "#keyward/input/open-sources.js";
import { InputError } from "#keyward/file-errors.js";
import { temporaryFolder } from "../support/files.js";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rawFrame, repeatedFrame, skippableFrame } from "../support/zstd.js";

/** Returns the frames found in pieces of this size: whether each holds data, and what is reported about the end. */
function framesIn(bytes: Buffer, pieceBytes: number): { frames: string[]; isBroken: boolean; isBetween: boolean } {
  const frames = new ZstdFrames();
  const found: string[] = [];
  let held = Buffer.alloc(0);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const { parts, isBroken } = frames.push(bytes.subarray(at, at + pieceBytes));
    for (const part of parts) {
      held = Buffer.concat([held, part.bytes]);
      if (!part.isLast) continue;
      found.push(`${part.hasData ? "data" : "skip"} ${held.toString("hex")}`);
      held = Buffer.alloc(0);
    }
    if (isBroken) return { frames: found, isBroken, isBetween: frames.isBetween };
  }
  return { frames: found, isBroken: false, isBetween: frames.isBetween };
}

describe("ZstdFrames", () => {
  const frames = [
    rawFrame([Buffer.from("abc"), Buffer.from("defg")]),
    rawFrame([Buffer.from("x")], { isSingle: true, hasChecksum: true }),
    skippableFrame(Buffer.from("12345")),
    skippableFrame(Buffer.alloc(0)),
    rawFrame([Buffer.alloc(0)], { dictionaryBytes: 4, sizeFlag: 3 }),
    repeatedFrame(7, 1000),
    rawFrame([Buffer.from("end")], { dictionaryBytes: 1, sizeFlag: 1 }),
  ];
  const all = Buffer.concat(frames);

  it("ends each frame at its end, in any pieces", () => {
    const expected = frames.map((frame) => `${frame[0] === 0x28 ? "data" : "skip"} ${frame.toString("hex")}`);
    for (const pieceBytes of [1, 2, 3, 5, 8, 13, all.length]) {
      assert.deepEqual(framesIn(all, pieceBytes), { frames: expected, isBroken: false, isBetween: true });
    }
  });

  it("detects truncated data, at every byte", () => {
    const ends = new Set<number>();
    let end = 0;
    for (const frame of frames) ends.add((end += frame.length));
    for (let length = 1; length < all.length; length++) {
      assert.equal(framesIn(all.subarray(0, length), 4).isBetween, ends.has(length), `${length}`);
    }
  });

  it("reports what is not a frame", () => {
    assert.ok(framesIn(Buffer.concat([all, Buffer.from("garbage")]), 6).isBroken);
    assert.ok(framesIn(Buffer.from("no zstd at all"), 100).isBroken);
  });

  it("returns parts that decompress to at most 4 MiB", () => {
    const many = rawFrame(Array.from({ length: 100 }, () => Buffer.from("a")));
    const { parts } = new ZstdFrames().push(many);
    assert.deepEqual(
      parts.map(({ isLast }) => isLast),
      [false, false, false, true],
    );
    assert.ok(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(many));
  });
});

describe("openSources on zstd", () => {
  async function read(name: string, bytes: Buffer): Promise<string> {
    const path = join(await temporaryFolder(), name);
    await writeFile(path, bytes);
    let text = "";
    for await (const { source } of openSources([path], () => undefined)) {
      try {
        const buffer = Buffer.alloc(5);
        for (let count = -1; count !== 0;) {
          count = await source.read(buffer);
          text += buffer.toString("latin1", 0, count);
        }
      } catch (error) {
        assert.ok(error instanceof InputError);
        text += `|${error.message.slice(path.length + 2)}`;
      }
    }
    return text;
  }

  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const hasZstd = major > 22 || (major === 22 && minor >= 15);

  it("reads frames of all kinds, or says which Node can", async () => {
    const bytes = Buffer.concat([
      rawFrame([Buffer.from("abc")]),
      skippableFrame(Buffer.from("-")),
      repeatedFrame(0x78, 4),
    ]);
    const expected = hasZstd ? "abcxxxx" : `|zstd needs Node 22.15 or newer; this is ${process.version}`;
    assert.equal(await read("a.zst", bytes), expected);
    assert.equal(await read("a.log", bytes), expected);
    const frame = rawFrame([Buffer.from("abc"), Buffer.from("def")]);
    const cut = Buffer.concat([frame, frame.subarray(0, frame.length - 2)]);
    assert.equal(await read("a.zst", cut), hasZstd ? "abcdefabcd|truncated zstd data" : expected);
    const wrong = Buffer.concat([frame, Buffer.from("garbage")]);
    const reason = "broken zstd data (something else follows a frame)";
    assert.equal(await read("a.zst", wrong), hasZstd ? `abcdef|${reason}` : expected);
  });

  it("reports a file that is named zstd and is not", async () => {
    assert.equal(await read("a.zst", Buffer.alloc(0)), "|empty, so not in zstd format");
    assert.equal(await read("a.ndjson.zst", Buffer.from('{"a":1}')), "|not in zstd format");
    assert.equal(await read("a.ndjson", Buffer.from("(\u00b5")), "(\u00c2\u00b5");
  });
});
