import { junitOf } from "../cases/junit.js";
import { countOutcomes, type FileResults } from "../cases/results.js";
import { runCase, type CaseResult } from "../cases/run-cases.js";
import { readTestFile, TestFileError } from "../cases/test-file.js";
import { textOf } from "../cases/text.js";
import { ConfigError } from "../config/check-config.js";
import { configuredModule, readConfigFile, type NamedConfig } from "../config/config-file.js";
import { FileError } from "../file-errors.js";
import { compileModule, CORE_MODULE } from "../module-files.js";
import { ModuleError, type CompiledModule } from "../module.js";
import { Messages } from "../terminal/messages.js";
import { configOf, type ConfigOptions } from "./config-option.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { print } from "./print.js";
import { runCommand } from "./run-command.js";
import { filesOf } from "./targets.js";

/** A case failed. */
export const EXIT_FAILED = 1;

/** Files read in folders: other JSON there is configurations and events. */
const CASES = /\.ya?ml$|\.test\.json$/i;

/** Tests this configuration instead of the one that a file names. */
export interface TestOptions extends ConfigOptions {
  format: "text" | "junit";
  /** A file to write to instead of standard output. */
  output?: string;
}

/** `keyward test`: runs the cases of files against their configurations. Resolves to the exit code. */
export async function test(paths: string[], options: TestOptions): Promise<number> {
  const messages = new Messages();
  return runCommand(messages, async () => {
    const { output, config, module } = options;
    const { targets, isWhole } = await filesOf(paths, { output, others: [config, module], names: CASES }, messages);
    const carried = module === undefined ? undefined : { config: await configOf(options, messages) };
    const files: FileResults[] = [];
    for (const { path } of targets) {
      const file = await runFile(path, config, carried);
      for (const mistake of file.mistakes) messages.line(mistake);
      files.push(file);
    }
    const isColored = output === undefined;
    const text = options.format === "junit" ? junitOf(files) : textOf(files, isColored);
    return Math.max(isWhole ? EXIT_OK : EXIT_TROUBLE, exitCodeOf(files), await print(text, output));
  });
}

/** `carried`: the configuration in a module, used instead of the one that the file names. */
async function runFile(
  path: string,
  config: string | undefined,
  carried: { config: NamedConfig | undefined } | undefined,
): Promise<FileResults> {
  try {
    const file = await readTestFile(path);
    const compiled = await compileWith(carried ? carried.config : await readConfigFile(config ?? file.config));
    const results: CaseResult[] = [];
    for (const testCase of file.cases) results.push(await runCase(testCase, compiled));
    return { path, results, mistakes: [] };
  } catch (error) {
    if (error instanceof TestFileError || error instanceof ConfigError)
      return { path, results: [], mistakes: error.lines };
    if (!(error instanceof FileError || error instanceof ModuleError)) throw error;
    return { path, results: [], mistakes: [error.message] };
  }
}

async function compileWith(config: NamedConfig | undefined): Promise<CompiledModule> {
  if (config === undefined) return compileModule(CORE_MODULE);
  const { name, bytes } = await configuredModule(config, { source: CORE_MODULE });
  return compileModule(bytes, name);
}

function exitCodeOf(files: readonly FileResults[]): number {
  const { failed, error } = countOutcomes(files);
  if (error > 0) return EXIT_TROUBLE;
  return failed > 0 ? EXIT_FAILED : EXIT_OK;
}
