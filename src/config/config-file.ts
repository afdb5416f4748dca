/** Reads a configuration, and puts one into a module. */
import { open } from "node:fs/promises";
import { describeError, FileError } from "../file-errors.js";
import { hostOf, mistakesFor, modulePath, type HostName } from "../hosts/module-kinds.js";
import { compileModule, loadModule, readModule } from "../module-files.js";
import { instantiateModule, lacksExports, ModuleError, type KeywardModule } from "../module.js";
import { ConfigError, checkConfig, LARGEST_CONFIG_BYTES } from "./check-config.js";
import { embedConfig } from "./embed.js";
import { locateMistakes } from "./mistake-lines.js";
import { MODULES } from "../messages/modules.js";

/** A configuration and its name in messages: the path of its file, or of the module that has it. */
export interface NamedConfig {
  name: string;
  bytes: Uint8Array;
}

/** Reads a configuration; if it is too large, just enough of it to show that. Rejects with a FileError if the file cannot be read. */
export async function readConfigFile(path: string): Promise<NamedConfig> {
  try {
    const handle = await open(path);
    try {
      const bytes = Buffer.alloc(LARGEST_CONFIG_BYTES + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < bytes.length; length += read) {
        read = (await handle.read(bytes, length, bytes.length - length, null)).bytesRead;
      }
      return { name: path, bytes: bytes.subarray(0, length) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new FileError(path, describeError(error), { cause: error });
  }
}

/** Options to put a configuration into a module other than the built one. */
export interface ConfiguredOptions {
  /** The path of the module. */
  source?: string | undefined;
  /** The host that the module must be for; without `source`, the module built for that host. */
  host?: HostName | undefined;
}

/** A module, the host that it is for, if it is known, and what checks its configurations. */
interface CheckedBy {
  name: string;
  bytes: Uint8Array;
  host: HostName | undefined;
  checker: KeywardModule;
}

/**
 * Returns the module (default: the one built for Fluent Bit) with a configuration in it. Rejects with a ModuleError, or with a
 * ConfigError if the configuration is invalid.
 */
export async function configuredModule(
  config: NamedConfig,
  options: ConfiguredOptions = {},
): Promise<{ name: string; bytes: Uint8Array }> {
  const { name, bytes, host, checker } = await checkingModule(options);
  refuseMistakes(checker, config, host);
  return { name, bytes: embedConfig(name, bytes, config.bytes) };
}

/**
 * Returns the module that checks configurations: the one asked for if it has a check to run, else the one built for Fluent Bit,
 * whose check is the same. Rejects with a ModuleError.
 */
export async function checkingModule({ source, host }: ConfiguredOptions): Promise<CheckedBy> {
  const { name, bytes } = await readModule(source ?? (host && modulePath(host)));
  const found = await findHost(bytes);
  if (host !== undefined && found !== undefined && found !== host) {
    throw new ModuleError(`${name}: ${MODULES.forOtherHost(found, host)}`);
  }
  const hasCheck = found === undefined || found === "fluent-bit" || found === "core";
  const checker = hasCheck ? instantiateModule(await compileModule(bytes, name)) : await loadModule();
  if (typeof checker.check !== "function") throw lacksExports(name, ["check"]);
  return { name, bytes, host: found, checker };
}

/** Returns the errors of a configuration, or, if it is valid, those it has for a host. */
export function findMistakes(module: KeywardModule, config: Uint8Array, host?: HostName): string[] {
  const mistakes = checkConfig(module, config);
  return mistakes.length > 0 || host === undefined ? mistakes : mistakesFor(host, config);
}

/** Throws a ConfigError if the configuration is invalid. */
export function refuseMistakes(module: KeywardModule, { name, bytes }: NamedConfig, host?: HostName): void {
  const mistakes = findMistakes(module, bytes, host);
  if (mistakes.length > 0) throw new ConfigError(locateMistakes(name, bytes, mistakes));
}

async function findHost(bytes: Uint8Array): Promise<HostName | undefined> {
  try {
    return hostOf(await WebAssembly.compile(Uint8Array.from(bytes)));
  } catch {
    // Loading the module reports what is wrong with it.
    return undefined;
  }
}
