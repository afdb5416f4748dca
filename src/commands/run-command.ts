import { ConfigError } from "../config/check-config.js";
import type { NamedConfig } from "../config/config-file.js";
import { OutputClosed } from "../output/output.js";
import { FileError } from "../file-errors.js";
import { CORE_MODULE } from "../module-files.js";
import { ModuleError } from "../module.js";
import { OptionError } from "../scan/options.js";
import type { Messages } from "../terminal/messages.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";

/** Runs a command; resolves to the exit code. Errors that are not Keyward's own get a line each. */
export async function runCommand(messages: Messages, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    // As for any filter in a pipe, the work is done when the reader has enough.
    if (error instanceof OutputClosed) return EXIT_OK;
    if (error instanceof ConfigError) {
      for (const line of error.lines) messages.line(line);
      return EXIT_TROUBLE;
    }
    const isTold = error instanceof FileError || error instanceof ModuleError || error instanceof OptionError;
    if (!isTold) throw error;
    messages.line(error.message);
    return EXIT_TROUBLE;
  }
}

/** Returns the path of a module (default: the one with chunks), or its bytes with a configuration in it. */
export async function moduleWith(config: NamedConfig | undefined, module = CORE_MODULE): Promise<string | Uint8Array> {
  if (config === undefined) return module;
  const { configuredModule } = await import("../config/config-file.js");
  return (await configuredModule(config, { source: module })).bytes;
}
