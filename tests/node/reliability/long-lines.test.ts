/** A line of 200 MiB, a shorter one in a short run, and one beyond the limit of 256 MiB. */
import assert from "node:assert/strict";
import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { isThorough } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";

const MEBIBYTE = 1024 * 1024;
const LONG = isThorough ? 200 : 30;
const HEAD = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","pad":"';
const BEFORE = '{"before":1}\n';
const AFTER = '{"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion"}\n';
/** Room for the additions to a match. */
const ADDED_BYTES = 4096;

let folder = "";

before(async () => {
  folder = await temporaryFolder();
});

/** Writes a file with a short line, a match of this size, and a short match. */
function writeLong(name: string, bytes: number): void {
  const file = openSync(join(folder, name), "w");
  writeSync(file, BEFORE + HEAD);
  const filling = Buffer.alloc(MEBIBYTE, "x");
  for (let left = bytes - HEAD.length - 2; left > 0; left -= filling.length) {
    writeSync(file, filling.subarray(0, Math.min(left, filling.length)));
  }
  writeSync(file, `"}\n${AFTER}`);
  closeSync(file);
}

/** Returns the bytes of a file from `start` on; fewer at its end. */
function part(name: string, start: number, length: number): Buffer {
  const file = openSync(join(folder, name), "r");
  const bytes = Buffer.alloc(length);
  const read = readSync(file, bytes, 0, length, start);
  closeSync(file);
  return bytes.subarray(0, read);
}

/** Returns the offset at which two files differ; the shorter one's length if one begins with the other. */
function sameBytes(a: string, b: string): number {
  const length = Math.min(statSync(join(folder, a)).size, statSync(join(folder, b)).size);
  for (let at = 0; at < length; at += MEBIBYTE) {
    const [one, other] = [part(a, at, MEBIBYTE), part(b, at, MEBIBYTE)];
    if (!one.equals(other)) return at + one.findIndex((byte, index) => byte !== other[index]);
  }
  return length;
}

describe("keyward tag on a long line", () => {
  it(`judges one of ${LONG} MiB`, { timeout: 60_000 }, async () => {
    const bytes = LONG * MEBIBYTE;
    writeLong("long", bytes);
    const { code, stderr } = await runCli(["tag", "long", "-o", "out"], { cwd: folder });
    assert.deepEqual([code, stderr], [0, "keyward: 3 records, 2 matches, 0 dropped, 0 not JSON, N s\n"]);
    // All but the brace, before which the annotation goes.
    assert.equal(sameBytes("long", "out"), BEFORE.length + bytes - 1);
    const [rest = "", last = "", end] = part("out", BEFORE.length + bytes - 1, 2 * ADDED_BYTES)
      .toString()
      .split("\n");
    assert.equal((JSON.parse(`{"pad":""${rest}`) as { keyward: { matches: number } }).keyward.matches, 1);
    assert.ok(last.startsWith(AFTER.slice(0, -2)) && last.includes('"keyward":{'));
    assert.equal(end, "");
  });

  it("passes one over 256 MiB unchanged, says so, and exits with 2", { timeout: 60_000 }, async () => {
    writeLong("longer", 256 * MEBIBYTE + 1);
    const { code, stderr } = await runCli(["tag", "longer", "-o", "out"], { cwd: folder });
    assert.equal(
      stderr,
      "keyward: longer:2: the record is too long to be judged; it passes unchanged\n" +
        "keyward: 3 records, 1 match, 0 dropped, 0 not JSON, 1 too large to judge, N s\n",
    );
    assert.equal(code, 2);
    assert.equal(sameBytes("longer", "out"), statSync(join(folder, "longer")).size - 2);
  });
});
