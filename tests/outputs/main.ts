/**
 * `node scripts/outputs.mjs`: records every output of every module and command, or compares them with a recording.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { PROJECT_ROOT } from "../oracle/project.js";
import { commandsOver, Workplace, type CommandOutcome } from "./commands.js";
import { Comparison } from "./compare.js";
import { copyInputs, makeInputs } from "./inputs.js";
import { Build, moduleGroups, type ModuleGroup, type Outcome } from "./modules.js";
import {
  folderOf,
  inputsOf,
  lineOfCommand,
  lineOfModule,
  readLines,
  textOf,
  textPath,
  writeLines,
  type Line,
} from "./recording.js";

const BUILD = join(PROJECT_ROOT, "build");
const RECORDING = join(BUILD, "outputs", "recording.ndjson");
const TOLD_EVERY_MS = 20_000;

interface Options {
  build: string;
  inputs?: string;
  against?: string;
  only?: string;
}

/** Takes the outputs, one group after the other. */
interface Taker {
  takeModule: (group: ModuleGroup, line: Line, outcome: Outcome) => void;
  takeCommand: (line: Line, outcome: CommandOutcome) => void;
}

const program = new Command("node scripts/outputs.mjs").description(
  "Records every output of every module and command, to show later that they are the same byte for byte.",
);
program
  .command("record")
  .description("Records the outputs.")
  .argument("[FILE]", "the recording; what the modules were run on is put into FILE.d", RECORDING)
  .option("--build <DIR>", "the build whose modules and command line are run", BUILD)
  .option("--inputs <DIR>", "the inputs of another recording (FILE.d/inputs), instead of new ones")
  .option("--only <TEXT>", "into a recording that is there: only groups with this text in their names, on its inputs")
  .action(record);
program
  .command("compare")
  .description("Runs all of it again, on the inputs of the recording; the exit code is 1 if anything differs.")
  .argument("[FILE]", "the recording", RECORDING)
  .option("--build <DIR>", "the build whose modules and command line are run", BUILD)
  .option("--against <DIR>", "the build that was recorded: both outputs are shown where they differ")
  .option("--only <TEXT>", "only groups with this text in their names")
  .action(compare);
program.parse();

function record(file: string, options: Options): void {
  const start = performance.now();
  const inputs = inputsOf(file);
  const texts = join(folderOf(file), "commands");
  const { only } = options;
  const lines = only === undefined ? [] : [...readLines(file).values()].filter(({ group }) => !group.includes(only));
  if (only === undefined) {
    if (options.inputs === undefined) makeInputs(inputs);
    else copyInputs(options.inputs, inputs);
    console.log(`inputs made, ${secondsSince(start)}`);
    rmSync(texts, { recursive: true, force: true });
  }
  runAll(inputs, options, {
    takeModule: (_, line) => lines.push(line),
    takeCommand: (line, outcome) => {
      const path = textPath(texts, line.group);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, textOf(outcome), "latin1");
      lines.push(line);
    },
  });
  writeLines(file, lines);
  console.log(`${lines.length} groups recorded in ${file}, ${secondsSince(start)}`);
}

function compare(file: string, options: Options): void {
  const start = performance.now();
  const comparison = new Comparison({
    recording: file,
    recorded: readLines(file),
    ...(options.against !== undefined && { against: new Build(resolve(options.against)) }),
    print: (text) => {
      console.log(text);
    },
  });
  rmSync(join(folderOf(file), "differing"), { recursive: true, force: true });
  runAll(inputsOf(file), options, comparison);
  if (comparison.end(options.only !== undefined) > 0) process.exitCode = 1;
  console.log(secondsSince(start));
}

function runAll(inputs: string, options: Options, taker: Taker): void {
  const start = performance.now();
  const isWanted = (name: string): boolean => name.includes(options.only ?? "");
  const build = new Build(resolve(options.build));
  let runs = 0;
  let told = start;
  const missing = new Set<string>();
  for (const group of moduleGroups(inputs)) {
    if (!isWanted(group.name)) continue;
    if (!build.has(group.subject)) {
      missing.add(group.subject);
      continue;
    }
    const outcome = group.run(build);
    runs += group.records.length;
    if (performance.now() - told >= TOLD_EVERY_MS) {
      told = performance.now();
      console.error(`so far: ${group.name}, ${secondsSince(start)}`);
    }
    taker.takeModule(group, lineOfModule(group.name, group.subject, outcome), outcome);
  }
  console.log(`modules: ${runs} records judged, ${secondsSince(start)}`);
  for (const subject of missing) console.log(`not in this build: ${subject}`);
  const work = join(inputs, "work");
  const commands = commandsOver(work);
  if (!commands.some(({ name }) => isWanted(name))) return;
  const begun = performance.now();
  const workplace = new Workplace(build.folder, work);
  try {
    for (const command of commands) {
      // Some commands read what others write.
      if (!isWanted(command.name) && !command.args.includes("-o")) continue;
      const outcome = workplace.run(command);
      if (!isWanted(command.name)) continue;
      const subject = `keyward ${command.args[0] ?? ""}`;
      taker.takeCommand(lineOfCommand(command.name, subject, outcome), outcome);
    }
  } finally {
    workplace.remove();
  }
  console.log(`commands: ${commands.length}, ${secondsSince(begun)}`);
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(0)} s`;
}
