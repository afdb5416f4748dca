/** `keyward tag` on streams: live ones, readers that go away, and more data than memory. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { isThorough, itThoroughly } from "../../settings.js";
import { runShell, startCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { otherEvent } from "../support/logs.js";

const STREAM_BYTES = (isThorough ? 300 : 200) * 1024 * 1024;
const MEMORY_BYTES = 150 * 1024 * 1024;

describe("keyward tag on a stream", () => {
  it("writes a record as soon as it arrives", { timeout: 20_000 }, async () => {
    const child = startCli(["tag"]);
    for (const record of [`${JSON.stringify(otherEvent("o"))}\n`, '{"b":2}\n', '{"c":3}\n']) {
      child.stdin.write(record);
      const [chunk] = (await once(child.stdout, "data")) as [Buffer];
      assert.equal(chunk.toString(), record);
    }
    child.stdin.end();
    assert.deepEqual(await once(child, "close"), [0, null]);
  });

  it("ends silently when its reader goes away, also while its input stays open", { timeout: 20_000 }, async () => {
    const folder = await temporaryFolder();
    for (const line of [
      `yes '{"a":1}' | keyward tag | head -n 1`,
      `yes '{"a":1}' | head -c 50000000 | gzip -1 > big.gz; keyward tag big.gz | head -n 1`,
    ]) {
      const { code, stdout, stderr } = await runShell(`set -o pipefail; ( ${line} ); echo "$?"`, folder);
      // 141: yes itself is ended by the signal.
      assert.match(stdout.toString(), /^\{"a":1\}\n(0|141)\n$/, line);
      assert.deepEqual([code, stderr], [0, ""], line);
    }
  });

  itThoroughly("exits with 0 in that case", { timeout: 20_000 }, async () => {
    const line = `yes '{"a":1}' | keyward tag | head -n 1; echo "\${PIPESTATUS[1]}"`;
    const { stdout } = await runShell(line, await temporaryFolder());
    assert.equal(stdout.toString(), '{"a":1}\n0\n');
  });

  const skip = process.platform !== "linux" && "reads the memory's peak from /proc";
  it("needs no more memory for more data", { timeout: 60_000, skip }, async () => {
    const child = startCli(["tag", "--keep"]);
    const record = Buffer.from(
      `{"eventSource":"kms.amazonaws.com","eventName":"Decrypt","pad":"${"x".repeat(1400)}"}\n`,
    );
    const chunk = Buffer.concat(Array<Buffer>(100).fill(record));
    for (let sent = 0; sent < STREAM_BYTES; sent += chunk.length) {
      if (!child.stdin.write(chunk)) await once(child.stdin, "drain");
    }
    const status = await readFile(`/proc/${child.pid}/status`, "utf8");
    child.stdin.end();
    assert.deepEqual(await once(child, "close"), [0, null]);
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    assert.ok(peak < MEMORY_BYTES, `${Math.round(peak / 1024 / 1024)} MiB for ${STREAM_BYTES / 1024 / 1024} MiB`);
  });
});
