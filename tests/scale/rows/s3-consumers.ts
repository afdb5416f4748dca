/** Log files in S3, announced by a queue, with two consumers, one of which is lost. moto stands in for S3 and SQS. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { LOG_FOLDER, pipelineFor, startStore, type Store } from "../../hosts/aws-store.js";
import { madeProgram } from "../../hosts/programs.js";
import { otherEvent, rawEvent, s3File } from "../../node/support/logs.js";
import { Running, until } from "../processes.js";
import type { RowResult, ScaleContext, ScaleRow } from "../row.js";

const EVENTS_A_FILE = 75;
/** One in this many files has a match; one in this many is a digest. */
const MATCH_EVERY = 4;
const DIGEST_EVERY = 10;
/** The queue's visibility timeout in seconds: what a consumer received and did not delete goes to another one. */
const AGAIN_SECONDS = 10;
/** The share of alerts at which a consumer is killed. */
const BEFORE_FAULT = 1 / 5;
const MAX_SECONDS = 120;

export const s3Consumers: ScaleRow = {
  name: "S3 + SQS, one of two consumers killed",
  needs: ["bento", "aws-store"],
  run: runS3,
};

/** The relevant parts of an alert: the key of its log file, and the ids of matching events. */
interface Alert {
  file: string;
  events: { id: string }[];
}

async function runS3(context: ScaleContext): Promise<RowResult> {
  const folder = await context.folder();
  const count = Math.ceil(context.records / EVENTS_A_FILE);
  const { names, expected } = writeLogFiles(folder, count);
  const bento = await madeProgram("bento");
  const store = await startStore(await madeProgram("aws-store"), names, folder, AGAIN_SECONDS);
  const consumers = ["a", "b"].map((name) => {
    const home = join(folder, name);
    mkdirSync(home);
    const { args, env } = pipelineFor(store, home);
    return { home, bento: new Running(`consumer ${name}`, bento, args, { cwd: home, env }) };
  });
  const read = (name: string): string[] => consumers.flatMap(({ home }) => linesOf(join(home, name)));
  const filesWithAlerts = (): Set<string> =>
    new Set(read("alerts.out").map((line) => (JSON.parse(line) as Alert).file));
  try {
    const [victim, other] = consumers.map((consumer) => consumer.bento) as [Running, Running];
    await until("there are alerts", () => filesWithAlerts().size >= expected.size * BEFORE_FAULT, MAX_SECONDS, [
      victim,
      other,
    ]);
    await victim.kill();
    const killed = Date.now();
    await until("every match has arrived", () => filesWithAlerts().size >= expected.size, MAX_SECONDS, [other]);
    const takeover = (Date.now() - killed) / 1000;
    return {
      ...judged(read("alerts.out"), expected),
      records: count,
      takeover,
      within: AGAIN_SECONDS + 5,
      broken: await problems(store, read("others.out")),
    };
  } finally {
    await Promise.all(consumers.map((consumer) => consumer.bento.kill()));
    store.kill();
  }
}

/** Writes log files, some with a match, and digests among them. Returns those with one, by key, with the event's id. */
function writeLogFiles(folder: string, count: number): { names: string[]; expected: Map<string, string> } {
  const names: string[] = [];
  const expected = new Map<string, string>();
  for (let index = 0; index < count; index++) {
    const isDigest = index % DIGEST_EVERY === DIGEST_EVERY - 1;
    const name = `111122223333_CloudTrail${isDigest ? "-Digest" : ""}_eu-west-1_${index}.json.gz`;
    names.push(name);
    const events = Array.from({ length: EVENTS_A_FILE }, (_, event) => otherEvent(`o-${index}-${event}`));
    if (!isDigest && index % MATCH_EVERY === 0) {
      events[index % EVENTS_A_FILE] = rawEvent({ id: `e-${index}`, time: "2026-03-04T09:03:41Z" });
      expected.set(LOG_FOLDER + name, `e-${index}`);
    }
    const digest = JSON.stringify({ awsAccountId: "111122223333", digestS3Object: name, logFiles: [] });
    writeFileSync(join(folder, name), gzipSync(isDigest ? digest : s3File(events)));
  }
  return { names, expected };
}

function judged(
  lines: readonly string[],
  expected: ReadonlyMap<string, string>,
): Pick<RowResult, "missing" | "foreign" | "twice"> {
  const seen = new Map<string, number>();
  let foreign = 0;
  for (const line of lines) {
    const { file, events } = JSON.parse(line) as Alert;
    if (events.length !== 1 || events[0]?.id !== expected.get(file)) foreign++;
    else seen.set(file, (seen.get(file) ?? 0) + 1);
  }
  const twice = [...seen.values()].filter((times) => times > 1).length;
  return { missing: expected.size - seen.size, foreign, twice };
}

async function problems(store: Store, others: readonly string[]): Promise<string[]> {
  const left = await store.close();
  return [
    ...(left > 0 ? [`${left} messages are left in the queue`] : []),
    ...(others.length > 0
      ? [`${others.length} log files could not be judged, the first: ${others[0]?.slice(0, 200) ?? ""}`]
      : []),
  ];
}

function linesOf(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
}
