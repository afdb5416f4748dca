/** A host of both filters, each in an instance of its own. */
import { FluentBitHost, type FilterResult } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule, type CompiledModule, type InstanceOptions, type KeywardModule } from "#keyward/module.js";
import type { Host } from "./compare.js";

export const FILTERS = ["tag", "keep"] as const;
export type FilterName = (typeof FILTERS)[number];

export interface FilterHostOptions {
  /** What the instance of a filter is made with. */
  instance?: (filter: FilterName) => InstanceOptions;
  /** Whether it frees what it allocates, as FluentBitHost has it. */
  free?: boolean;
}

/**
 * As in Fluent Bit, neither filter sees what the other did to the module: that it searches for more, or remembers a record.
 */
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

  /** Bytes of memory of a filter's instance. */
  memoryOf(name: FilterName): number {
    return this.#instances[name].module.memory.buffer.byteLength;
  }
}
