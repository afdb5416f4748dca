import { findMistakes, readConfigFile } from "../config/config-file.js";
import type { HostName } from "../hosts/module-kinds.js";
import { FileError } from "../file-errors.js";
import { loadModule, ModuleError } from "../module.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { Messages } from "../terminal/messages.js";
import { print } from "./print.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";

/** A configuration with mistakes. */
export const EXIT_MISTAKES = 1;

export interface CheckOptions {
  /** The host that the configurations are for. */
  host?: HostName;
}

/** `keyward check`: tells of every mistake in configurations, a line each. Resolves to the exit code. */
export async function check(files: string[], { host }: CheckOptions = {}): Promise<number> {
  const messages = new Messages();
  let code = EXIT_OK;
  let text = "";
  for (const file of files) {
    try {
      const mistakes = findMistakes(await loadModule(), await readConfigFile(file), host);
      const lines = mistakes.length === 0 ? ["ok"] : mistakes;
      for (const line of lines) text += `${escapeForTerminal(`${file}: ${line}`)}\n`;
      if (mistakes.length > 0) code = Math.max(code, EXIT_MISTAKES);
    } catch (error) {
      if (!(error instanceof FileError || error instanceof ModuleError)) throw error;
      messages.line(error.message);
      code = EXIT_TROUBLE;
    }
  }
  return Math.max(code, await print(text));
}
