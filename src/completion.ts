/** Shell completions and the man(1) page, generated from commander's commands, so that they agree with the help. */
import type { Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export function completionFor(shell: Shell, program: Command): string {
  const commands = program.commands.map((command) => ({ command, options: optionsOf(command) }));
  const names = commands.map(({ command }) => command.name());
  if (shell === "fish") {
    return lines(
      "complete -c keyward -f -n __fish_use_subcommand",
      ...commands.map(
        ({ command }) =>
          `complete -c keyward -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.summary())}`,
      ),
      ...commands.flatMap(({ command, options }) =>
        options.map(({ short, long, description, argChoices, required }) =>
          [
            `complete -c keyward -n ${quoted(`__fish_seen_subcommand_from ${command.name()}`)}`,
            ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
            ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
            ...(required ? [argChoices === undefined ? "-r" : `-x -a ${quoted(argChoices.join(" "))}`] : []),
            `-d ${quoted(description)}`,
          ].join(" "),
        ),
      ),
    );
  }
  const cases = commands.flatMap(({ command, options }) => [
    ...options.flatMap(({ short, long, argChoices }) =>
      argChoices === undefined
        ? []
        : [
            `    ${[short, long].flatMap((flag) => (flag === undefined ? [] : [`${command.name()}\\ ${flag}`])).join("|")}) words='${argChoices.join(" ")}' ;;`,
          ],
    ),
    `    ${command.name()}\\ *) words='${options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined)).join(" ")}' ;;`,
  ]);
  const body = lines(
    "_keyward() {",
    "  local words command=${COMP_WORDS[1]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}",
    `  if [ "$COMP_CWORD" -eq 1 ]; then words='${names.join(" ")} help'; else`,
    '  case "$command $previous" in',
    ...cases,
    "  esac; fi",
    '  case "$current" in -*) ;; *) [ "$COMP_CWORD" -gt 1 ] && case "$words" in -*) words= ;; esac ;; esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    "complete -o default -F _keyward keyward",
  );
  return shell === "bash"
    ? body
    : `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${body}`;
}

/** Returns the man(1) page, in the macros of man(7). */
export function manPage(program: Command, version: string): string {
  return lines(
    `.TH KEYWARD 1 "" ${roffWord(`keyward ${version}`)} "User Commands"`,
    ".SH NAME",
    roff(`keyward - ${program.description()}`),
    ".SH SYNOPSIS",
    ".B keyward",
    roff("COMMAND [OPTION...] [ARGUMENT...]"),
    ".SH COMMANDS",
    ...program.commands.flatMap((command) => [
      `.SS ${roffWord(`keyward ${command.name()} ${command.usage()}`)}`,
      roff(command.description()),
      ...optionsOf(command).flatMap((option) => [".TP", `.B ${roff(option.flags)}`, roff(fullDescription(option))]),
    ]),
    ".SH NOTES",
    roff("keyward COMMAND --help has examples and exit codes. Keyward's documentation is in docs/ of its sources."),
  );
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function fullDescription({ description, argChoices }: Option): string {
  return argChoices === undefined ? description : `${description}: ${argChoices.join(", ")}`;
}

function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}

/** Escapes text for roff. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/, "\\&$&");
}

function roffWord(text: string): string {
  return `"${roff(text).replaceAll('"', '""')}"`;
}
