import { ConfigError } from "../config/check-config.js";
import { configuredModule, readConfigFile } from "../config/config-file.js";
import { lintConfig, warningLine } from "../config/lint.js";
import type { HostName } from "../hosts/module-kinds.js";
import { OutputClosed } from "../output/output.js";
import { FileError } from "../file-errors.js";
import { refuseInputAsOutput } from "./same-file.js";
import { openOutputFile } from "../output/output-file.js";
import { ModuleError } from "../module.js";
import { Messages } from "../terminal/messages.js";
import { EXIT_MISTAKES } from "./check.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { INPUTS } from "../messages/inputs.js";
import { MODULES } from "../messages/modules.js";

export interface BuildOptions {
  /** The configuration. */
  config: string;
  /** The module to use instead of the built one. */
  module?: string;
  /** The host that the module is for. */
  host?: HostName;
  /** The file for the new module. */
  output: string;
}

/** `keyward build`: writes a module with a configuration. Resolves to the exit code. */
export async function build(options: BuildOptions): Promise<number> {
  const messages = new Messages();
  try {
    await refuseInputAsOutput([options.config], options.output);
    const config = await readConfigFile(options.config);
    const { bytes } = await configuredModule(config, { source: options.module, host: options.host });
    for (const warning of lintConfig(config.bytes, Date.now())) messages.line(warningLine(options.config, warning));
    const output = await openOutputFile(options.output);
    output.append(Buffer.from(bytes));
    await output.flush();
    await output.close();
    messages.line(`${options.output}: ${MODULES.written(bytes.length, options.config)}`);
    return EXIT_OK;
  } catch (error) {
    if (error instanceof ConfigError) {
      for (const line of error.lines) messages.line(line);
      return EXIT_MISTAKES;
    }
    if (error instanceof OutputClosed) {
      messages.line(`${options.output}: ${INPUTS.closedByReader}`);
      return EXIT_TROUBLE;
    }
    if (!(error instanceof FileError || error instanceof ModuleError)) throw error;
    messages.line(error.message);
    return EXIT_TROUBLE;
  }
}
