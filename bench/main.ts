/** The benchmark's command line: `npm run bench -- PART`. */
import { Command, Option } from "commander";
import { parseCount, parseSize } from "./files/sizes.js";
import { runCounts, type CountsOptions } from "./parts/counts.js";
import { runFluentBit, type FluentBitOptions } from "./parts/fluent-bit.js";
import { runFiles, type FilesOptions } from "./parts/files.js";
import { runNode, type NodeOptions } from "./parts/node.js";
import { runStart, type StartOptions } from "./parts/start.js";

const NODE_ROUNDS = 9;
const START_ROUNDS = 100;
const ROUNDS = 5;
const FILE_BYTES = 1e9;
const MEMORY_BYTES = 5e9;

const program = new Command("npm run bench --")
  .description("Measures Keyward: without a part, all of them but fluent-bit.")
  .enablePositionalOptions();

program
  .command("counts")
  .description("executed WASM instructions per input byte, counted")
  .option("--check", "fail when a count rose by more than 3 % over the recorded one")
  .option("--record", "rewrite bench/counts.json, write bench/results, draw the charts")
  .option("--counts <FILE>", "recorded counts other than bench/counts.json")
  .action((options: CountsOptions) => {
    process.exitCode = runCounts(options);
  });
program
  .command("node")
  .description("in this Node, one core: against JSON.parse, a regular expression, json-as")
  .addOption(rounds(NODE_ROUNDS))
  .addOption(record())
  .action((options: NodeOptions) => {
    runNode(options);
  });
program
  .command("start")
  .description("instantiate and first record, in this Node")
  .addOption(rounds(START_ROUNDS))
  .addOption(record())
  .action((options: StartOptions) => {
    runStart(options);
  });
program
  .command("files")
  .description("keyward tag on large files, against cat, rg, jq and zcat; its memory")
  .option("--size <SIZE>", "size of the big file", parseSize, FILE_BYTES)
  .option("--memory-size <SIZE>", "how much the peak of memory is measured on", parseSize, MEMORY_BYTES)
  .option(
    "--folder <FOLDER>",
    "where the files are made, and removed at the end (default: the system's for temporary files)",
  )
  .addOption(rounds(ROUNDS))
  .addOption(record())
  .action(async (options: FilesOptions) => {
    await runFiles(options);
  });
program
  .command("fluent-bit")
  .description("a real Fluent Bit: processor time with Keyward, and with other filters")
  .argument("[PATH]", "the Fluent Bit to run")
  .option("--records <N>", "how many records, about", parseCount, 200_000)
  .addOption(rounds(ROUNDS))
  .addOption(record())
  .action(async (path: string | undefined, options: FluentBitOptions) => {
    await runFluentBit(path, options);
  });
program.addOption(record()).action(async ({ record }: { record?: boolean }) => {
  const recorded = record === undefined ? {} : { record };
  runCounts(recorded);
  runNode({ rounds: NODE_ROUNDS, ...recorded });
  runStart({ rounds: START_ROUNDS, ...recorded });
  await runFiles({ size: FILE_BYTES, memorySize: MEMORY_BYTES, rounds: ROUNDS, ...recorded });
});

try {
  await program.parseAsync();
} catch (error) {
  // A wrong answer, or something missing: reported without a stack trace.
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function rounds(count: number): Option {
  return new Option("--rounds <N>", "how often each is measured").argParser(parseCount).default(count);
}

function record(): Option {
  return new Option("--record", "write the figures to bench/results");
}
