/**
 * Loaded into every Node process of a coverage run (`--import`): records which blocks the instances of instrumented modules
 * executed, and writes that to a file per process in the folder KEYWARD_COVERAGE at exit.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { COVERED } from "./blocks.js";

/** The bits of a module's globals, by module name, as hex numbers. */
export type Hits = Record<string, string[]>;

type Words = [global: string, value: WebAssembly.Global<"i64">][];

/** Maximum number of observed instances; later work of older ones is not recorded. */
const MAX_INSTANCES = 2000;

const folder = process.env.KEYWARD_COVERAGE;
const totals = new Map<string, bigint>();
const instances: Words[] = [];

function watch(exports: WebAssembly.Exports): void {
  const words = Object.entries(exports).filter(([name]) => name.startsWith(COVERED)) as Words;
  if (words.length === 0) return;
  instances.push(words);
  if (instances.length > MAX_INSTANCES) collect(instances.shift() ?? []);
}

/** Adds what an instance has executed so far. Keeps only the globals, not the instance with its memory. */
function collect(words: Words): void {
  for (const [name, global] of words) totals.set(name, (totals.get(name) ?? 0n) | BigInt.asUintN(64, global.value));
}

if (folder !== undefined) {
  const { Instance, instantiate } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      watch(this.exports);
    }
  };
  WebAssembly.instantiate = (async (source: WebAssembly.Module, imports?: WebAssembly.Imports) => {
    const made = (await instantiate(source, imports)) as
      WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource;
    watch("instance" in made ? made.instance.exports : made.exports);
    return made;
  }) as typeof WebAssembly.instantiate;

  process.on("exit", () => {
    for (const words of instances) collect(words);
    if (totals.size === 0) return;
    const hits: Hits = {};
    for (const [name, bits] of totals) {
      const [, module = "", index = ""] = /^covered_([\w-]+)_(\d+)$/.exec(name) ?? [];
      (hits[module] ??= [])[Number(index)] = bits.toString(16);
    }
    writeFileSync(join(folder, `hits-${process.pid}.json`), JSON.stringify(hits));
  });
}
