/** Loads modules from files: those built next to this code, and others. */
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
import { MODULES } from "./messages/modules.js";

const BUILT_MODULE = new URL("../keyward.wasm", import.meta.url);
/** The path of the module for Node (src/engine/core-module.ts), built next to this code. */
export const CORE_MODULE = fileURLToPath(new URL("../keyward.core.wasm", import.meta.url));

/**
 * Loads keyward.wasm (default: the one built next to this code) and returns the exports of a new instance. Rejects with a
 * ModuleError if it cannot be read, is not a WASM module, or lacks an export. The instance sees only the given files.
 */
export async function loadModule(
  source: string | URL | Uint8Array = BUILT_MODULE,
  options: InstanceOptions = {},
): Promise<KeywardModule> {
  return instantiateModule(await compileModule(source), options);
}

/** Returns the bytes of a module and its name in messages. Rejects with a ModuleError if it cannot be read. */
export async function readModule(
  source: string | URL | Uint8Array = BUILT_MODULE,
): Promise<{ name: string; bytes: Uint8Array }> {
  const name = moduleName(source);
  try {
    return { name, bytes: source instanceof Uint8Array ? source : await readFile(source) };
  } catch (error) {
    const isBuilt = source === BUILT_MODULE || source === CORE_MODULE;
    const reason = describeError(error);
    throw new ModuleError(`${name}: ${isBuilt ? MODULES.notBuilt(reason) : reason}`, { cause: error });
  }
}

/**
 * Reads, compiles and checks a module, given by path or bytes as in loadModule. `knownAs`: its name in messages, instead of its
 * path or "module". Rejects with a ModuleError.
 */
export async function compileModule(
  source: string | URL | Uint8Array = BUILT_MODULE,
  knownAs?: string,
): Promise<CompiledModule> {
  const { name, bytes } = await readModule(source);
  return compileBytes(knownAs ?? name, bytes);
}

/** Compiles the built module for Node, synchronously. Throws a ModuleError. */
export function builtCore(): CompiledModule {
  return compileSync(CORE_MODULE);
}

/** Compiles a module built next to this code, synchronously, without checking it for the filters' exports. Throws a ModuleError. */
export function compileSync(path: string): CompiledModule {
  try {
    return { name: path, module: new WebAssembly.Module(Uint8Array.from(readFileSync(path))) };
  } catch (error) {
    throw new ModuleError(`${path}: ${MODULES.notBuilt(describeError(error))}`, { cause: error });
  }
}

function moduleName(source: string | URL | Uint8Array): string {
  if (source instanceof Uint8Array) return "module";
  if (source instanceof URL) return source.protocol === "file:" ? fileURLToPath(source) : source.href;
  return source;
}
