/** A copy of a trail's bucket: many small log files like those that CloudTrail writes to S3. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { mixed } from "../cases/streams.js";

/** The first of every this many files begins with one of the caller's events. */
export const EVENT_EVERY = 10;
/** Numbers of other events in a file: documents of 60 to 600 KB. */
const OTHERS = [40, 100, 200, 400] as const;
const DAYS = 28;

export interface Bucket {
  paths: readonly string[];
  /** Size after decompression, in bytes. */
  rawBytes: number;
  /** Number of the caller's events. */
  events: number;
}

/**
 * Writes `count` `.json.gz` files below the folder, in a bucket's layout, over 28 days. `eventOf`: the event of a file, as JSON.
 * What files share is compressed once, as a gzip member of its own.
 */
export function makeBucket(folder: string, count: number, eventOf: (index: number) => string): Bucket {
  const bodies = OTHERS.map((others) => {
    const text = `${mixed(`body ${others}`, others, 0).records.join(",")}]}`;
    return { compressed: gzipSync(text, { level: 1 }), rawBytes: Buffer.byteLength(text) };
  });
  const paths: string[] = [];
  let rawBytes = 0;
  for (let index = 0; index < count; index++) {
    const body = bodies[index % bodies.length];
    if (body === undefined) throw new Error("there is a body for each");
    const head = index % EVENT_EVERY === 0 ? `{"Records":[${eventOf(index)},` : '{"Records":[';
    const day = String(1 + (index % DAYS)).padStart(2, "0");
    const parent = join(folder, "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03", day);
    mkdirSync(parent, { recursive: true });
    const path = join(parent, `${String(index).padStart(5, "0")}.json.gz`);
    writeFileSync(path, Buffer.concat([gzipSync(head), body.compressed]));
    paths.push(path);
    rawBytes += Buffer.byteLength(head) + body.rawBytes;
  }
  return { paths, rawBytes, events: Math.ceil(count / EVENT_EVERY) };
}
