/** The records that rows put through, and what has to come out of each: what `keyward tag` writes. */
import assert from "node:assert/strict";
import { toNdjson } from "#bench/cases/bench-case.js";
import { mixed } from "#bench/cases/streams.js";
import { MATCH, sizedCases } from "../hosts/records.js";
import { runCli } from "../node/support/cli.js";
import { digestOf } from "./kafka/reader.js";

const SHARE_OF_MATCHES = 1 / 100;
const LINE_FEED = 10;
/** So many events are between two poison records. */
const POISON_EVERY = 97;

/** All by the number of the record. */
export interface Stream {
  records: Buffer[];
  /** SHA-256 of what comes out. */
  tagged: string[];
  /** Whether it is for the alerts too. */
  isAlert: boolean[];
}

/** Events of KMS, no two alike; a hundredth of them matches, and as many the same calls denied. */
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

/** What nobody expects in such a topic, and whether somebody has to look at it. */
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

/** The same stream with poison records in it, in place of events. */
export async function withPoison({ records, tagged, isAlert }: Stream): Promise<Stream> {
  const poison = await Promise.all(
    POISON.map(async ([record, alert]) => {
      // Each by itself: in a file, unlike in a topic, the end of one that is cut off would be looked for in the next.
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
