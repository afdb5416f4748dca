/** The fuzzer's command line: `npm run fuzz -- --minutes 10`. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { PROJECT_ROOT } from "../oracle/project.js";
import { Fuzzer, problemOfCase, type Failure } from "./fuzzer.js";
import { runLong } from "./long-run.js";
import { readModules } from "./modules.js";
import { readCase, tellFailure, writeCase } from "./report.js";
import { seedRecords } from "./seeds.js";
import { shrinkCase } from "./shrink-case.js";

const FOLDER = join(PROJECT_ROOT, "build", "fuzz");
const TOLD_EVERY_MS = 10_000;
const MINUTE_MS = 60_000;

interface Options {
  minutes: number;
  unguided?: boolean;
  seed?: number;
  corpus: string;
  records?: number;
  repeat?: string;
}

const program = new Command("npm run fuzz --")
  .description("Puts mutated records to the compiled modules, by new seeds, and holds the answers against the oracle.")
  .option("--minutes <N>", "how long", parseNumber, 1)
  .option("--seed <S>", "a seed, to run the same inputs again from the same corpus", parseNumber)
  .option("--unguided", "does not watch which inputs reach new code: more of them, and the corpus stays as it is")
  .option("--corpus <FOLDER>", "where inputs are kept that reach new code", join(FOLDER, "corpus"))
  .option("--records <N>", "instead: so many records through one instance, for its memory", parseNumber)
  .option("--repeat <FILE>", "instead: a failure again, from the file that it was written to");

const options = program.parse().opts<Options>();
const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
let isStopped = false;
process.on("SIGINT", () => {
  isStopped = true;
});

if (options.repeat !== undefined) await repeat(options.repeat);
else if (options.records !== undefined) await runRecords(options.records);
else await fuzz();

async function fuzz(): Promise<void> {
  const { modules, runs } = await readModules(options.unguided !== true);
  const kept = readCorpus(options.corpus);
  console.log(`seed ${seed}, ${kept.length} inputs kept from before in ${options.corpus}`);
  const fuzzer = new Fuzzer(modules, seed, [...seedRecords(seed), ...kept]);
  const begun = fuzzer.tally.covered;
  const start = performance.now();
  let told = start;
  let written = 0;
  let failure: Failure | undefined;
  for (let number = 0; failure === undefined && !isStopped && passed() < options.minutes * MINUTE_MS; number++) {
    failure = await fuzzer.batch(number);
    for (; written < fuzzer.found.length; written++) keep(fuzzer.found[written] as Buffer, options.corpus);
    if (performance.now() - told > TOLD_EVERY_MS) {
      told = performance.now();
      console.log(state());
    }
    // Lets a signal through.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const shares = [...fuzzer.tally.verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(", ");
  console.log(`${state()}\nby the plain rule: ${shares}; ${fuzzer.tally.exempt} not held against the oracle`);
  if (failure === undefined) return;
  console.log("shrinking …");
  const smallest = shrinkCase(failure, (tried) => problemOfCase(modules, tried));
  const path = writeCase(join(FOLDER, "failures"), failure, smallest, seed);
  console.log(`${tellFailure(failure, smallest, seed)}\nto repeat: npm run fuzz -- --repeat ${path}`);
  process.exitCode = 1;

  function passed(): number {
    return performance.now() - start;
  }

  function state(): string {
    const { inputs, covered } = fuzzer.tally;
    const rate = Math.round((inputs * 1000) / passed());
    const count = `${(passed() / 1000).toFixed(0)} s: ${inputs} inputs, ${rate} a second`;
    if (options.unguided === true) return count;
    return (
      `${count}; ${covered} of ${runs} blocks covered, ${covered - begun} of them since the seeds; ` +
      `${fuzzer.found.length} inputs kept`
    );
  }
}

async function runRecords(records: number): Promise<void> {
  const { modules } = await readModules(false);
  for (const frees of [true, false]) {
    const run = runLong(modules.fluentBit, records, seed, frees);
    const { matches, seconds, firstBytes, lastBytes, boundBytes } = run;
    console.log(
      `${records} records, ${matches} of them matches, ${frees ? "freed" : "never freed"}: ${seconds.toFixed(1)} s, ` +
        `${Math.round(records / seconds)} a second; memory ${firstBytes} bytes at first, ${lastBytes} at the end, ` +
        `${boundBytes} allowed`,
    );
  }
}

async function repeat(path: string): Promise<void> {
  const { modules } = await readModules(false);
  const problem = problemOfCase(modules, readCase(path));
  console.log(problem ?? "nothing is wrong any more");
  if (problem !== undefined) process.exitCode = 1;
}

function readCorpus(folder: string): Buffer[] {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).sort();
  return names.map((name) => readFileSync(join(folder, name)));
}

/** Writes an input under a name derived from its bytes. */
function keep(bytes: Buffer, folder: string): void {
  writeFileSync(join(folder, createHash("sha256").update(bytes).digest("hex").slice(0, 16)), bytes);
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new InvalidArgumentError("a number of at least 0 is expected");
  return number;
}
