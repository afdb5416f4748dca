/** `node`: this Node, one core, record by record: Keyward compared with the alternatives. */
import { readFileSync } from "node:fs";
import { totalBytes, type BenchCase } from "../cases/bench-case.js";
import { invictus } from "../cases/invictus.js";
import { kmsHeavy, mixed } from "../cases/streams.js";
import { compileAssembly } from "../engines/compile-assembly.js";
import { coreEngine } from "../engines/core.js";
import { checkAnswer, type Engine } from "../engines/engine.js";
import { filterEngine } from "../engines/filter.js";
import { compile, instantiate } from "../engines/instance.js";
import { JSON_PARSE, REGULAR_EXPRESSION } from "../engines/json-parse.js";
import { MODULE_PATH } from "../project.js";
import { median } from "../report/median.js";
import { recordResults } from "../report/results.js";
import { gridText, judged, tableText, type Row } from "../report/table.js";

const MIN_FOR_FILTER = 6;
const MIN_FOR_CORE = 15;
const ROUND_MILLISECONDS = 60;
const QUIET_RECORDS = 3000;

export interface NodeOptions {
  rounds: number;
  record?: boolean;
}

/** One engine on one case: medians of the rounds. */
interface Timing {
  case: string;
  engine: string;
  /** Nanoseconds per record. */
  nanoseconds: number;
  /** GB/s of records. */
  speed: number;
  /** Speed relative to JSON.parse with the predicate, in the same round. */
  ratio: number;
}

/** Measures, prints and compares. */
export function runNode({ rounds, record }: NodeOptions): void {
  const core = coreEngine();
  if (core === undefined) console.error("bench: there is no build/keyward.core.wasm: the core is not measured");
  try {
    const filter = filterEngine("Fluent Bit module", instantiate(compile(readFileSync(MODULE_PATH))), "tag");
    const jsonAs = filterEngine("json-as filter", instantiate(compile(compileAssembly("json-as-filter"))), "tag");
    const engines = [filter, JSON_PARSE, REGULAR_EXPRESSION, jsonAs, ...(core === undefined ? [] : [core])];
    const real = invictus();
    const cases = [...(real === undefined ? [] : [real]), kmsHeavy(QUIET_RECORDS)];
    const checks = [...cases, mixed("a mix", 2000, 40, 40), mixed("matches", 100, 100)];
    for (const engine of engines) for (const benchCase of checks) checkAnswer(engine, benchCase);

    const timings = cases.flatMap((benchCase) => timeCase(engines, benchCase, rounds));
    const rows = timings.flatMap((timing): Row[] => {
      if (timing.engine === filter.name) return [ratioRow(timing, MIN_FOR_FILTER)];
      return timing.engine === core?.name ? [ratioRow(timing, MIN_FOR_CORE)] : [];
    });
    console.log(tableText(`In Node, times as fast as JSON.parse + predicate, medians of ${rounds} rounds`, rows));
    console.log(gridText([["case, engine", "ns a record", "GB/s", "ratio"], ...timings.map(lineOf)]));
    if (record) console.log(`recorded in ${recordResults("node", rows, { rounds, timings })}`);
  } finally {
    core?.close();
  }
}

/** Runs every engine once per round, in turn, so that a slow machine slows all of them. */
function timeCase(engines: readonly Engine[], benchCase: BenchCase, rounds: number): Timing[] {
  const repeats = engines.map((engine) => Math.ceil(ROUND_MILLISECONDS / passMilliseconds(engine, benchCase, 1)));
  const baseline = engines.indexOf(JSON_PARSE);
  const times: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(engines.map((engine, index) => passMilliseconds(engine, benchCase, repeats[index] ?? 1)));
  }
  const records = benchCase.records.length;
  return engines.map((engine, index) => {
    const milliseconds = median(times.map((round) => round[index] ?? NaN));
    return {
      case: benchCase.name,
      engine: engine.name,
      nanoseconds: Math.round((milliseconds * 1e6) / records),
      speed: Number((totalBytes(benchCase) / milliseconds / 1e6).toFixed(3)),
      ratio: Number(median(times.map((round) => (round[baseline] ?? NaN) / (round[index] ?? NaN))).toFixed(2)),
    };
  });
}

/** Returns the milliseconds per pass over the case: the mean of `repeats` consecutive passes. */
function passMilliseconds(engine: Engine, benchCase: BenchCase, repeats: number): number {
  const start = performance.now();
  for (let pass = 0; pass < repeats; pass++) checkAnswer(engine, benchCase);
  return (performance.now() - start) / repeats;
}

function ratioRow(timing: Timing, atLeast: number): Row {
  return judged(`${timing.engine}, ${timing.case}`, timing.ratio, { atLeast }, "x");
}

function lineOf(timing: Timing): string[] {
  const { nanoseconds, speed, ratio } = timing;
  return [`${timing.case}, ${timing.engine}`, String(nanoseconds), speed.toFixed(2), `${ratio.toFixed(2)}x`];
}
