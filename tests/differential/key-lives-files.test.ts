/** A trail of many S3 files over months: `keyward status` says what the oracle says, whatever the order of the files. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { before, describe, it } from "node:test";
import type { StatusReport } from "#keyward/status/report.js";
import { runCli } from "../node/support/cli.js";
import { temporaryFolder } from "../node/support/files.js";
import { expectedStates, liveKey, placeOf, type LivedEvent } from "../oracle/key-lives.js";
import { randomFor } from "../oracle/random.js";

const KEYS = 40;
const DAY = 86_400_000;
const random = randomFor(92, 736);
const events = Array.from({ length: KEYS }, (_, index) => liveKey(random, index, 0.1).events)
  .flat()
  .filter(({ lost }) => !lost);
let folder = "";
const files = new Map<string, LivedEvent[]>();

before(async () => {
  folder = await temporaryFolder();
  for (const event of events) {
    const day = new Date(event.time).toISOString().slice(0, 10).replaceAll("-", "/");
    const [region = "", account = ""] = placeOf(event.arn).split(" ").reverse();
    const name = `AWSLogs/${account}/CloudTrail/${region}/${day}/log.json.gz`;
    files.set(name, [...(files.get(name) ?? []), event]);
  }
  for (const [name, own] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), gzipSync(JSON.stringify({ Records: own.map(({ record }) => record) })));
  }
});

/** The rows without their places. */
async function keysOf(paths: string[]): Promise<object[]> {
  const { code, stdout, stderr } = await runCli(
    ["status", "-q", "--format", "json", "--as-of", "2026-12-01", ...paths],
    { cwd: folder },
  );
  assert.deepEqual([code, stderr], [0, ""]);
  return (JSON.parse(stdout.toString()) as StatusReport).keys;
}

describe("keyward status, a trail of S3 files", () => {
  it("agrees with the oracle, state by state, as of the last event of each account and region", async () => {
    assert.ok(files.size > 100, `${files.size} files`);
    const last = new Map<string, number>();
    for (const { arn, time } of events) last.set(placeOf(arn), Math.max(time, last.get(placeOf(arn)) ?? 0));
    const spread = Math.max(...last.values()) - Math.min(...events.map(({ time }) => time));
    assert.ok(spread > 40 * DAY, `${spread / DAY} days`);
    const expected = expectedStates(events, last);
    const keys = (await keysOf(["AWSLogs"])) as StatusReport["keys"];
    assert.ok(keys.length > 30);
    assert.deepEqual(
      new Map(keys.map(({ key, state }) => [key.arn, state])),
      new Map(keys.map(({ key }) => [key.arn, expected.get(key.arn ?? "")?.state])),
    );
    assert.equal(keys.length, expected.size);
    for (const { key, as_of } of keys) assert.equal(Date.parse(as_of ?? ""), last.get(placeOf(key.arn ?? "")));
    // The same, from the last file to the first.
    assert.deepEqual(await keysOf([...files.keys()].reverse()), keys);
  });
});
