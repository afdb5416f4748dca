/** Opens records in AWS envelopes that hold them in base64, perhaps compressed: no filter of the module opens those. */
import { isGzip } from "../input/file-kinds.js";
import { gunzipWhole } from "../input/gunzip.js";
import { isJson } from "./json-scanner.js";
import { decodeString, findMember, readElements, skipSpace, type Span } from "./json-spans.js";
import { recordLines } from "./line-splitter.js";
import type { Outcome, Problem, RecordSink } from "./record-sink.js";

/** Nesting limit: Kinesis or Firehose with what CloudWatch Logs sent there, and that again. */
const MAX_DEPTH = 4;
/** Limit for what is opened from one record, nested envelopes included. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Base64 in either alphabet (RFC 4648), perhaps on several lines. */
const BASE64 = /^[A-Za-z0-9+/_\-\s]+={0,2}\s*$/;
/** Every envelope has one of these names. */
const NAMES = ['"awslogs"', '"kinesis"', '"records"'];
/** Base64 of gzip begins like this. */
const GZIP_START = "H4sI";
const DATA = Buffer.from('"data"');
/** The beginning of a member's base64 string: enough for its first three bytes. */
const MEMBER_START = /^\s*:\s*"([A-Za-z0-9+/_-]{4,8})/;
const JSON_START = /^\s*(?:[[{]|$)/;
const FIRST_BYTES = 4096;
const SMALL_BYTES = 64 * 1024;
const QUOTE = 0x22;

export interface OpenedRecord {
  /** Its path: a JSON Pointer, with `#base64` after a string that was decoded and `#gzip` after what was decompressed. */
  path: string;
  bytes: Buffer;
  /** Why it is not JSON; if `sealed`, the bytes are the base64. */
  problem?: Problem;
}

/** Yields the records in an envelope, and in envelopes among them, in order; none for any other record. */
export function openRecords(record: Buffer): Generator<OpenedRecord> {
  return openWithin(record, MAX_DEPTH, { bytes: MAX_BYTES });
}

function* openWithin(record: Buffer, depth: number, left: { bytes: number }): Generator<OpenedRecord> {
  if (depth === 0 || !mayBeEnvelope(record) || !isJson(record)) return;
  for (const { path, text } of dataOf(record)) {
    const opened = decode(text, left.bytes);
    if (opened === undefined) continue;
    const way = path + opened.way;
    if (opened.bytes === undefined) {
      yield { path: way, bytes: Buffer.from(text), problem: "sealed" };
      continue;
    }
    left.bytes -= opened.bytes.length;
    for (const found of recordsIn(opened.bytes)) {
      yield { ...found, path: way };
      if (found.problem !== undefined) continue;
      for (const inner of openWithin(found.bytes, depth - 1, left)) yield { ...inner, path: way + inner.path };
    }
  }
}

/**
 * Finds lines that may be such envelopes, in one input after the other: by gzip in base64 anywhere, and by other base64 only if
 * an input begins with it, since then all of its lines do.
 */
export class EnvelopeFinder {
  #isFirst = true;
  #isAll = false;

  /** Another input begins. */
  begin(): void {
    this.#isFirst = true;
  }

  /** Returns the offset of a byte on the first such line in [start, end), or -1. */
  find(bytes: Buffer, start: number, end: number): number {
    if (this.#isFirst) this.#isAll = holdsBase64(bytes.subarray(start, Math.min(end, start + FIRST_BYTES)));
    this.#isFirst = false;
    if (this.#isAll) return start;
    const at = bytes.subarray(start, end).indexOf(GZIP_START);
    return at < 0 ? -1 : start + at;
  }
}

/** A large record is an envelope only if it holds gzip in base64, or begins with other base64: that is a fast check of all of it. */
function mayBeEnvelope(record: Buffer): boolean {
  if (record.length <= SMALL_BYTES) return record.includes(DATA) && NAMES.some((name) => record.includes(name));
  return record.includes(GZIP_START) || holdsBase64(record.subarray(0, FIRST_BYTES));
}

/** Reports whether a member `data` has a string that begins like base64 of gzip or of JSON. */
function holdsBase64(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(DATA); at >= 0; at = bytes.indexOf(DATA, at + 1)) {
    const [, start] = MEMBER_START.exec(bytes.toString("latin1", at + DATA.length, at + DATA.length + 40)) ?? [];
    if (start !== undefined && (start.startsWith(GZIP_START) || JSON_START.test(fromBase64(start)))) return true;
  }
  return false;
}

/**
 * Yields the strings of an envelope's `data` members and their paths. The envelope is not parsed: it may be as large as a record
 * can be.
 */
function* dataOf(record: Buffer): Generator<{ path: string; text: string }> {
  const top = skipSpace(record, 0);
  // CloudWatch Logs, as Lambda receives it.
  yield* dataIn(record, findMember(record, top, "awslogs"), "/awslogs");
  // Kinesis, as Lambda receives it.
  for (const [index, { start }] of elementsOf(record, findMember(record, top, "Records"))) {
    yield* dataIn(record, findMember(record, start, "kinesis"), `/Records/${index}/kinesis`);
  }
  // Firehose, as a transformation in Lambda or an HTTP endpoint receives it.
  for (const [index, item] of elementsOf(record, findMember(record, top, "records"))) {
    yield* dataIn(record, item, `/records/${index}`);
  }
}

function* dataIn(record: Buffer, value: Span | undefined, path: string): Generator<{ path: string; text: string }> {
  const data = value && findMember(record, value.start, "data");
  if (data === undefined || record[data.start] !== QUOTE) return;
  yield { path: `${path}/data`, text: decodeString(record.subarray(data.start, data.end)) };
}

function elementsOf(record: Buffer, value: Span | undefined): Iterable<[number, Span]> {
  return value === undefined ? [] : readElements(record, value.start).entries();
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("latin1");
}

/**
 * Decodes base64, and says how; without bytes if its gzip is broken or holds more than `most` bytes. Returns undefined for what
 * is not base64.
 */
function decode(text: string, most: number): { way: string; bytes?: Buffer } | undefined {
  const way = "#base64#gzip";
  if (!BASE64.test(text)) return text.startsWith(GZIP_START) ? { way } : undefined;
  const bytes = Buffer.from(text, "base64");
  if (!isGzip(bytes)) {
    return bytes.length > most ? { way: "#base64" } : { way: "#base64", bytes };
  }
  if (most < 1) return { way };
  try {
    return { way, bytes: gunzipWhole(bytes, { maxOutputLength: most }) };
  } catch {
    return { way };
  }
}

function recordsIn(bytes: Buffer): Omit<OpenedRecord, "path">[] {
  const found: Omit<OpenedRecord, "path">[] = [];
  const sink: RecordSink = {
    record: (record): Outcome => {
      if (!isJson(record)) return "not JSON";
      found.push({ bytes: Buffer.from(record) });
      return "kept";
    },
    notJson: (text, { problem }) => found.push({ bytes: Buffer.from(text), problem }),
    oversize: () => found.push({ bytes: Buffer.alloc(0), problem: "sealed" }),
    pass: () => undefined,
  };
  const lines = recordLines(sink);
  lines.push(bytes);
  lines.end();
  return found;
}
