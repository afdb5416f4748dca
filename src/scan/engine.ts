/** The modules of a scan: the one that judges, and the one that remembers. */
import { configuredModule } from "../config/config-file.js";
import { embedConfig, embeddedConfig } from "../config/embed.js";
import { compileModule, CORE_MODULE, readModule, type CompiledModule } from "../module.js";
import { splitConfig } from "./stateless-config.js";

export interface Engine {
  /** Judges each event by itself. */
  judging: CompiledModule;
  /** Carries what depends on the events before, if the configuration has something of that. */
  remembering: CompiledModule | undefined;
}

/** Rejects with a ModuleError, with a FileError, or with a ConfigError when the configuration has mistakes. */
export async function loadEngine(configPath: string | undefined): Promise<Engine> {
  if (configPath === undefined) return { judging: await compileModule(CORE_MODULE), remembering: undefined };
  const { name, bytes } = await configuredModule(configPath, { source: CORE_MODULE });
  const { stateless, remembered } = splitConfig(embeddedConfig(name, bytes) ?? Buffer.from("{}"));
  const plain = (await readModule(CORE_MODULE)).bytes;
  const withConfig = (config: Uint8Array): Promise<CompiledModule> =>
    compileModule(embedConfig(name, plain, config), name);
  return {
    judging: await withConfig(stateless),
    remembering: remembered && (await withConfig(remembered)),
  };
}
