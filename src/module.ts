/** A module and its instances. No Node imports: the library uses it in every runtime (src/module-files.ts reads files). */
import { instantiateSync } from "@assemblyscript/loader";
import { Wasi, type WasiOptions } from "./wasi.js";
import { MODULES } from "./messages/modules.js";

/** Signature of a Fluent Bit filter with `event_format json`: addresses and lengths in bytes; returns an address. */
export type FilterFunction = (
  tag: number,
  tagLength: number,
  seconds: number,
  nanoseconds: number,
  record: number,
  recordLength: number,
) => number;

/** A record's time as Fluent Bit passes it. */
export interface RecordTime {
  seconds: number;
  nanoseconds: number;
}

/** What a host needs from any guest: its memory, and how to put bytes there. */
export interface GuestExports {
  memory: WebAssembly.Memory;
  malloc: (size: number) => number;
  free: (address: number) => void;
}

/** The exports of keyward.wasm. */
export interface KeywardModule extends GuestExports {
  tag: FilterFunction;
  keep: FilterFunction;
  /** Checks the configuration of `length` bytes at `text`; returns the address of one line per error, or 0. */
  check: (text: number, length: number) => number;
  /** The address of the header for a configuration in the module. */
  config: WebAssembly.Global;
  /** Returns how the last record was read: 2 if it names an action and is not JSON. Missing in older modules. */
  reading?: () => number;
}

export interface InstanceOptions extends WasiOptions {
  /** The WASI host to use, instead of one made from the other options. */
  wasi?: Wasi;
}

/** A compiled module; any number of instances can be created from it. */
export interface CompiledModule {
  /** The module's name in messages: its path, or "module" for bytes. */
  name: string;
  module: WebAssembly.Module;
}

/** A module that cannot be used; the message starts with its name and gives the reason. */
export class ModuleError extends Error {
  override name = "ModuleError";
}

const EXPORTS = { memory: "memory", malloc: "function", free: "function", tag: "function", keep: "function" } as const;

/** Compiles and checks the bytes of a module; `name` is its name in messages. Rejects with a ModuleError. */
export async function compileBytes(name: string, bytes: Uint8Array): Promise<CompiledModule> {
  const module = await compileAny(name, bytes);
  const missing = missingExports(module);
  if (missing.length > 0) throw lacksExports(name, missing);
  return { name, module };
}

/** Returns the error of a module without these exports. */
export function lacksExports(name: string, missing: readonly string[]): ModuleError {
  return new ModuleError(`${name}: ${MODULES.lacksExports(missing.join(", "))}`);
}

/** Compiles a module of any kind. Rejects with a ModuleError. */
export async function compileAny(name: string, bytes: Uint8Array): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(Uint8Array.from(bytes));
  } catch (error) {
    throw new ModuleError(`${name}: ${MODULES.notWasm(messageOf(error))}`, { cause: error });
  }
}

/** Returns a new instance with its own memory, which has read its configuration. Throws a ModuleError if an import is missing. */
export function instantiateModule({ name, module }: CompiledModule, options: InstanceOptions = {}): KeywardModule {
  const wasi = options.wasi ?? new Wasi(options);
  try {
    const { exports } = instantiateSync<KeywardModule & Record<string, unknown>>(module, wasi.imports);
    wasi.attach(exports.memory);
    // A host with WASI calls this first, once.
    if (typeof exports._initialize === "function") (exports._initialize as () => void)();
    return exports;
  } catch (error) {
    throw new ModuleError(`${name}: ${MODULES.noInstance(messageOf(error))}`, { cause: error });
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
