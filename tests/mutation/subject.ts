/** A module under trial, and its instances' answers. */
import { instantiateModule, type CompiledModule, type InstanceOptions, type KeywardModule } from "#keyward/module.js";
import type { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { FILTERS } from "../differential/filter-host.js";
import { refuel, withFuel } from "./fuel.js";

/** Limit for loop rounds per answer: about ten times the most expensive one. */
const MAX_ROUNDS = 30_000_000;

export class Subject {
  readonly binary: Uint8Array;
  readonly compiled: CompiledModule;
  #instances: KeywardModule[] = [];

  constructor(binary: Uint8Array, most = MAX_ROUNDS) {
    this.binary = withFuel(binary, most);
    this.compiled = compiledOf(this.binary);
  }

  /** Starts an instance of the module, or of another one made from its binary. */
  start(options?: InstanceOptions, compiled = this.compiled): KeywardModule {
    const instance = instantiateModule(compiled, options);
    this.#instances.push(instance);
    return instance;
  }

  /** Call it before each answer. */
  refuel(): void {
    for (const instance of this.#instances) refuel(instance);
  }

  /** Drops all instances. */
  clear(): void {
    this.#instances = [];
  }
}

export function compiledOf(binary: Uint8Array): CompiledModule {
  return { name: "mutant", module: new WebAssembly.Module(Uint8Array.from(binary)) };
}

/** Returns both filters' results for a record, as text that is equal only for equal results. */
export function answerOf(
  host: Pick<FluentBitHost, "filter">,
  record: Uint8Array,
  filters: readonly string[] = FILTERS,
) {
  return filters
    .map((filter) => {
      const answer = host.filter(filter, record);
      if (answer.outcome === "modified") return Buffer.from(answer.record).toString("latin1");
      return answer.outcome === "kept" ? "kept" : answer.reason;
    })
    .join("\n");
}
