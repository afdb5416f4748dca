/** Reading a configuration, and putting one into a module. */
import { open } from "node:fs/promises";
import { describeError, FileError } from "../file-errors.js";
import { hostOf, mistakesFor, modulePath, type HostName } from "../hosts/module-kinds.js";
import { compileModule, loadModule, readModule } from "../module-files.js";
import { instantiateModule, ModuleError, type KeywardModule } from "../module.js";
import { ConfigError, checkConfig, LARGEST_CONFIG_BYTES } from "./check-config.js";
import { embedConfig } from "./embed.js";
import { locateMistakes } from "./mistake-lines.js";

/** A configuration, and what it is called in messages: its file's path, or that of the module that carries it. */
export interface NamedConfig {
  name: string;
  bytes: Uint8Array;
}

/**
 * A configuration; of one that is too large, so many bytes that this shows. Rejects with a FileError when the file cannot be
 * read.
 */
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

/** What puts a configuration into another module than the built one. */
export interface ConfiguredOptions {
  /** The path of the module. */
  source?: string | undefined;
  /** The host that it has to be for; without `source` it is the module built for that host. */
  host?: HostName | undefined;
}

/**
 * The module (by default the one built for Fluent Bit) with a configuration in it. Rejects with a ModuleError or, when the configuration has
 * mistakes, a ConfigError.
 */
export async function configuredModule(
  config: NamedConfig,
  { source, host }: ConfiguredOptions = {},
): Promise<{ name: string; bytes: Uint8Array }> {
  const { name, bytes } = await readModule(source ?? (host && modulePath(host)));
  const found = await findHost(bytes);
  if (host !== undefined && found !== undefined && found !== host) {
    throw new ModuleError(`${name}: a module for ${found}, not for ${host}`);
  }
  refuseMistakes(await checkingModule(name, bytes, found), config, found);
  return { name, bytes: embedConfig(name, bytes, config.bytes) };
}

/** The mistakes of a configuration, and where it has none, those that it has for a host. */
export function findMistakes(module: KeywardModule, config: Uint8Array, host?: HostName): string[] {
  const mistakes = checkConfig(module, config);
  return mistakes.length > 0 || host === undefined ? mistakes : mistakesFor(host, config);
}

/** Throws a ConfigError when the configuration has mistakes. */
export function refuseMistakes(module: KeywardModule, { name, bytes }: NamedConfig, host?: HostName): void {
  const mistakes = findMistakes(module, bytes, host);
  if (mistakes.length > 0) throw new ConfigError(locateMistakes(name, bytes, mistakes));
}

async function findHost(bytes: Uint8Array): Promise<HostName | undefined> {
  try {
    return hostOf(await WebAssembly.compile(Uint8Array.from(bytes)));
  } catch {
    // Whoever loads it says what is wrong with it.
    return undefined;
  }
}

/** The module itself, if it has a check to run; else the one built for Fluent Bit, which has the same. */
async function checkingModule(name: string, bytes: Uint8Array, host: HostName | undefined): Promise<KeywardModule> {
  const hasCheck = host === undefined || host === "fluent-bit" || host === "core";
  return hasCheck ? instantiateModule(await compileModule(bytes, name)) : loadModule();
}
