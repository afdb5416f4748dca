/** Large inputs with known answers, made from the generated streams. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Guest } from "#keyward/hosts/guest.js";
import { toNdjson } from "../cases/bench-case.js";
import { mixed } from "../cases/streams.js";
import { compile, filterOf, instantiate } from "../engines/instance.js";
import { MODULE_PATH } from "../project.js";

const BLOCK_RECORDS = 10_000;
/** In each block. */
const MATCHES = 10;
const DENIED = 10;
const FILE_RECORDS = [200, 400, 800, 1400] as const;

/** Files that go through `keyward tag` together. */
export interface Input {
  paths: readonly string[];
  /** Size of the files, in bytes. */
  bytes: number;
  /** Size after decompression, in bytes. */
  rawBytes: number;
  matches: number;
  /** Number of lines that contain an action name, matches included. */
  named: number;
  /** SHA-256, in hex, of the expected output of `keyward tag`. */
  tagged: string;
}

/** Writes an NDJSON file of about `size` bytes: one block of records, repeated. */
export function makeBigFile(path: string, size: number): Input {
  const { records } = mixed("block", BLOCK_RECORDS, MATCHES, DENIED);
  const block = toNdjson(records);
  const repeats = Math.max(1, Math.round(size / block.length));
  const file = openSync(path, "w");
  try {
    for (let written = 0; written < repeats; written++) writeFully(file, block);
  } finally {
    closeSync(file);
  }
  const tagged = createHash("sha256");
  const taggedBlock = toNdjson(tagAll(records));
  for (let done = 0; done < repeats; done++) tagged.update(taggedBlock);
  return {
    paths: [path],
    bytes: repeats * block.length,
    rawBytes: repeats * block.length,
    matches: repeats * MATCHES,
    named: repeats * (MATCHES + DENIED),
    tagged: tagged.digest("hex"),
  };
}

/** Compresses the same file with gzip. */
export function compressFile(input: Input, path: string): Input {
  const [source = ""] = input.paths;
  const compressed = gzipSync(readFileSync(source));
  writeFileSync(path, compressed);
  return { ...input, paths: [path], bytes: compressed.length };
}

/** Writes `count` log files as CloudTrail writes them to S3: `{"Records":[…]}` on one line, gzip. Every tenth has a match. */
export function makeLogFiles(folder: string, count: number): Input {
  const paths: string[] = [];
  const documents: Buffer[] = [];
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const records = FILE_RECORDS[index % FILE_RECORDS.length] ?? FILE_RECORDS[0];
    const { records: events } = mixed("log file", records, index % 10 === 0 ? 1 : 0);
    const document = Buffer.from(`{"Records":[${events.join(",")}]}`);
    const compressed = gzipSync(document);
    const path = join(folder, `111122223333_CloudTrail_eu-west-1_${String(index).padStart(5, "0")}.json.gz`);
    writeFileSync(path, compressed);
    paths.push(path);
    documents.push(document);
    bytes += compressed.length;
  }
  // A newline separates files whose last line has none.
  const tagged = createHash("sha256").update(Buffer.from(tagAll(documents).join("\n")));
  const matches = Math.ceil(count / 10);
  const rawBytes = documents.reduce((sum, document) => sum + document.length, 0);
  return { paths, bytes, rawBytes, matches, named: matches, tagged: tagged.digest("hex") };
}

/** Returns the SHA-256 of a file in hex. */
export function digestFile(path: string): string {
  const digest = createHash("sha256");
  const buffer = Buffer.allocUnsafe(4 * 1024 * 1024);
  const file = openSync(path, "r");
  try {
    for (let read = 1; read > 0;) {
      read = readSync(file, buffer);
      digest.update(buffer.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
  return digest.digest("hex");
}

/** Returns what the Fluent Bit module makes of each record. */
function tagAll(records: readonly Buffer[]): Buffer[] {
  const exports = instantiate(compile(readFileSync(MODULE_PATH)));
  const guest = new Guest(exports);
  const filter = filterOf(exports, "tag");
  return records.map((record) => {
    const call = guest.call(filter, Buffer.from("cloudtrail"), record, { seconds: 0, nanoseconds: 0 });
    const result = call.result === call.recordAddress ? record : guest.readString(call.result);
    if (result === undefined) throw new Error("the module returns an address outside its memory");
    const copy = Buffer.from(result);
    guest.free(call);
    return copy;
  });
}

function writeFully(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
