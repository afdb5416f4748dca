import type { NamedConfig } from "../config/config-file.js";
import { configuredCore } from "../config/configured-core.js";
import { compileModule, CORE_MODULE, readModule } from "../module-files.js";
import { Explainer } from "./explainer.js";

/**
 * An explainer with the module for Node as it is built, and a configuration, if one is given. Rejects with a ModuleError
 * or, when the configuration has mistakes, a ConfigError.
 */
export async function loadExplainer(config?: NamedConfig): Promise<Explainer> {
  if (config === undefined) return new Explainer(await compileModule(CORE_MODULE));
  return new Explainer(await configuredCore(await readModule(CORE_MODULE), config.bytes, config.name), config.bytes);
}
