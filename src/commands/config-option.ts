/** The configuration that a command judges with. */
import type { NamedConfig } from "../config/config-file.js";
import { CORE_MODULE, loadModule, readModule } from "../module-files.js";
import { OptionError } from "../scan/options.js";
import type { Messages } from "../terminal/messages.js";
import { version } from "../version.js";
import type { Inspection } from "./inspect.js";
import { MODULES } from "../messages/modules.js";

export interface ConfigOptions {
  /** The path of a configuration. */
  config?: string | undefined;
  /** The path of a module for any host, whose configuration is used. */
  module?: string | undefined;
}

/** Number of hex digits of a configuration's SHA-256 in an annotation (docs/reference/annotation.md). */
const SHOWN_DIGITS = 16;

/**
 * Returns the configuration of `--config`, or the one in the module of `--module`; undefined for the plain rule. For a module, a
 * line says which configuration it is, and another how the module differs from this command line. Rejects with an OptionError, a
 * FileError, a ModuleError, or a ConfigError if the module's host would not take its configuration.
 */
export async function configOf(
  { config, module }: ConfigOptions,
  messages: Messages,
): Promise<NamedConfig | undefined> {
  if (module === undefined) {
    if (config === undefined) return undefined;
    // Loaded only if there is one: loading takes longer than a small file.
    const { readConfigFile } = await import("../config/config-file.js");
    return readConfigFile(config);
  }
  if (config !== undefined) throw new OptionError("--module", MODULES.configBeside, MODULES.oneOfTheTwo);
  return carriedConfig(module, messages);
}

async function carriedConfig(path: string, messages: Messages): Promise<NamedConfig | undefined> {
  const { inspectModule } = await import("./inspect.js");
  const { embeddedConfig } = await import("../config/embed.js");
  const { refuseMistakes } = await import("../config/config-file.js");
  const { name, bytes } = await readModule(path);
  const inspected = await inspectModule(name, bytes);
  await tellDifferences(inspected, bytes, messages);
  const carried = embeddedConfig(name, bytes);
  if (inspected.config === null || carried === undefined) {
    messages.line(`${name}: ${MODULES.noConfiguration}`);
    return undefined;
  }
  const config = { name, bytes: carried };
  refuseMistakes(await loadModule(), config, inspected.host);
  messages.line(`${name}: ${MODULES.inForce(inspected.config.sha256.slice(0, SHOWN_DIGITS))}`);
  return config;
}

/** Reports if the module itself may judge differently: this command line uses its own rule and code. */
async function tellDifferences(inspected: Inspection, bytes: Uint8Array, messages: Messages): Promise<void> {
  const { embeddedRule, embeddedTable } = await import("../rules/embed-table.js");
  const { module: name, rule } = inspected;
  const built = (await readModule(CORE_MODULE)).bytes;
  const own = embeddedRule(built);
  const isSameVersion = inspected.version === version();
  if (!isSameVersion) {
    const difference =
      inspected.version === null
        ? MODULES.statesNoVersion(version())
        : MODULES.otherVersion(inspected.version, version());
    messages.line(`${name}: ${difference}`);
  }
  // Tables of the same version have the same layout.
  const isSameRule = isSameVersion
    ? embeddedTable(bytes).equals(embeddedTable(built))
    : rule.id === own.id && rule.version === own.version;
  if (isSameRule) return;
  messages.line(`${name}: ${MODULES.otherRule(rule.name, rule.version, own.name, own.version)}`);
}
