import { checkConfig } from "../config/check-config.js";
import { readConfigFile } from "../config/config-file.js";
import { FileError } from "../io/reason.js";
import { loadModule } from "../module.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { Messages } from "../terminal/messages.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";

/** A configuration with mistakes. */
export const EXIT_MISTAKES = 1;

/** `keyward check`: tells of every mistake in configurations, a line each. Resolves to the exit code. */
export async function check(files: string[]): Promise<number> {
  const messages = new Messages();
  let code = EXIT_OK;
  for (const file of files) {
    try {
      const mistakes = checkConfig(await loadModule(), await readConfigFile(file));
      for (const mistake of mistakes) console.log(escapeForTerminal(`${file}: ${mistake}`));
      if (mistakes.length === 0) console.log(escapeForTerminal(`${file}: ok`));
      else code = Math.max(code, EXIT_MISTAKES);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      messages.line(error.message);
      code = EXIT_TROUBLE;
    }
  }
  return code;
}
