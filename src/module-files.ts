/** Modules out of files: those that are built beside this code, and others. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describeError } from "./file-errors.js";
import {
  compileBytes,
  instantiateModule,
  ModuleError,
  type CompiledModule,
  type InstanceOptions,
  type KeywardModule,
} from "./module.js";

const BUILT_MODULE = new URL("../keyward.wasm", import.meta.url);
/** The path of the module for Node (src/engine/core-module.ts), built beside this code. */
export const CORE_MODULE = fileURLToPath(new URL("../keyward.core.wasm", import.meta.url));

/**
 * Loads keyward.wasm, by default the one built beside this code, and returns a new instance's exports. Rejects with a
 * ModuleError when it cannot be read, is no WASM module, or lacks an export. The instance sees no file but those given.
 */
export async function loadModule(
  source: string | URL | Uint8Array = BUILT_MODULE,
  options: InstanceOptions = {},
): Promise<KeywardModule> {
  return instantiateModule(await compileModule(source), options);
}

/** The bytes of a module, and what it is called in messages. Rejects with a ModuleError when it cannot be read. */
export async function readModule(
  source: string | URL | Uint8Array = BUILT_MODULE,
): Promise<{ name: string; bytes: Uint8Array }> {
  const name = moduleName(source);
  try {
    return { name, bytes: source instanceof Uint8Array ? source : await readFile(source) };
  } catch (error) {
    const isBuilt = source === BUILT_MODULE || source === CORE_MODULE;
    const hint = isBuilt ? " (npm run build makes it)" : "";
    throw new ModuleError(`${name}: ${describeError(error)}${hint}`, { cause: error });
  }
}

/**
 * Reads, compiles and checks a module; the path or bytes of it as for loadModule. `knownAs`: what it is called in messages,
 * instead of its path or "module". Rejects with a ModuleError.
 */
export async function compileModule(
  source: string | URL | Uint8Array = BUILT_MODULE,
  knownAs?: string,
): Promise<CompiledModule> {
  const { name, bytes } = await readModule(source);
  return compileBytes(knownAs ?? name, bytes);
}

/** The module for Node as it is built, at once. Throws a ModuleError. */
export function builtCore(): CompiledModule {
  return compileSync(CORE_MODULE);
}

/** A module that is built beside this code, compiled at once and not checked for the filters' exports. Throws a ModuleError. */
export function compileSync(path: string): CompiledModule {
  try {
    return { name: path, module: new WebAssembly.Module(Uint8Array.from(readFileSync(path))) };
  } catch (error) {
    throw new ModuleError(`${path}: ${describeError(error)} (npm run build makes it)`, { cause: error });
  }
}

function moduleName(source: string | URL | Uint8Array): string {
  if (source instanceof Uint8Array) return "module";
  if (source instanceof URL) return source.protocol === "file:" ? fileURLToPath(source) : source.href;
  return source;
}
