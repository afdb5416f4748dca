/** Hosts both filters, each in its own instance. */
import { FluentBitHost, type FilterResult } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule, type CompiledModule, type InstanceOptions, type KeywardModule } from "#keyward/module.js";
import type { Host } from "./compare.js";

export const FILTERS = ["tag", "keep"] as const;
export type FilterName = (typeof FILTERS)[number];

export interface FilterHostOptions {
  /** Options for a filter's instance. */
  instance?: (filter: FilterName) => InstanceOptions;
  /** Whether it frees what it allocates, as in FluentBitHost. */
  free?: boolean;
}

/** As in Fluent Bit, neither filter sees what the other did to the module: that it searches for more, or remembers a record. */
export class FilterHost implements Host {
  readonly #instances: Record<FilterName, { module: KeywardModule; host: FluentBitHost }>;

  constructor(compiled: CompiledModule, { instance, free = true }: FilterHostOptions = {}) {
    const start = (filter: FilterName) => {
      const module = instantiateModule(compiled, instance?.(filter));
      return { module, host: new FluentBitHost(module, { free }) };
    };
    this.#instances = { tag: start("tag"), keep: start("keep") };
  }

  filter(name: string, record: Uint8Array | string): FilterResult {
    if (name !== "tag" && name !== "keep") throw new RangeError(`no filter ${name}`);
    return this.#instances[name].host.filter(name, record);
  }

  /** Returns the memory size of a filter's instance in bytes. */
  memoryOf(name: FilterName): number {
    return this.#instances[name].module.memory.buffer.byteLength;
  }
}
