/** A module under trial, and what its instances answer. */
import { instantiateModule, type CompiledModule, type InstanceOptions, type KeywardModule } from "#keyward/module.js";
import type { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { FILTERS } from "../differential/filter-host.js";
import { refuel, withFuel } from "./fuel.js";

/** So often may the loops of one answer go round: some ten times what the dearest takes. */
const MAX_ROUNDS = 30_000_000;

export class Subject {
  readonly binary: Uint8Array;
  readonly compiled: CompiledModule;
  #instances: KeywardModule[] = [];

  constructor(binary: Uint8Array, most = MAX_ROUNDS) {
    this.binary = withFuel(binary, most);
    this.compiled = compiledOf(this.binary);
  }

  /** An instance of the module, or of another one that was made from its binary. */
  start(options?: InstanceOptions, compiled = this.compiled): KeywardModule {
    const instance = instantiateModule(compiled, options);
    this.#instances.push(instance);
    return instance;
  }

  /** To be called before each answer. */
  refuel(): void {
    for (const instance of this.#instances) refuel(instance);
  }

  /** Lets go of all instances. */
  clear(): void {
    this.#instances = [];
  }
}

export function compiledOf(binary: Uint8Array): CompiledModule {
  return { name: "mutant", module: new WebAssembly.Module(Uint8Array.from(binary)) };
}

/** What both filters make of a record, as text that is the same for the same answers only. */
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
