import { instantiateCore } from "../engine/core-module.js";
import { compileBytes, type CompiledModule } from "../module.js";
import { checkConfig, ConfigError } from "./check-config.js";
import { embedConfig } from "./embed.js";
import { locateMistakes } from "./mistake-lines.js";

/**
 * Compiles the module for Node from these bytes, with a configuration in it. Rejects with a ModuleError, or with a ConfigError if
 * the configuration is invalid; its lines then begin with the name and line of `file`, if given.
 */
export async function configuredCore(
  { name, bytes }: { name: string; bytes: Uint8Array },
  config: Uint8Array,
  file?: string,
): Promise<CompiledModule> {
  const mistakes = checkConfig(instantiateCore(await compileBytes(name, bytes)), config);
  if (mistakes.length > 0)
    throw new ConfigError(file === undefined ? mistakes : locateMistakes(file, config, mistakes));
  return compileBytes(name, embedConfig(name, bytes, config));
}
