import { ConfigError } from "../config/check-config.js";
import type { NamedConfig } from "../config/config-file.js";
import { OutputClosed } from "../output/output.js";
import { FileError } from "../file-errors.js";
import { CORE_MODULE } from "../module-files.js";
import { ModuleError } from "../module.js";
import { OptionError } from "../scan/options.js";
import type { Messages } from "../terminal/messages.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";

/** Runs a command's work; resolves to the exit code. What goes wrong outside of Keyward is told in a line for each mistake. */
export async function runCommand(messages: Messages, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    // As with any filter in a pipe: when the reader has enough, the work is done.
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

/** The path of a module, by default the one that takes chunks, or its bytes with a configuration in it. */
export async function moduleWith(config: NamedConfig | undefined, module = CORE_MODULE): Promise<string | Uint8Array> {
  if (config === undefined) return module;
  const { configuredModule } = await import("../config/config-file.js");
  return (await configuredModule(config, { source: module })).bytes;
}
