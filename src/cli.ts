#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { EXIT_TROUBLE, tag, type TagOptions } from "./commands/tag.js";

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
  tail -f cloudtrail.ndjson | keyward tag --keep       watch a log as it is written

Exit codes: 0 all records went through; 2 something could not be read, written or judged (the lines on
standard error say what).`;

const program = new Command("keyward");
program
  .description("Tags the AWS KMS key-loss events (DisableKey, ScheduleKeyDeletion) among CloudTrail records.")
  .version(version(), "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .showHelpAfterError("(--help lists the commands and options)")
  .configureOutput({
    outputError: (text, write) => {
      write(text.replace(/^error: /, "keyward: "));
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
  .option("-m, --module <FILE>", "use this WASM module instead of the one built in")
  .option("-q, --quiet", "no summary and no progress bar")
  .helpOption("-h, --help", "print this help")
  .addHelpText("after", TAG_HELP)
  .action(async (files: string[], options: TagOptions) => {
    process.exitCode = await tag(files, options);
  });

// A reader of standard error that goes away is no reason to stop.
process.stderr.on("error", () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_TROUBLE;
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
