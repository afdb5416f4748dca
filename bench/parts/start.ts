/** `start`: time from a module to its first record. */
import { existsSync, readFileSync } from "node:fs";
import { Guest } from "#keyward/hosts/guest.js";
import { onlyMatches, kmsHeavy } from "../cases/streams.js";
import { compile, filterOf, instantiate } from "../engines/instance.js";
import { CORE_PATH, MODULE_PATH } from "../project.js";
import { median } from "../report/median.js";
import { recordResults } from "../report/results.js";
import { judged, tableText, type Row } from "../report/table.js";

const MAX_MILLISECONDS = 2;
const TAG = Buffer.from("cloudtrail");
const TIME = { seconds: 0, nanoseconds: 0 };

export interface StartOptions {
  /** Number of fresh modules. */
  rounds: number;
  record?: boolean;
}

interface Start {
  /** Milliseconds from the bytes to a module. */
  compile: number;
  /** Milliseconds from a module to its first result. */
  first: number;
}

/** Times fresh instances of the available modules, on a match and on another record, and prints the medians. */
export function runStart({ rounds, record }: StartOptions): void {
  const modules = [
    { name: "Fluent Bit module", path: MODULE_PATH },
    { name: "core", path: CORE_PATH },
  ].filter(({ path }) => existsSync(path));
  const records = [...kmsHeavy(1).records.map(asOther), ...onlyMatches(1).records.map(asMatch)];
  const rows = modules.flatMap(({ name, path }) => {
    const binary = readFileSync(path);
    return records.flatMap(({ kind, bytes, isMatch }): Row[] => {
      const starts = Array.from({ length: rounds }, (_, round) => start(distinct(binary, round), bytes, isMatch));
      const first = median(starts.map((one) => one.first));
      const whole = median(starts.map((one) => one.compile + one.first));
      return [
        judged(`${name}: instantiate, first record (${kind})`, first, { atMost: MAX_MILLISECONDS }, " ms"),
        { what: `${name}: compile, instantiate, first record (${kind})`, figure: `${whole.toFixed(2)} ms` },
      ];
    });
  });
  console.log(tableText(`Start, medians of ${rounds} fresh modules`, rows));
  if (record) console.log(`recorded in ${recordResults("start", rows, { rounds })}`);
}

function asOther(bytes: Buffer): { kind: string; bytes: Buffer; isMatch: boolean } {
  return { kind: "no match", bytes, isMatch: false };
}

function asMatch(bytes: Buffer): { kind: string; bytes: Buffer; isMatch: boolean } {
  return { kind: "a match", bytes, isMatch: true };
}

/** Functions that V8 left uncompiled are compiled by the first record, and so count in `first`. */
function start(binary: Uint8Array, record: Buffer, isMatch: boolean): Start {
  const begun = performance.now();
  const module = compile(binary);
  const compiled = performance.now();
  const exports = instantiate(module);
  const { result, recordAddress } = new Guest(exports).call(filterOf(exports, "tag"), TAG, record, TIME);
  const ended = performance.now();
  if ((result !== recordAddress) !== isMatch) throw new Error("the first record has a wrong answer");
  return { compile: compiled - begun, first: ended - compiled };
}

/** Returns the module with a unique custom section: V8 compiles identical bytes only once. */
function distinct(binary: Uint8Array, round: number): Uint8Array {
  const content = Buffer.from(`\u0005round${String(round).padStart(8, "0")}`);
  return Buffer.concat([binary, Buffer.of(0, content.length), content]);
}
