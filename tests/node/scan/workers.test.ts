import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { compileModule, CORE_MODULE } from "#keyward/module-files.js";
import type { FoundFile } from "#keyward/input/find-files.js";
import { scanFiles } from "#keyward/scan/workers.js";
import { emptyCoverage } from "#keyward/survey/coverage.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent, writeLog } from "../support/logs.js";

/** A thread that, after a while, answers each file with its length as the number of records, and one event; some files end it. */
const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    parentPort.postMessage({ bytes: 0 });
    parentPort.on("message", ({ files }) => {
      for (const { path } of files) {
        if (path.startsWith("throw")) throw new Error("no more");
        if (path.startsWith("exit")) process.exit(3);
      }
      const results = files.map(({ index, path, bytes }) => ({ index, result: { findings: [], count: 0, lives: [], weights: { findings: 0, lives: 0 }, records: bytes, broken: [] } }));
      setTimeout(() => parentPort.postMessage({ bytes: 1, done: { results, coverage: { ...${JSON.stringify(emptyCoverage())}, events: files.length } } }), Math.random() * 20);
    });
  `)}`,
);

function file(path: string, bytes: number): FoundFile {
  return { path, bytes, isRegular: true };
}

const WANTED = { what: "findings", until: Infinity } as const;

describe("scanFiles", () => {
  it("returns results in the order of the files, for any number of threads", { timeout: 20_000 }, async () => {
    const files = Array.from({ length: 150 }, (_, index) => file(`f${index}`, index));
    for (const jobs of [1, 2, 5]) {
      let told = 0;
      const options = {
        data: { compiled: await compileModule(CORE_MODULE), wanted: WANTED },
        jobs,
        script: SCRIPT,
        onRead: (n: number) => (told += n),
      };
      const { results, coverage } = await scanFiles(files, options);
      assert.equal(coverage.events, files.length);
      assert.deepEqual(
        results.map(({ records }) => records),
        files.map(({ bytes }) => bytes),
      );
      assert.ok(told > 0);
    }
  });

  it("reports the files that end a thread, and the results of all others", { timeout: 20_000 }, async () => {
    const files = Array.from({ length: 60 }, (_, index) => file(`f${index}`, index + 1));
    files[7] = file("throw", 5);
    files[40] = file("exit", 5);
    const options = {
      data: { compiled: await compileModule(CORE_MODULE), wanted: WANTED },
      jobs: 2,
      script: SCRIPT,
      onRead: () => undefined,
    };
    const { results, coverage } = await scanFiles(files, options);
    // Files that were tried again count once.
    assert.equal(coverage.events, 58);
    const broken = results.flatMap((result) => result.broken);
    assert.deepEqual(broken, [
      { file: "throw", reason: "the thread that read it ended (no more)" },
      { file: "exit", reason: "the thread that read it ended (exit code 3)" },
    ]);
    assert.equal(results.filter(({ records }) => records > 0).length, 58);
  });

  it("reads everything on its own thread if no other can start", { timeout: 20_000 }, async () => {
    const folder = await temporaryFolder();
    for (const name of ["a", "b", "c"]) writeLog(folder, name, JSON.stringify(rawEvent({ id: name })));
    for (const script of [
      new URL("data:text/javascript,throw new Error('no thread')"),
      new URL("file:///nowhere.js"),
    ]) {
      const { results, coverage } = await scanFiles(
        ["a", "b", "c"].map((name) => file(join(folder, name), 1)),
        {
          data: { compiled: await compileModule(CORE_MODULE), wanted: WANTED },
          jobs: 2,
          script,
          onRead: () => undefined,
        },
      );
      assert.deepEqual(
        results.map(({ findings, broken }) => [findings.map(({ id }) => id), broken]),
        [
          [["a"], []],
          [["b"], []],
          [["c"], []],
        ],
      );
      assert.equal(coverage.events, 3);
    }
  });
});
