/** A trail of 736 S3 files over 92 days: `keyward status` agrees with the oracle, in any order of files and on 1 to 4 threads. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { before, describe, it } from "node:test";
import type { StatusReport } from "#keyward/status/report.js";
import { runCli } from "../node/support/cli.js";
import { temporaryFolder } from "../node/support/files.js";
import { ACCOUNTS, expectedStates, liveKey, placeOf, REGIONS, START } from "../oracle/key-lives.js";
import { randomFor } from "../oracle/random.js";
import { few } from "../settings.js";

const KEYS = 40;
const DAYS = 92;
const FILES = 736;
const DAY = 86_400_000;
const random = randomFor(92, 736);
const END = START + DAYS * DAY;
const events = Array.from({ length: KEYS }, (_, index) => liveKey(random, index, 0.1, DAYS - 30).events)
  .flat()
  .filter(({ lost, time }) => !lost && time < END);
/** The last event of any kind, by account and region. */
const last = new Map<string, number>();
let folder = "";
const files = new Map<string, Record<string, unknown>[]>();

function add(place: string, time: number, record: Record<string, unknown>): void {
  const [account = "", region = ""] = place.split(" ");
  const day = new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
  const name = `AWSLogs/${account}/CloudTrail/${region}/${day}/log.json.gz`;
  files.set(name, [...(files.get(name) ?? []), record]);
  last.set(place, Math.max(time, last.get(place) ?? 0));
}

/** Fills up the trail with other services' events, as in most trails. */
function fillUp(): void {
  const places = ACCOUNTS.flatMap((account) => REGIONS.map((region) => `${account} ${region}`));
  for (let at = 0; files.size < FILES; at++) {
    const time = START + (at % DAYS) * DAY;
    const place = places[Math.floor(at / DAYS)] ?? assert.fail("no place left");
    const [account = "", region = ""] = place.split(" ");
    add(place, time, {
      eventSource: "ec2.amazonaws.com",
      eventName: "CreateKeyPair",
      eventTime: new Date(time).toISOString(),
      awsRegion: region,
      recipientAccountId: account,
      eventID: `other-${at}`,
    });
  }
}

before(async () => {
  folder = await temporaryFolder();
  for (const { arn, time, record } of events) add(placeOf(arn), time, record);
  fillUp();
  for (const [name, own] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), gzipSync(JSON.stringify({ Records: own })));
  }
});

/** Returns the rows without their locations. */
async function keysOf(paths: string[]): Promise<object[]> {
  const { code, stdout, stderr } = await runCli(
    ["status", "-q", "--format", "json", "--as-of", "2026-12-01", ...paths],
    { cwd: folder },
  );
  assert.deepEqual([code, stderr], [0, ""]);
  return (JSON.parse(stdout.toString()) as StatusReport).keys;
}

describe("keyward status on a trail of S3 files", () => {
  it("agrees with the oracle, state by state, as of the last event of each account and region", async () => {
    assert.equal(files.size, FILES);
    const expected = expectedStates(events, last);
    const keys = (await keysOf(["AWSLogs"])) as StatusReport["keys"];
    assert.ok(keys.length > 30);
    assert.deepEqual(
      new Map(keys.map(({ key, state }) => [key.arn, state])),
      new Map(keys.map(({ key }) => [key.arn, expected.get(key.arn ?? "")?.state])),
    );
    assert.equal(keys.length, expected.size);
    for (const { key, as_of } of keys) assert.equal(Date.parse(as_of ?? ""), last.get(placeOf(key.arn ?? "")));
    // The same in reverse order, and on any number of threads.
    assert.deepEqual(await keysOf([...files.keys()].reverse()), keys);
    for (const jobs of few(["1", "2", "3", "4"], 1)) assert.deepEqual(await keysOf(["--jobs", jobs, "AWSLogs"]), keys);
  });
});
