#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import type { BuildOptions } from "./commands/build.js";
import type { CheckOptions } from "./commands/check.js";
import { EXIT_OK, EXIT_TROUBLE } from "./commands/exit-codes.js";
import type { TagOptions } from "./commands/tag.js";
import { HOST_NAMES } from "./hosts/module-kinds.js";
import { escapeForTerminal } from "./terminal/escape.js";

// Only the command that was asked for is loaded: all of them take longer than a small file.

const TAG_HELP = `
A FILE holds one JSON record a line (NDJSON), or is one JSON document over several lines; it may be
gzip-compressed. With no FILE, or when FILE is -, records are read from standard input.
A match comes out annotated; every other byte comes out as it came in, in the same order.
An event is found bare (raw CloudTrail, ECS, OCSF, OpenTelemetry) and inside what it travels in: S3 log
files, EventBridge, CloudWatch Logs, SNS, SQS, LookupEvents, Splunk HEC, a string under log or message, and
these in one another (docs/shapes.md).

Examples:
  keyward tag cloudtrail.ndjson > tagged.ndjson        tag the matches of a file
  keyward tag --keep logs/*.gz -o matches.ndjson       only the matches of many files
  keyward tag --config keyward.json old.ndjson.gz      what a configuration makes of an old log
  tail -f cloudtrail.ndjson | keyward tag --keep       watch a log as it is written

Exit codes: 0 all records went through; 2 something could not be read, written or judged (the lines on
standard error say what).`;

const CHECK_HELP = `
Prints a line for each mistake: the file, the JSON Pointer to the place, what is wrong and what is allowed.
docs/configuration.md explains every setting; keyward.schema.json lets an editor help.

With --host, settings that this host cannot keep to are mistakes too (docs/hosts.md).

Examples:
  keyward check keyward.json
  keyward check --host redpanda keyward.json

Exit codes: 0 no mistakes; 1 mistakes; 2 a file could not be read.`;

const BUILD_HELP = `
The configuration is checked first, as keyward check does for the module's host. A module that carries one ignores keyward.json files.

Examples:
  keyward build --config keyward.json -o keyward-prod.wasm
  keyward build --config keyward.json --host connect -o keyward-connect.wasm
  keyward build --config keyward.json --module keyward.wasm -o keyward-prod.wasm

Exit codes: 0 the module was written; 1 the configuration has mistakes; 2 something could not be read or written.`;

const INSPECT_HELP = `
Prints the module's size and checksum, and the configuration that it carries with its own.

Example:
  keyward inspect keyward-prod.wasm

Exit codes: 0 the module was read; 2 it could not be, or is no Keyward module.`;

/** What commander prints: help, or the version. */
let printed = "";

const program = new Command("keyward");
program
  .description("Tags the AWS KMS key-loss events (DisableKey, ScheduleKeyDeletion) among CloudTrail records.")
  .version(version(), "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .showHelpAfterError("(--help lists the commands and options)")
  .configureOutput({
    writeOut: (text) => {
      printed += text;
    },
    // The text holds what stands on the command line, such as the name of a file.
    outputError: (text, write) => {
      write(
        text
          .replace(/^error: /, "keyward: ")
          .split("\n")
          .map(escapeForTerminal)
          .join("\n"),
      );
    },
  })
  .exitOverride();

program
  .command("tag")
  .summary("tag the matches among the records of files or of standard input")
  .description("Tags the matches among the records of files or of standard input.")
  .argument("[FILE...]", "files to read, in this order")
  .option("-k, --keep", "leave out what is no match")
  .option("-o, --output <FILE>", "write to FILE instead of standard output")
  .option("-c, --config <FILE>", "with the settings of this configuration")
  .option("-m, --module <FILE>", "use this WASM module instead of the one built in")
  .option("-q, --quiet", "no summary and no progress bar")
  .helpOption("-h, --help", "print this help")
  .addHelpText("after", TAG_HELP)
  .action(async (files: string[], options: TagOptions) => {
    const { tag } = await import("./commands/tag.js");
    process.exitCode = await tag(files, options);
  });

program
  .command("check")
  .summary("find the mistakes in a configuration")
  .description("Finds the mistakes in configurations.")
  .argument("<FILE...>", "configurations to check")
  .addOption(new Option("-H, --host <HOST>", "for this host").choices(HOST_NAMES))
  .helpOption("-h, --help", "print this help")
  .addHelpText("after", CHECK_HELP)
  .action(async (files: string[], options: CheckOptions) => {
    const { check } = await import("./commands/check.js");
    process.exitCode = await check(files, options);
  });

program
  .command("build")
  .summary("write a module that carries a configuration")
  .description("Writes a module that carries a configuration, for hosts that open no files.")
  .requiredOption("-c, --config <FILE>", "the configuration")
  .requiredOption("-o, --output <FILE>", "where to write the module")
  .addOption(new Option("-H, --host <HOST>", "put it into the module for this host").choices(HOST_NAMES))
  .option("-m, --module <FILE>", "put it into this module instead of the one built in")
  .helpOption("-h, --help", "print this help")
  .addHelpText("after", BUILD_HELP)
  .action(async (options: BuildOptions) => {
    const { build } = await import("./commands/build.js");
    process.exitCode = await build(options);
  });

program
  .command("inspect")
  .summary("show what configuration a module carries")
  .description("Shows what configuration a module carries.")
  .argument("<MODULE>", "the module")
  .helpOption("-h, --help", "print this help")
  .addHelpText("after", INSPECT_HELP)
  .action(async (module: string) => {
    const { inspect } = await import("./commands/inspect.js");
    process.exitCode = await inspect(module);
  });

// A reader of standard error that goes away is no reason to stop.
process.stderr.on("error", () => undefined);

// Node's own exit code for this is 1, which says that a configuration has mistakes.
process.on("uncaughtException", (error) => {
  for (const line of (error.stack ?? error.message).split("\n")) {
    process.stderr.write(`keyward: a mistake of Keyward's own: ${escapeForTerminal(line)}\n`);
  }
  process.exit(EXIT_TROUBLE);
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT_OK : EXIT_TROUBLE;
}
if (printed !== "") {
  const { print } = await import("./terminal/print.js");
  const code = await print(printed);
  if (code !== EXIT_OK) process.exitCode = code;
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
