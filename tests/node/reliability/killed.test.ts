/**
 * The command line killed or interrupted at any moment: a pipe has a prefix of the whole output, a file its old content or all of
 * it.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, watch } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { Random } from "../../oracle/random.js";
import { few, isThorough } from "../../settings.js";
import { temporaryFolder } from "../support/files.js";
import { assertBeginning, numberedLines, run, type Ended, type Stream } from "./streams.js";

const LINES = isThorough ? 40_000 : 10_000;
/** How often `keyward tag` and `keyward build` are killed. */
const [TAGS, BUILDS] = isThorough ? [50, 12] : [3, 1];
const random = new Random(Number(process.env.KEYWARD_SEED ?? 1));

let folder = "";
let stream: Stream;

before(async () => {
  folder = await temporaryFolder();
  stream = await numberedLines(LINES);
  await writeFile(join(folder, "in.ndjson"), stream.input);
  await writeFile(join(folder, "in.ndjson.gz"), gzipSync(stream.input, { level: 1 }));
});

const OLD = "the last result\n";

function written(): string {
  return readFileSync(join(folder, "out"), "utf8");
}

/** Returns what a run left next to its output. */
function temporaryFiles(place = folder): string[] {
  return readdirSync(place).filter((name) => name.endsWith(".tmp"));
}

/** From a file into a pipe, killed once this many bytes have come out. */
async function killAtByte(bytes: number): Promise<Ended> {
  const { child, ended } = run(["tag", "in.ndjson"], folder);
  let received = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received >= bytes) child.kill("SIGKILL");
  });
  return ended;
}

/** From a pipe into a file, killed in the middle of the input. */
async function killBehindLine(lines: number): Promise<{ ended: Ended }> {
  const { child, ended } = run(["tag", "-o", "out"], folder);
  let sent = 0;
  while (sent < lines) {
    const next = Math.min(lines, sent + random.below(500) + 1);
    if (!child.stdin.write(Buffer.concat(stream.inputLines.slice(sent, next)))) await once(child.stdin, "drain");
    sent = next;
  }
  child.kill("SIGKILL");
  return { ended: await ended };
}

describe("keyward tag, killed", () => {
  it(
    `at ${TAGS} random moments, has piped a prefix of the output, each line once, or left a file's old content`,
    { timeout: 60_000 },
    async (t) => {
      let bytes = 0;
      for (let round = 0; round < TAGS; round++) {
        await writeFile(join(folder, "out"), OLD);
        if (round % 3 === 0) {
          const least = random.below(stream.output.length - 1024 * 1024);
          const { signal, stdout } = await killAtByte(least);
          assert.equal(signal, "SIGKILL");
          assert.ok(stdout.length >= least);
          assertBeginning(stdout, stream.output, `into a pipe, killed at byte ${least}`);
          bytes += stdout.length;
        } else if (round % 3 === 1) {
          const { ended } = await killBehindLine(random.below(LINES));
          assert.equal(ended.signal, "SIGKILL");
          assert.equal(written(), OLD);
        } else {
          const { child, ended } = run(["tag", "in.ndjson.gz", "-o", "out"], folder);
          const after = random.below(200);
          await Promise.race([sleep(after), ended]);
          child.kill("SIGKILL");
          const { signal } = await ended;
          const isWhole = written() === stream.output.toString();
          assert.ok(isWhole || (signal !== null && written() === OLD), `killed after ${after} ms`);
        }
      }
      t.diagnostic(`${TAGS} runs killed; ${(bytes / 1024 / 1024).toFixed(0)} MiB written by them`);
    },
  );

  it("has written every line that it had time for", { timeout: 20_000 }, async () => {
    for (const lines of few([700, 1, 9000], 1)) {
      const { child, ended } = run(["tag"], folder);
      const whole = Buffer.concat(stream.outputLines.slice(0, lines));
      let received = 0;
      child.stdout.on("data", (chunk: Buffer) => (received += chunk.length));
      child.stdin.write(Buffer.concat(stream.inputLines.slice(0, lines)));
      while (received < whole.length) await once(child.stdout, "data");
      child.kill("SIGKILL");
      assert.ok((await ended).stdout.equals(whole), `${lines} lines`);
    }
  });

  it("with -o, leaves the file's old content and nothing else when interrupted", { timeout: 20_000 }, async () => {
    for (const name of temporaryFiles()) await rm(join(folder, name));
    await writeFile(join(folder, "out"), OLD);
    for (const name of few(["SIGINT", "SIGTERM", "SIGHUP"] as const, 1)) {
      const { child, ended } = run(["tag", "-q", "-o", "out"], folder);
      child.stdin.write(Buffer.concat(stream.inputLines.slice(0, 20_000)));
      while (temporaryFiles().length === 0) await sleep(5);
      child.kill(name);
      assert.equal((await ended).signal, name);
      assert.deepEqual([written(), temporaryFiles()], [OLD, []]);
    }
  });

  it("ends the same way on SIGINT, SIGTERM and SIGHUP", { timeout: 20_000 }, async () => {
    for (const name of few(["SIGTERM", "SIGINT", "SIGHUP"] as const, 1)) {
      const { child, ended } = run(["tag", "in.ndjson"], folder);
      await once(child.stdout, "data");
      child.kill(name);
      const { signal, stdout, stderr } = await ended;
      assert.deepEqual([signal, stderr], [name, ""]);
      assert.ok(stdout.length > 0);
      assertBeginning(stdout, stream.output, name);
    }
  });

  it("goes on after a SIGPIPE that no pipe sent", { timeout: 20_000 }, async () => {
    const { child, ended } = run(["tag", "in.ndjson"], folder);
    await once(child.stdout, "data");
    child.kill("SIGPIPE");
    const { code, stdout } = await ended;
    assert.equal(code, 0);
    assert.ok(stdout.equals(stream.output));
  });
});

describe("keyward build, killed", () => {
  it("leaves the old module, or has written the new one", { timeout: 30_000 }, async () => {
    const place = join(folder, "modules");
    await mkdir(place);
    await writeFile(join(place, "keyward.json"), '{"denied":"annotate"}');
    const args = ["build", "-c", "keyward.json", "-o", "own.wasm"];
    assert.equal((await run(args, place).ended).code, 0);
    const whole = readFileSync(join(place, "own.wasm"));
    for (let round = 0; round < BUILDS; round++) {
      await writeFile(join(place, "own.wasm"), "the old one");
      await sleep(20);
      const { child, ended } = run(args, place);
      // As soon as anything in the folder changes, that is, during the write.
      const watcher = watch(place, () => child.kill("SIGKILL"));
      await ended;
      watcher.close();
      const left = readFileSync(join(place, "own.wasm"));
      assert.ok(left.equals(whole) || left.toString() === "the old one", `${left.length} bytes`);
    }
    for (const name of readdirSync(place)) assert.match(name, /^(keyward\.json|own\.wasm(\.[0-9a-f]{12}\.tmp)?)$/);
    assert.ok(statSync(join(place, "own.wasm")).size > 0);
  });
});
