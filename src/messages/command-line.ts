/** What is wrong with a command line. */
export const COMMAND_LINE = {
  invalid: (option: string, given: string, allowed: string) => `${option}: ${given} is invalid; use ${allowed}`,
  anEmptyText: "an empty text",
  seeHelp: "(--help lists the commands and options)",
  internalError: (line: string) => `internal error, please report it: ${line}`,
};
