#!/usr/bin/env node
import { Argument, Command, CommanderError, Option } from "commander";
import type { BuildOptions } from "./commands/build.js";
import type { CheckOptions } from "./commands/check.js";
import { EXIT_OK, EXIT_TROUBLE } from "./commands/exit-codes.js";
import {
  TAG_HELP,
  SCAN_HELP,
  STATUS_HELP,
  CHECK_HELP,
  TEST_HELP,
  BUILD_HELP,
  INSPECT_HELP,
  EXPLAIN_HELP,
  TRIAGE_HELP,
  COMPLETION_HELP,
} from "./command-help.js";
import { addCommonOptions } from "./common-options.js";
import type { ExplainOptions } from "./commands/explain.js";
import type { InspectOptions } from "./commands/inspect.js";
import { HIDDEN } from "./commands/file-line.js";
import type { ScanOptions } from "./commands/scan.js";
import type { StatusOptions } from "./commands/status.js";
import type { TagOptions } from "./commands/tag.js";
import type { TestOptions } from "./commands/test.js";
import type { TriageOptions } from "./commands/triage.js";
import { SHELLS, type Shell } from "./completion.js";
import { HOST_NAMES } from "./hosts/module-kinds.js";
import { commandLine } from "./input/system-path.js";
import { FORMATS } from "./report/formats.js";
import { SORT_COLUMNS } from "./scan/sort-findings.js";
import { STATUS_FORMATS } from "./status/formats.js";
import { escapeForTerminal } from "./terminal/escape.js";
import { version } from "./version.js";
import { COMMAND_LINE } from "./messages/command-line.js";

// Only the requested command is loaded: loading all takes longer than a small file.

/** Output of commander: help, or the version. */
let printed = "";

const program = new Command("keyward");
program
  .description("Tags the AWS KMS key-loss events (DisableKey, ScheduleKeyDeletion) among CloudTrail records.")
  .version(version(), "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .showHelpAfterError(COMMAND_LINE.seeHelp)
  .configureOutput({
    writeOut: (text) => {
      printed += text;
    },
    // The text repeats command-line arguments, such as file names.
    outputError: (text, write) => {
      write(
        text
          .replace(/^error: /, "keyward: ")
          .replaceAll(HIDDEN, "")
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
  .argument("[FILE...]", "files and folders to read, in this order")
  .option("-k, --keep", "drop records that were understood and have no verdict")
  .option("--split", "a line for each event that is kept, without its envelope (with --keep)")
  .option("-o, --output <FILE>", "write to FILE instead of standard output")
  .option("-c, --config <FILE>", "with the settings of this configuration")
  .option("--again", "judge annotated records again")
  .option("-m, --module <FILE>", "use this WASM module instead of the one built in")
  .option("-q, --quiet", "print no summary and no progress bar")
  .addHelpText("after", TAG_HELP)
  .action(async (files: string[], options: TagOptions) => {
    const { tag } = await import("./commands/tag.js");
    process.exitCode = await tag(files, options);
  });

program
  .command("scan")
  .summary("list the findings in files and folders")
  .description(
    "Lists the findings in files and folders, and how many there are by actor, key, account, day and exception.",
  )
  .argument("<PATH...>", "files and folders to read")
  .option("--since <TIME>", "only events from this time on")
  .option("--until <TIME>", "only events before this time")
  .option("--account <ID>", "only events of this account (repeatable, or comma-separated)", several)
  .option("--region <NAME>", "only events in this region (likewise)", several)
  .option("--action <PATTERN>", "only this action, like Schedule* (repeatable)", several)
  .option("--actor <PATTERN>", "only what this ARN did, or a session of this role (likewise)", several)
  .option("--key <PATTERN>", "only the key with this id or ARN (likewise)", several)
  .option("--verdict <VERDICT>", "only findings with this verdict (repeatable, or comma-separated)", several)
  .option("-c, --config <FILE>", "with the settings of this configuration")
  .option("-m, --module <FILE>", "with the configuration that this module carries")
  .addOption(new Option("--sort <COLUMN>", "the order of the findings").choices(SORT_COLUMNS).default("time"))
  .option("--limit <NUMBER>", "list no more findings than this; the totals count them all")
  .option("--no-totals", "only the table")
  .option("--compare <OLD> <NEW>", "which verdicts change from one configuration to another")
  .addOption(new Option("-f, --format <FORMAT>", "how to write the findings").choices(FORMATS).default("table"))
  .option("-o, --output <FILE>", "write to FILE instead of standard output")
  .option("-j, --jobs <NUMBER>", "threads to scan with (default: one a core)")
  .option("--fail-on-match", "exit with 1 if there are matches, or possible ones")
  .option("--fail-on-change", "exit with 1 if a verdict changes (with --compare)")
  .option("--wide", "the full table, even on a terminal")
  .option("-q, --quiet", "print no summary and no progress bar")
  .addHelpText("after", SCAN_HELP)
  .action(async (paths: string[], options: ScanOptions) => {
    const { scan } = await import("./commands/scan.js");
    process.exitCode = await scan(paths, options);
  });

program
  .command("status")
  .summary("show the state of each key, and what can still be saved")
  .description("Shows the state of each key in files and folders, as the logs have it, and until when it can be saved.")
  .argument("<PATH...>", "files and folders to read")
  .option("--as-of <TIME>", "the state at this time; later events are ignored (default: all events, and now)")
  .option("--pending", "only keys whose deletion is pending")
  .option("--within <DURATION>", "only keys that are deleted within this time, or were due before")
  .option("--account <ID>", "only keys of this account (repeatable, or comma-separated)", several)
  .option("--region <NAME>", "only keys in this region (likewise)", several)
  .option("--actor <PATTERN>", "only keys whose state is due to this ARN (repeatable)", several)
  .option("--key <PATTERN>", "only keys with this id or ARN (likewise)", several)
  .option("-c, --config <FILE>", "with the exceptions and verdicts of this configuration")
  .option("-m, --module <FILE>", "with the configuration that this module carries")
  .addOption(new Option("-f, --format <FORMAT>", "how to write the keys").choices(STATUS_FORMATS).default("table"))
  .option("--commands", "the commands that bring the keys back, as a script to review")
  .option("-o, --output <FILE>", "write to FILE instead of standard output")
  .option("-j, --jobs <NUMBER>", "threads to read with (default: one a core)")
  .option("--fail-on-open", "exit with 1 if there is a key that can still be saved")
  .option("--wide", "the full table, even on a terminal")
  .option("-q, --quiet", "no summary")
  .addHelpText("after", STATUS_HELP)
  .action(async (paths: string[], options: StatusOptions) => {
    const { status } = await import("./commands/status.js");
    process.exitCode = await status(paths, options);
  });

program
  .command("check")
  .summary("find the mistakes in a configuration")
  .description("Finds mistakes in configurations, and valid settings that are probably unintended.")
  .argument("<FILE...>", "configurations to check, and folders of them")
  .addOption(new Option("-H, --host <HOST>", "for this host").choices(HOST_NAMES))
  .option("-m, --module <FILE>", "by this WASM module, and for its host, instead of the one built in")
  .option("-s, --strict", "treat warnings as errors")
  .addHelpText("after", CHECK_HELP)
  .action(async (files: string[], options: CheckOptions) => {
    const { check } = await import("./commands/check.js");
    process.exitCode = await check(files, options);
  });

program
  .command("test")
  .summary("test a configuration with cases")
  .description("Tests configurations with cases: events, each with the verdict that it should get.")
  .argument("<FILE...>", "files of cases, and folders of them")
  .option("-c, --config <FILE>", "test this configuration instead")
  .option("-m, --module <FILE>", "test the configuration that this module carries instead")
  .addOption(
    new Option("-f, --format <FORMAT>", "text, or junit for a CI system").choices(["text", "junit"]).default("text"),
  )
  .option("-o, --output <FILE>", "write to FILE instead of standard output")
  .addHelpText("after", TEST_HELP)
  .action(async (files: string[], options: TestOptions) => {
    const { test } = await import("./commands/test.js");
    process.exitCode = await test(files, options);
  });

program
  .command("build")
  .summary("write a module that carries a configuration")
  .description("Writes a module that carries a configuration, for hosts that open no files.")
  .requiredOption("-c, --config <FILE>", "the configuration")
  .requiredOption("-o, --output <FILE>", "where to write the module")
  .addOption(new Option("-H, --host <HOST>", "put it into the module for this host").choices(HOST_NAMES))
  .option("-m, --module <FILE>", "put it into this module instead of the one built in")
  .addHelpText("after", BUILD_HELP)
  .action(async (options: BuildOptions) => {
    const { build } = await import("./commands/build.js");
    process.exitCode = await build(options);
  });

program
  .command("inspect")
  .summary("show what a module is, and what configuration it carries")
  .description("Shows what a module is, and what configuration it carries.")
  .argument("<MODULE>", "the module")
  .option("--json", "as one JSON object")
  .addHelpText("after", INSPECT_HELP)
  .action(async (module: string, options: InspectOptions) => {
    const { inspect } = await import("./commands/inspect.js");
    process.exitCode = await inspect(module, options);
  });

program
  .command("explain")
  .summary("explain why each event is a match or not")
  .description("Explains why each event of a file, or of the record on a line, is a match or not.")
  .argument("<FILE[:LINE[#PATH]]...>", "files and folders, one line of a file, or one event on that line")
  .option("--event-id <ID>", "only the event with this id")
  .option("-c, --config <FILE>", "with the settings and exceptions of this configuration")
  .option("-m, --module <FILE>", "with the configuration that this module carries")
  .option("-a, --all", "every event, and why the other records have none")
  .option("--json", "as one JSON document; for several files, one on each line")
  .addHelpText("after", EXPLAIN_HELP)
  .action(async (targets: string[], options: ExplainOptions) => {
    const { explain } = await import("./commands/explain.js");
    process.exitCode = await explain(targets, options);
  });

program
  .command("triage")
  .summary("guide through the findings of a file")
  .description("Guides through each finding of a file: what happened, what undoes it, what to do.")
  .argument("<FILE[:LINE[#PATH]]...>", "files and folders, one line of a file, or one event on that line")
  .option("--event-id <ID>", "only the event with this id")
  .addOption(
    new Option("-f, --format <FORMAT>", "text, md for Markdown, or json")
      .choices(["text", "md", "json"])
      .default("text"),
  )
  .option("-o, --output <FILE>", "write to FILE instead of standard output")
  .option("-q, --quiet", "print nothing for what has no finding")
  .option("-c, --config <FILE>", "with the settings of this configuration")
  .option("-m, --module <FILE>", "with the configuration that this module carries")
  .option("--now <TIME>", "count the time left from this time, such as 2026-03-06T00:00:00Z", "now")
  .addHelpText("after", TRIAGE_HELP)
  .action(async (targets: string[], options: TriageOptions) => {
    const { triage } = await import("./commands/triage.js");
    process.exitCode = await triage(targets, options);
  });

program
  .command("completion")
  .summary("write completions for a shell, or a man page")
  .description("Writes the completions of a shell, or a page for man(1).")
  .addArgument(new Argument("<SHELL>", "what for").choices([...SHELLS, "man"]))
  .addHelpText("after", COMPLETION_HELP)
  .action(async (shell: Shell | "man") => {
    const { completionFor, manPage } = await import("./completion.js");
    printed += shell === "man" ? manPage(program, version()) : completionFor(shell, program);
  });

addCommonOptions(program);

// Losing the reader of standard error is no reason to stop.
process.stderr.on("error", () => undefined);

// Node's own exit code for this is 1, which here means that a configuration is invalid.
process.on("uncaughtException", (error) => {
  for (const line of (error.stack ?? error.message).split("\n")) {
    process.stderr.write(`keyward: ${COMMAND_LINE.internalError(escapeForTerminal(line))}\n`);
  }
  process.exit(EXIT_TROUBLE);
});

try {
  await program.parseAsync(await commandWords());
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT_OK : EXIT_TROUBLE;
}
if (printed !== "") {
  const { print } = await import("./commands/print.js");
  const code = await print(printed);
  if (code !== EXIT_OK) process.exitCode = code;
}

/** Returns the arguments in a form for commander: `-:LINE` is not an option, and the two arguments of an option become one. */
async function commandWords(): Promise<string[]> {
  const words = commandLine();
  const [, , command = ""] = words;
  if (command === "scan" && words.includes("--compare")) {
    const { joinCompared } = await import("./commands/compare.js");
    return joinCompared(words);
  }
  if (command !== "explain" && command !== "triage") return words;
  return words.map((word) => word.replace(/^-(?=:\d+(?:#.*)?$)/s, `${HIDDEN}-`));
}

/** Collects the values of a repeatable option. */
function several(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
