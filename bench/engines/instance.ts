/** Module instances as a fast host creates them: without a loader's wrappers around the exports. */
import { Wasi } from "#keyward/wasi.js";
import type { FilterFunction, GuestExports } from "#keyward/module.js";

/** What the benchmark needs from a filter module, whoever wrote it. */
export type FilterExports = GuestExports & Record<string, unknown>;

export function compile(binary: Uint8Array): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(binary));
}

/** Returns a new instance that has read its configuration, as a WASI host would create it, without any files. */
export function instantiate(module: WebAssembly.Module): FilterExports {
  // Each instance prints what it is at its start.
  const stderr = (text: string): void => {
    if (!text.startsWith('keyward: {"rule":')) process.stderr.write(text);
  };
  const wasi = new Wasi({ stderr });
  const exports = new WebAssembly.Instance(module, wasi.imports).exports as unknown as FilterExports;
  wasi.attach(exports.memory);
  if (typeof exports._initialize === "function") (exports._initialize as () => void)();
  return exports;
}

/** Returns an exported filter. Throws a TypeError if there is none. */
export function filterOf(exports: FilterExports, name: string): FilterFunction {
  const filter = exports[name];
  if (typeof filter !== "function") throw new TypeError(`the module does not export ${name}`);
  return filter as FilterFunction;
}
