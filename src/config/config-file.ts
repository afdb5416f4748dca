/** Reading a configuration, and putting one into a module. */
import { open } from "node:fs/promises";
import { describeError, FileError } from "../io/reason.js";
import { instantiateModule, compileModule, readModule } from "../module.js";
import { ConfigError } from "./config-error.js";
import { checkConfig, LARGEST_CONFIG_BYTES } from "./check-config.js";
import { embedConfig } from "./embed.js";

/**
 * The bytes of a configuration; of one that is too large, so many that this shows. Rejects with a FileError when the file
 * cannot be read.
 */
export async function readConfigFile(path: string): Promise<Uint8Array> {
  try {
    const handle = await open(path);
    try {
      const bytes = Buffer.alloc(LARGEST_CONFIG_BYTES + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < bytes.length; length += read) {
        read = (await handle.read(bytes, length, bytes.length - length, null)).bytesRead;
      }
      return bytes.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new FileError(path, describeError(error), { cause: error });
  }
}

/**
 * The module (by default the built one) with the configuration of that file in it. Rejects with a FileError, a
 * ModuleError or, when the configuration has mistakes, a ConfigError.
 */
export async function configuredModule(path: string, source?: string): Promise<{ name: string; bytes: Uint8Array }> {
  const config = await readConfigFile(path);
  const { name, bytes } = await readModule(source);
  const mistakes = checkConfig(instantiateModule(await compileModule(bytes, name)), config);
  if (mistakes.length > 0) throw new ConfigError(mistakes.map((mistake) => `${path}: ${mistake}`));
  return { name, bytes: embedConfig(name, bytes, config) };
}
