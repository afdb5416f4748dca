import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { openSources } from "#keyward/input/open-sources.js";
import { readSmallGzip, smallGzipsAhead } from "#keyward/input/small-gzip.js";
import { isThorough } from "../../settings.js";
import { temporaryFolder } from "../support/files.js";
import { assertPulled, pull, pullAll } from "./pulling.js";

const MIB = 1024 * 1024;
const LARGE = randomBytes(300_000).toString("hex");

/** Returns lines that name the file, of this total size. */
function content(name: string, bytes: number): string {
  return `${name} ${"x".repeat(50)}\n`.repeat(Math.ceil(bytes / 50)).slice(0, bytes);
}

async function makeFiles(count: number, bytes: (n: number) => number): Promise<string[]> {
  const folder = await temporaryFolder();
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const path = join(folder, `${n}.gz`);
      await writeFile(path, gzipSync(content(path, bytes(n))));
      return path;
    }),
  );
}

describe("small gzip files", () => {
  it("are decompressed in one step; everything else is left to other code", async () => {
    const folder = await temporaryFolder();
    const broken = gzipSync("broken\n");
    broken[12] = 0xff;
    const large = gzipSync(LARGE, { level: 1 });
    const many = Buffer.concat([gzipSync("of\n"), gzipSync("several members\n"), Buffer.alloc(10)]);
    const cases: [string, Buffer | undefined, string | undefined][] = [
      ["small", gzipSync("small\n"), "small\n"],
      ["no bytes in it", gzipSync(""), ""],
      ["several members", many, "of\nseveral members\n"],
      ["padded", Buffer.concat([large, large, Buffer.alloc(100_000)]), LARGE.repeat(2)],
      ["padded by a byte", Buffer.concat([large, Buffer.alloc(1)]), LARGE],
      ["padded, and more after that", Buffer.concat([gzipSync("a"), Buffer.alloc(9), gzipSync("b")]), undefined],
      ["broken", broken, undefined],
      ["broken at its end", Buffer.concat([large, broken]), undefined],
      ["truncated", gzipSync("truncated\n".repeat(100)).subarray(0, -1), undefined],
      ["no gzip", Buffer.from("plain text, long enough for gzip\n"), undefined],
      ["empty", Buffer.alloc(0), undefined],
      ["much when decompressed", gzipSync(Buffer.alloc(9 * MIB)), undefined],
      ["that in several members", Buffer.concat(Array<Buffer>(9).fill(gzipSync(Buffer.alloc(MIB)))), undefined],
      ["much compressed", gzipSync(Buffer.alloc(2 * MIB + 1), { level: 0 }), undefined],
      ["missing", undefined, undefined],
      ["last", gzipSync("last\n"), "last\n"],
    ];
    for (const [name, bytes] of cases) if (bytes !== undefined) await writeFile(join(folder, name), bytes);
    const next = smallGzipsAhead(cases.map(([name]) => join(folder, name)));
    for (const [name, bytes, expected] of cases) {
      for (const small of [readSmallGzip(join(folder, name)), await next()]) {
        assert.ok(small?.bytes.toString() === expected, name);
        if (expected !== undefined) assert.equal(small?.compressedBytes, bytes?.length);
      }
    }
    assert.equal(await next(), undefined);
  });

  it("are read three ahead, and no further", async () => {
    const paths = await makeFiles(8, () => 1000);
    const next = smallGzipsAhead(paths);
    const first = next();
    for (const path of paths) await rm(path);
    assert.equal((await first)?.bytes.length, 1000);
    for (const n of [1, 2, 3]) assert.ok((await next())?.bytes.toString().startsWith(paths[n] ?? "?"));
    for (let n = 4; n < 8; n++) assert.equal(await next(), undefined);
  });
});

describe("openSources on many gzip files", () => {
  it("returns the same as for each file alone, in the same order", { timeout: 30_000 }, async () => {
    const folder = await temporaryFolder();
    const small = await makeFiles(30, (n) => 10 + n * 3000);
    const large = join(folder, "large.gz");
    await writeFile(large, gzipSync(content("large", (isThorough ? 40 : 12) * MIB)));
    const broken = join(folder, "broken.gz");
    await writeFile(broken, gzipSync(content("broken", 300_000)).fill(0, 700, 720));
    const plain = join(folder, "plain");
    await writeFile(plain, content("plain", 100_000));
    await writeFile(join(folder, "not.gz"), "not");
    await writeFile(join(folder, "empty.gz"), "");
    await mkdir(join(folder, "folder.gz"));
    const others = ["not.gz", "empty.gz", "folder.gz", "missing.gz"].map((name) => join(folder, name));
    const paths = [large, ...small.slice(0, 10), broken, ...small.slice(10, 20), plain, ...others, ...small.slice(20)];
    const expected = (await Promise.all(paths.map((path) => pullAll([path])))).flat();
    assert.deepEqual(
      expected.flatMap(({ error }) => (error === undefined ? [] : [error.replace(/ \(.*/, "")])),
      [
        `${broken}: broken gzip data`,
        ...["not in gzip format", "empty, so not in gzip format", "is a directory", "no such file"].map(
          (reason, n) => `${others[n] ?? ""}: ${reason}`,
        ),
      ],
    );
    assert.equal(expected[1]?.bytes.toString("latin1"), content(small[0] ?? "", 10));
    for (const targetBytes of [1009, MIB]) {
      const all = await pullAll(paths, targetBytes);
      assert.equal(all.length, paths.length);
      for (const [n, pulled] of all.entries()) {
        assertPulled(pulled, expected[n] ?? { bytes: Buffer.alloc(0), error: "" }, paths[n] ?? "");
      }
    }
  });

  it("goes on when sources are not read, or not to their end", async () => {
    const paths = await makeFiles(20, () => 100_000);
    let n = 0;
    for await (const { path, source } of openSources(paths, () => undefined)) {
      assert.equal(path, paths[n]);
      const target = Buffer.alloc(path.length);
      if (n % 3 > 0) {
        await source.read(target);
        assert.equal(target.toString(), path);
      }
      if (n % 3 > 1) assert.equal((await pull(source)).bytes.length, 100_000 - path.length);
      if (n % 2 > 0) {
        source.close();
        assert.equal(await source.read(target), 0);
      }
      n++;
    }
    assert.equal(n, 20);
  });

  it("counts the bytes read before decompression", async () => {
    const paths = await makeFiles(20, (n) => n * 10_000);
    let read = 0;
    for await (const { source } of openSources(paths, (bytes) => (read += bytes))) await pull(source);
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
    assert.equal(
      read,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  });
});
