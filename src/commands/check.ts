import { checkingModule, findMistakes, readConfigFile } from "../config/config-file.js";
import { lintForHost } from "../config/lint-host.js";
import { lintConfig, warningLine } from "../config/lint.js";
import { locateMistakes } from "../config/mistake-lines.js";
import type { HostName } from "../hosts/module-kinds.js";
import { FileError } from "../file-errors.js";
import { loadModule } from "../module-files.js";
import { ModuleError } from "../module.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { Messages } from "../terminal/messages.js";
import { print } from "./print.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { runCommand } from "./run-command.js";
import { filesOf } from "./targets.js";

/** A configuration is invalid. */
export const EXIT_MISTAKES = 1;

/** Files read in folders: JSON, except test files. */
const CONFIGURATIONS = /(?<!\.test)\.json$/i;

export interface CheckOptions {
  /** The host that the configurations are for. */
  host?: HostName;
  /** A module that is to carry them, instead of the built one. */
  module?: string;
  /** Whether warnings are errors. */
  strict?: boolean;
}

/** `keyward check`: reports every error and doubtful setting in configurations, a line each. Resolves to the exit code. */
export async function check(paths: string[], options: CheckOptions = {}): Promise<number> {
  const messages = new Messages();
  return runCommand(messages, async () => {
    const { targets, isWhole } = await filesOf(paths, { names: CONFIGURATIONS }, messages);
    const files = targets.map(({ path }) => path);
    return Math.max(isWhole ? EXIT_OK : EXIT_TROUBLE, await checkFiles(files, options, messages));
  });
}

async function checkFiles(
  files: readonly string[],
  { host: asked, module, strict = false }: CheckOptions,
  messages: Messages,
): Promise<number> {
  const { checker, host } =
    module === undefined
      ? { checker: await loadModule(), host: asked }
      : await checkingModule({ source: module, host: asked });
  let code = EXIT_OK;
  let text = "";
  for (const file of files) {
    try {
      const { bytes: config } = await readConfigFile(file);
      const mistakes = findMistakes(checker, config, host);
      const warnings = mistakes.length === 0 ? lintConfig(config, Date.now()) : [];
      const lines = [
        ...locateMistakes(file, config, mistakes),
        ...warnings.map((one) => warningLine(file, one, strict)),
        // Never errors: the host's version is not known here.
        ...(mistakes.length === 0 && host !== undefined ? lintForHost(config, host) : []).map((one) =>
          warningLine(file, one),
        ),
      ];
      for (const line of lines.length === 0 ? [`${file}: ok`] : lines) text += `${escapeForTerminal(line)}\n`;
      if (mistakes.length > 0 || (strict && warnings.length > 0)) code = Math.max(code, EXIT_MISTAKES);
    } catch (error) {
      if (!(error instanceof FileError || error instanceof ModuleError)) throw error;
      messages.line(error.message);
      code = EXIT_TROUBLE;
    }
  }
  return Math.max(code, await print(text));
}
