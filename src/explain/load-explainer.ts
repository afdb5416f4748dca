import type { NamedConfig } from "../config/config-file.js";
import { configuredCore } from "../config/configured-core.js";
import { compileModule, CORE_MODULE, readModule } from "../module-files.js";
import { Explainer } from "./explainer.js";

/**
 * Returns an explainer with the built module for Node and, if given, a configuration. Rejects with a ModuleError, or with a
 * ConfigError if the configuration is invalid.
 */
export async function loadExplainer(config?: NamedConfig): Promise<Explainer> {
  if (config === undefined) return new Explainer(await compileModule(CORE_MODULE));
  return new Explainer(await configuredCore(await readModule(CORE_MODULE), config.bytes, config.name), config.bytes);
}
