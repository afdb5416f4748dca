/**
 * All checks of one input: by the plain module, by the core in chunks, and by the module with a configuration, which remembers
 * what it saw.
 */
import { instantiateModule, type CompiledModule } from "#keyward/module.js";
import type { FilterResult } from "#keyward/hosts/fluent-bit.js";
import { isTrap } from "#keyward/hosts/guest.js";
import { isCore } from "#keyward/engine/core-module.js";
import { disagreement, type Host } from "../differential/compare.js";
import { configuredHost } from "../differential/compare-configured.js";
import { FilterHost, FILTERS, type FilterName } from "../differential/filter-host.js";
import { Configured } from "../oracle/config/configured.js";
import { readConfig } from "../oracle/config/read-config.js";
import { judge, READINGS, type Judgement } from "../oracle/rule.js";
import { CoreFault, CoreHost } from "./core-host.js";

const KIB = 1024;
/** Maximum number of events for the smaller memory bound. */
const FEW_EVENTS = 1;

/** The modules under test; the core is optional. */
export interface FuzzedModules {
  fluentBit: CompiledModule;
  core?: CompiledModule | undefined;
}

/** The oracle's judgement of a record by the plain rule. */
export interface Opinion {
  judgement: Judgement;
  isJudged: boolean;
}

export function opinionOn(record: Uint8Array): Opinion {
  const judgement = judge(record);
  return { judgement, isJudged: !["already", "not understood"].includes(judgement.verdict) };
}

/** One way of putting records to the module in sequence: returns what is wrong with each answer, if anything. */
export interface Trial {
  next: (record: Uint8Array, opinion: Opinion) => string | undefined;
}

/** Without a configuration: the Fluent Bit module against the oracle, and the core against the Fluent Bit module. */
export class PlainTrial implements Trial {
  readonly #host: FilterHost;
  readonly #core: Readonly<Record<FilterName, CoreHost>> | undefined;

  constructor({ fluentBit, core }: FuzzedModules, free = true) {
    this.#host = new FilterHost(fluentBit, { free });
    if (core === undefined) return;
    const start = (): CoreHost => {
      const module = instantiateModule(core);
      if (!isCore(module)) throw new TypeError(`${core.name} not the module for Node`);
      return new CoreHost(module);
    };
    this.#core = { tag: start(), keep: start() };
  }

  next(record: Uint8Array, { judgement }: Opinion): string | undefined {
    const answers = new Map<string, FilterResult>();
    const host: Host = {
      filter: (name, bytes) => {
        const answer = this.#host.filter(name, bytes);
        answers.set(name, answer);
        return answer;
      },
    };
    const before = FILTERS.map((name) => ({ name, host: this.#host.memoryOf(name), core: this.#coreMemoryOf(name) }));
    const problem = disagreement(host, record, judgement) ?? this.#coreProblem(record, judgement, answers);
    if (problem !== undefined) return problem;
    const bound = memoryBound(record, judgement);
    for (const { name, ...bytes } of before) {
      const size = this.#host.memoryOf(name);
      if (size > bytes.host && size > bound) return `memory: ${name} has ${size} bytes for ${record.length} of record`;
      const grown = this.#coreMemoryOf(name) - bytes.core;
      if (grown > bound) return `core memory: ${name} has ${grown} bytes more for ${record.length} of record`;
    }
    return undefined;
  }

  /** Returns the memory size of the core's instance for a filter, in bytes. */
  #coreMemoryOf(name: FilterName): number {
    return this.#core?.[name].memoryBytes ?? 0;
  }

  #coreProblem(
    record: Uint8Array,
    { reading }: Judgement,
    answers: ReadonlyMap<string, FilterResult>,
  ): string | undefined {
    if (this.#core === undefined) return undefined;
    for (const filter of FILTERS) {
      const answer = coreAnswer(this.#core[filter], filter, record);
      if (typeof answer === "string") return `core ${filter}: ${answer}`;
      const expected = answers.get(filter) as FilterResult;
      if (!isSame(answer, expected)) return `core ${filter}: ${tell(answer)}; without chunks: ${tell(expected)}`;
      const told = READINGS[this.#core[filter].reading ?? -1];
      // Once an event is recognized, the module does not check whether an action is named.
      const isSaid = told === reading || (told === "read" && reading === "none");
      if (!isSaid) return `core ${filter}: it read ${told ?? "nothing"}; oracle says ${reading}`;
    }
    return undefined;
  }
}

function coreAnswer(host: CoreHost, filter: string, record: Uint8Array): FilterResult | string {
  try {
    return host.filter(filter, record);
  } catch (error) {
    if (error instanceof CoreFault || isTrap(error)) return (error as Error).message;
    throw error;
  }
}

function isSame(left: FilterResult, right: FilterResult): boolean {
  if (left.outcome !== right.outcome) return false;
  if (left.outcome === "dropped" || right.outcome === "dropped") return tell(left) === tell(right);
  return Buffer.compare(left.record, right.record) === 0;
}

function tell(result: FilterResult): string {
  return result.outcome === "dropped"
    ? `dropped (${result.reason})`
    : `${result.outcome}, ${result.record.length} bytes`;
}

/**
 * Returns the maximum memory of a new instance for a record, in bytes: twice the record and 192 KiB; four times and 256 KiB if
 * events may be in strings (an escaped quote) or there are several.
 */
export function memoryBound(record: Uint8Array, { events }: Judgement): number {
  const isSimple = events.length <= FEW_EVENTS && !record.includes(0x5c);
  return isSimple ? 2 * record.length + 192 * KIB : 4 * record.length + 256 * KIB;
}

/** With a valid configuration, from a file or embedded: against the oracle. */
export class ConfiguredTrial implements Trial {
  readonly #host: Host;
  readonly #policy: Configured;

  /** `module` reads `config`, or has it embedded. Throws if the oracle or the module considers it invalid. */
  constructor(module: CompiledModule, config: string) {
    const { settings, faults } = readConfig(Buffer.from(config));
    if (settings === undefined) throw new Error(`the oracle takes the configuration for wrong: ${[...faults].join()}`);
    this.#policy = new Configured(settings);
    this.#host = configuredHost(module, config);
  }

  next(record: Uint8Array, { judgement, isJudged }: Opinion): string | undefined {
    return disagreement(this.#host, record, isJudged ? judge(record, this.#policy) : judgement);
  }
}
