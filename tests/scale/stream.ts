/** The records of the rows, and the expected output for each: that of `keyward tag`. */
import assert from "node:assert/strict";
import { toNdjson } from "#bench/cases/bench-case.js";
import { mixed } from "#bench/cases/streams.js";
import { MATCH, sizedCases } from "../hosts/records.js";
import { runCli } from "../node/support/cli.js";
import { digestOf } from "./kafka/reader.js";

const SHARE_OF_MATCHES = 1 / 100;
const LINE_FEED = 10;
/** Events between two poison records. */
const POISON_EVERY = 97;

/** All indexed by record number. */
export interface Stream {
  records: Buffer[];
  /** SHA-256 of the output. */
  tagged: string[];
  /** Whether it also goes to the alerts. */
  isAlert: boolean[];
}

/** Returns distinct KMS events; one in a hundred matches, and as many are the same calls denied. */
export async function eventStream(count: number): Promise<Stream> {
  const matches = Math.ceil(count * SHARE_OF_MATCHES);
  const { records } = mixed("scale", count, matches, matches);
  const outputs = await taggedByCommand(records);
  const isAlert = outputs.map((output, index) => Buffer.compare(output, records[index] ?? output) !== 0);
  assert.equal(isAlert.filter(Boolean).length, matches, "keyward tag annotates other records than the matches");
  return { records: [...records], tagged: outputs.map(digestOf), isAlert };
}

const ILL_FORMED = Buffer.from([0x80, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf5]);
const [BIG_MATCH, BIG_NEAR_MISS] = sizedCases(1_000_000);

/** Unexpected records for such a topic, and whether someone must look at them. */
const POISON: readonly [record: Buffer, isAlert: boolean][] = [
  [Buffer.from("not JSON at all"), false],
  [Buffer.from("{"), false],
  [Buffer.from(" "), false],
  [Buffer.from("null"), false],
  [ILL_FORMED, false],
  // It names an action and cannot be judged.
  [Buffer.from(MATCH.slice(0, -1)), true],
  [Buffer.concat([Buffer.from(`${MATCH.slice(0, -1)},"userAgent":"`), ILL_FORMED, Buffer.from('"}')]), true],
  [Buffer.from(`[${MATCH}]`), true],
  [Buffer.from(BIG_MATCH.bytes), true],
  [Buffer.from(BIG_NEAR_MISS.bytes), false],
];

/** Returns the same stream with poison records in place of some events. */
export async function withPoison({ records, tagged, isAlert }: Stream): Promise<Stream> {
  const poison = await Promise.all(
    POISON.map(async ([record, alert]) => {
      // Each separately: in a file, unlike in a topic, a truncated record would continue in the next one.
      const [output = record] = await taggedByCommand([record]);
      return { record, alert, digest: digestOf(output) };
    }),
  );
  const stream = { records: [...records], tagged: [...tagged], isAlert: [...isAlert] };
  for (let at = 0, turn = 0; at < records.length; at += POISON_EVERY, turn++) {
    const next = poison[turn % poison.length];
    if (next === undefined) break;
    stream.records[at] = next.record;
    stream.tagged[at] = next.digest;
    stream.isAlert[at] = next.alert;
  }
  return stream;
}

async function taggedByCommand(records: readonly Buffer[]): Promise<Buffer[]> {
  const { stdout } = await runCli(["tag", "--quiet"], { input: toNdjson(records) });
  const lines: Buffer[] = [];
  for (let start = 0; start < stdout.length;) {
    const end = stdout.indexOf(LINE_FEED, start);
    assert.ok(end >= 0, "keyward tag wrote a line without an end");
    lines.push(stdout.subarray(start, end));
    start = end + 1;
  }
  assert.equal(lines.length, records.length, "keyward tag wrote another number of records");
  return lines;
}
