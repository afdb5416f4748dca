import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { instantiateSync } from "@assemblyscript/loader";
import { Wasi, type WasiOptions } from "./wasi.js";
import { describeError } from "./file-errors.js";

/** Fluent Bit's signature of a filter with `event_format json`: addresses and lengths in bytes; returns an address. */
export type FilterFunction = (
  tag: number,
  tagLength: number,
  seconds: number,
  nanoseconds: number,
  record: number,
  recordLength: number,
) => number;

/** A record's time as Fluent Bit hands it over. */
export interface RecordTime {
  seconds: number;
  nanoseconds: number;
}

/** What a host needs of any guest: its memory, and the way to put bytes there. */
export interface GuestExports {
  memory: WebAssembly.Memory;
  malloc: (size: number) => number;
  free: (address: number) => void;
}

/** The exports of keyward.wasm. */
export interface KeywardModule extends GuestExports {
  tag: FilterFunction;
  keep: FilterFunction;
  /** Checks the configuration of so many bytes at an address: the address of a line for each mistake, or 0. */
  check: (text: number, length: number) => number;
  /** Where the header of a configuration that the module carries is. */
  config: WebAssembly.Global;
  /** How the record judged last was read: 2 if it names an action and is not JSON. Older modules do not have it. */
  reading?: () => number;
}

export interface InstanceOptions extends WasiOptions {
  /** What stands in for a WASI host, instead of one made from the other options. */
  wasi?: Wasi;
}

/** A compiled module, from which any number of instances can be made. */
export interface CompiledModule {
  /** What the module is called in messages: its path, or "module" for bytes. */
  name: string;
  module: WebAssembly.Module;
}

/** A module that cannot be used; the message starts with its name and says why. */
export class ModuleError extends Error {
  override name = "ModuleError";
}

const BUILT_MODULE = new URL("../keyward.wasm", import.meta.url);
/** The path of the module for Node (src/engine/core-module.ts), built beside this code. */
export const CORE_MODULE = fileURLToPath(new URL("../keyward.core.wasm", import.meta.url));
const EXPORTS = { memory: "memory", malloc: "function", free: "function", tag: "function", keep: "function" } as const;

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
  const { name: ownName, bytes } = await readModule(source);
  const name = knownAs ?? ownName;
  const module = await compileBytes(name, bytes);
  const missing = missingExports(module);
  if (missing.length === 0) return { name, module };
  throw new ModuleError(`${name}: not a Keyward module, it does not export ${missing.join(", ")}`);
}

/** Compiles a module of any kind. Rejects with a ModuleError. */
export async function compileBytes(name: string, bytes: Uint8Array): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(Uint8Array.from(bytes));
  } catch (error) {
    throw new ModuleError(`${name}: not a WASM module (${messageOf(error)})`, { cause: error });
  }
}

/** As `compileModule`, for the path of a module of Keyward's own, at once. Throws a ModuleError. */
export function compileSync(path: string): CompiledModule {
  try {
    return { name: path, module: new WebAssembly.Module(Uint8Array.from(readFileSync(path))) };
  } catch (error) {
    throw new ModuleError(`${path}: ${describeError(error)} (npm run build makes it)`, { cause: error });
  }
}

/**
 * A new instance, with its own memory, that has read its configuration. Throws a ModuleError when it needs imports that
 * are not there.
 */
export function instantiateModule({ name, module }: CompiledModule, options: InstanceOptions = {}): KeywardModule {
  const wasi = options.wasi ?? new Wasi(options);
  try {
    const { exports } = instantiateSync<KeywardModule & Record<string, unknown>>(module, wasi.imports);
    wasi.attach(exports.memory);
    // What a host with WASI calls first, once.
    if (typeof exports._initialize === "function") (exports._initialize as () => void)();
    return exports;
  } catch (error) {
    throw new ModuleError(`${name}: cannot be instantiated (${messageOf(error)})`, { cause: error });
  }
}

function missingExports(module: WebAssembly.Module): string[] {
  const exported = new Map(WebAssembly.Module.exports(module).map(({ name, kind }) => [name, kind]));
  return Object.entries(EXPORTS)
    .filter(([name, kind]) => exported.get(name) !== kind)
    .map(([name]) => name);
}

function moduleName(source: string | URL | Uint8Array): string {
  if (source instanceof Uint8Array) return "module";
  if (source instanceof URL) return source.protocol === "file:" ? fileURLToPath(source) : source.href;
  return source;
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^WebAssembly\.\w+\(\): /, "");
}
