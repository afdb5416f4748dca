/** Counts the instructions that a module executes for the records of a case. */
import { createHash } from "node:crypto";
import { Guest } from "#keyward/hosts/guest.js";
import { totalBytes, type BenchCase } from "../cases/bench-case.js";
import { compile, filterOf, instantiate, type FilterExports } from "../engines/instance.js";
import { counterOf, instrument } from "../wasm/instrument.js";

const TAG = Buffer.from("cloudtrail");
const TIME = { seconds: 0, nanoseconds: 0 };

/** A case, and the module's filter that it goes through. */
export interface CountedCase {
  /** Its name in counts.json. */
  name: string;
  binary: Uint8Array;
  filter: "tag" | "keep";
  benchCase: BenchCase;
}

export interface Count {
  /** Size of the records alone, in bytes. */
  bytes: number;
  /** Instructions executed for them: in the filter, and in malloc and free for record and tag. */
  instructions: number;
  perByte: number;
}

interface Run {
  matches: number;
  dropped: number;
  /** A digest of every result, in order. */
  digest: string;
}

/**
 * Runs the case through a new instance of the instrumented module. Throws if the number of matches is wrong, if `keep` passes
 * anything else, or if any result differs from that of the module as built.
 */
export function countCase(
  { name, binary, filter, benchCase }: CountedCase,
  instrumented: Uint8Array = instrument(binary),
): Count {
  const counted = instantiate(compile(instrumented));
  const counter = counterOf(counted);
  // One-time work of an instance is not part of a record's cost.
  for (let count = 0; count < 2; count++) callFor(counted, filter, Buffer.from("{}"));
  counter.value = 0n;
  const run = runCase(counted, filter, benchCase);
  const instructions = Number(counter.value);
  if (run.matches !== benchCase.matches) {
    throw new Error(`${name}: the module finds ${run.matches} matches, there are ${benchCase.matches}`);
  }
  const dropped = filter === "keep" ? benchCase.records.length - benchCase.matches : 0;
  if (run.dropped !== dropped) throw new Error(`${name}: the module drops ${run.dropped} records, not ${dropped}`);
  if (runCase(instantiate(compile(binary)), filter, benchCase).digest !== run.digest) {
    throw new Error(`${name}: the instrumented module gives other results than the module`);
  }
  const bytes = totalBytes(benchCase);
  return { bytes, instructions, perByte: Number((instructions / bytes).toFixed(4)) };
}

function callFor(exports: FilterExports, filterName: string, record: Uint8Array): void {
  const guest = new Guest(exports);
  guest.free(guest.call(filterOf(exports, filterName), TAG, record, TIME));
}

function runCase(exports: FilterExports, filterName: string, { records }: BenchCase): Run {
  const guest = new Guest(exports);
  const filter = filterOf(exports, filterName);
  const digest = createHash("sha256");
  let matches = 0;
  let dropped = 0;
  for (const record of records) {
    const call = guest.call(filter, TAG, record, TIME);
    if (call.result === 0) {
      dropped++;
      digest.update("dropped\n");
    } else {
      const result = guest.readString(call.result);
      if (result === undefined) throw new Error("the module returns an address outside its memory");
      digest.update(result).update("\n");
      if (call.result !== call.recordAddress) matches++;
    }
    guest.free(call);
  }
  return { matches, dropped, digest: digest.digest("hex") };
}
