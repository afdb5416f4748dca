/** A module and its instances. No imports of Node's: the library has this too, wherever it runs (src/module-files.ts reads files). */
import { instantiateSync } from "@assemblyscript/loader";
import { Wasi, type WasiOptions } from "./wasi.js";

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

const EXPORTS = { memory: "memory", malloc: "function", free: "function", tag: "function", keep: "function" } as const;

/** Compiles and checks the bytes of a module, which is called `name` in messages. Rejects with a ModuleError. */
export async function compileBytes(name: string, bytes: Uint8Array): Promise<CompiledModule> {
  const module = await compileAny(name, bytes);
  const missing = missingExports(module);
  if (missing.length === 0) return { name, module };
  throw new ModuleError(`${name}: not a Keyward module, it does not export ${missing.join(", ")}`);
}

/** Compiles a module of any kind. Rejects with a ModuleError. */
export async function compileAny(name: string, bytes: Uint8Array): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(Uint8Array.from(bytes));
  } catch (error) {
    throw new ModuleError(`${name}: not a WASM module (${messageOf(error)})`, { cause: error });
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

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^WebAssembly\.\w+\(\): /, "");
}
