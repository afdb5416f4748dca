/**
 * Runs very many records of mixed sizes through one instance, by the module's own interface and without the oracle: memory must
 * stay within its bound, and every answer must be of the same kind as at first.
 */
import { instantiateModule, type CompiledModule, type KeywardModule } from "#keyward/module.js";
import { judge } from "../oracle/rule.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { randomFor, type Random } from "../oracle/random.js";
import { memoryBound } from "./trials.js";

/** One record in this many matches; as many contain a name of the rule and do not match. */
const ONE_IN = 100;
const [SHORTEST, LONGEST] = [100, 2000];
/** Number of records that are made once and then repeated in random order. */
const POOL = 4096;
/** The largest record in the pool. */
const LARGE_BYTES = 256 * 1024;
const TAG = Buffer.from("cloudtrail");

interface PooledRecord {
  bytes: Buffer;
  isMatch: boolean;
}

export interface LongRun {
  records: number;
  matches: number;
  seconds: number;
  /** Memory after the first round of the pool, and at the end. */
  firstBytes: number;
  lastBytes: number;
  /** The upper bound. */
  boundBytes: number;
}

/** Runs records through `tag` of one instance. Throws an Error for a wrong answer, or if memory exceeds its bound. */
export function runLong(compiled: CompiledModule, records: number, seed: number, frees: boolean): LongRun {
  const module = instantiateModule(compiled);
  const pool = makePool(seed);
  const boundBytes = Math.max(...pool.map(({ bytes }) => memoryBound(bytes, judge(bytes))));
  const random = randomFor(seed ^ 0x10f6, 0);
  let matches = 0;
  let firstBytes = 0;
  let view = new Uint8Array(module.memory.buffer);
  const put = (bytes: Buffer): number => {
    const address = module.malloc(bytes.length + 1) >>> 0;
    if (address === 0) throw new Error(`no memory for a record of ${bytes.length} bytes`);
    if (view.buffer !== module.memory.buffer) view = new Uint8Array(module.memory.buffer);
    view.set(bytes, address);
    view[address + bytes.length] = 0;
    return address;
  };

  const start = performance.now();
  for (let count = 0; count < records; count++) {
    // The pool in order first, to learn how much memory it takes; then in random order.
    const index = count < POOL ? count : random.below(POOL);
    const { bytes, isMatch } = pool[index] as PooledRecord;
    const tag = put(TAG);
    const record = put(bytes);
    const result = module.tag(tag, TAG.length, 0, 0, record, bytes.length) >>> 0;
    if ((result !== record) !== isMatch) throw new Error(`record ${count} of ${bytes.length} bytes: ${result}`);
    if (isMatch) {
      checkResult(module, result, bytes);
      matches++;
    }
    if (frees) {
      module.free(tag);
      module.free(record);
    }
    if (count + 1 === Math.min(POOL, records)) firstBytes = module.memory.buffer.byteLength;
  }
  const seconds = (performance.now() - start) / 1000;
  const lastBytes = module.memory.buffer.byteLength;
  if (lastBytes > firstBytes)
    throw new Error(`memory grew from ${firstBytes} to ${lastBytes} bytes on the same records`);
  if (lastBytes > boundBytes) throw new Error(`${lastBytes} bytes of memory, and ${boundBytes} are allowed`);
  return { records, matches, seconds, firstBytes, lastBytes, boundBytes };
}

/** Checks that the result ends in memory and is longer than the record. */
function checkResult(module: KeywardModule, result: number, { length }: Buffer): void {
  const view = new Uint8Array(module.memory.buffer);
  const end = view.indexOf(0, result);
  const isLonger = end > result + length;
  if (!isLonger) throw new Error(`the result of a match of ${length} bytes is no longer than the record`);
}

function makePool(seed: number): PooledRecord[] {
  const pool = Array.from({ length: POOL }, (_, index): PooledRecord => {
    const random = randomFor(seed ^ 0x900f, index);
    if (index % ONE_IN === 1) return { bytes: match(seed, index), isMatch: true };
    const name = index % ONE_IN === 2 ? "DisableKeyRotation" : "Decrypt";
    return { bytes: plain(name, SHORTEST + random.below(LONGEST - SHORTEST), random), isMatch: false };
  });
  pool[0] = { bytes: plain("DisableKeyRotation", LARGE_BYTES, randomFor(seed, 0)), isMatch: false };
  return pool;
}

function plain(eventName: string, length: number, random: Random): Buffer {
  const head = `{"eventSource":"kms.amazonaws.com","eventName":"${eventName}","userAgent":"`;
  const texts = ["aws-sdk-go/1.55 ", "Boto3/1.34 ", "\u00e9\u20ac "];
  let agent = "";
  while (head.length + agent.length + 2 < length) agent += random.pick(texts);
  return Buffer.from(`${head}${agent}"}`);
}

/** Returns a generated match, in any envelopes, of at most the usual length. */
function match(seed: number, index: number): Buffer {
  for (let at = index * 1000; ; at++) {
    const { bytes } = generateShape(seed, at);
    if (bytes.length <= LONGEST && judge(bytes).verdict === "match") return Buffer.from(bytes);
  }
}
