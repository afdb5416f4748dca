/** Options of every command: how it reports, not what it does. */
import { Option, type Command } from "commander";
import { useColors } from "./terminal/colors.js";
import { speech } from "./terminal/speech.js";

interface CommonOptions {
  color: "auto" | "always" | "never";
  json?: boolean;
  verbose?: boolean;
}

/**
 * Adds the options to all commands, and applies them before one runs. Where `--json` is about the document itself, messages stay
 * text.
 */
export function addCommonOptions(program: Command): void {
  const speaksJson = new Set<Command>();
  for (const command of program.commands) {
    command.helpOption("-h, --help", "print this help");
    command.addOption(
      new Option("--color <WHEN>", "colors on standard output").choices(["auto", "always", "never"]).default("auto"),
    );
    if (!command.options.some(({ long }) => long === "--json")) {
      command.option("--json", "the lines on standard error as JSON, one object each");
      speaksJson.add(command);
    }
    command.option("-v, --verbose", "every warning, and what is read");
  }
  program.hook("preAction", (_, command) => {
    const { color, json = false, verbose = false } = command.opts<CommonOptions>();
    speech.isJson = json && speaksJson.has(command);
    speech.isVerbose = verbose;
    useColors(color);
  });
}
