/**
 * `npm run mutate`: makes mistakes in the sources, one at a time, and checks whether a test notices. The exit code is 1 if one
 * survives that tests/mutation/explained.json does not explain.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { PROJECT_ROOT } from "../oracle/project.js";
import { checkAgreement } from "./agreement.js";
import { explanationOf, readExplained } from "./explained.js";
import { allMutants, sample, type Mutant } from "./mutants.js";
import { table, tell, type Result } from "./report.js";
import { Tryer } from "./try.js";

const FOLDER = join(PROJECT_ROOT, "build", "mutation");
const RESULTS = join(FOLDER, "results.ndjson");
const TOLD_EVERY_MS = 20_000;

interface Options {
  files: RegExp;
  sample?: number;
  seed: number;
  id?: number;
  again?: true;
}

const options = new Command("npm run mutate --")
  .description("Mutation testing of assembly/: every mistake is noticed by a test, or explained.")
  .option("--files <PATTERN>", "only sources whose path the regular expression matches", parsePattern, /./)
  .option("--sample <N>", "so many mutants of each source, picked at random", parseNumber)
  .option("--seed <S>", "what the picking begins with", parseNumber, 1)
  .option("--id <N>", "one mutant, and what becomes of it", parseNumber)
  .option("--again", "only those that survived the last run, of the same sources")
  .parse()
  .opts<Options>();

const mutants = chosen(allMutants());
const explained = readExplained();
const start = performance.now();
const tryer = await Tryer.start();
const agreed = checkAgreement(tryer.plain);
console.log(`${mutants.length} mutants, ${tryer.judge.size} answers each; the oracle agrees on ${agreed} records`);
mkdirSync(FOLDER, { recursive: true });
if (options.id === undefined) writeFileSync(RESULTS, "");
const results: Result[] = [];
let told = performance.now();
for (const mutant of mutants) {
  const explanation = explanationOf(mutant, explained);
  const tried = await tryer.try(mutant, explanation !== undefined && options.id === undefined);
  const result: Result = { mutant, ...tried, ...(explanation !== undefined && { explained: explanation }) };
  results.push(result);
  if (options.id === undefined) appendFileSync(RESULTS, `${JSON.stringify(result)}\n`);
  if (options.id !== undefined || isWrong(result)) console.log(tell(result));
  if (performance.now() - told < TOLD_EVERY_MS) continue;
  told = performance.now();
  console.log(`${results.length} of ${mutants.length} mutants, ${((told - start) / 1000).toFixed(0)} s`);
}
for (const test of tryer.leftOut) console.log(`left out, it takes too long: ${test}`);
console.log(`\n${table(results)}\n`);
if (options.id === undefined) console.log(`written to ${RESULTS}`);
if (results.some(isWrong)) process.exitCode = 1;

/** It survived unexplained, or was killed although explained. */
function isWrong({ fate, explained }: Result): boolean {
  return fate === "survived" ? explained === undefined : explained !== undefined && fate !== "equivalent";
}

function chosen(all: readonly Mutant[]): readonly Mutant[] {
  if (options.id !== undefined) return all.filter(({ id }) => id === options.id);
  const survivors = options.again === true ? survivorsOfLast() : undefined;
  const some = all.filter((one) => options.files.test(one.file) && (survivors?.has(nameOf(one)) ?? true));
  return options.sample === undefined ? some : sample(some, options.sample, options.seed);
}

function survivorsOfLast(): Set<string> {
  const lines = readFileSync(RESULTS, "utf8").split("\n").filter(Boolean);
  const last = lines.map((line) => JSON.parse(line) as Result);
  return new Set(last.filter(({ fate }) => fate === "survived").map(({ mutant }) => nameOf(mutant)));
}

/** Returns what stays the same when sources change elsewhere. */
function nameOf({ file, text, change, nth }: Mutant): string {
  return [file, text, change, nth].join("\n");
}

function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError("a regular expression is expected");
  }
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("a whole number is expected");
  return number;
}
