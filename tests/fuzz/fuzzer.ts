/**
 * A fuzzing run: inputs in batches, each batch in new instances with its own configuration, and the problems found. With a
 * coverage module, an input that executes something new joins the stock.
 */
import { compileModule } from "#keyward/module-files.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule, type CompiledModule } from "#keyward/module.js";
import { embedConfig } from "#keyward/config/embed.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { randomFor, type Random } from "../oracle/random.js";
import type { Verdict } from "../oracle/rule.js";
import { Coverage } from "./coverage.js";
import { hasLongBlank } from "./long-blank.js";
import { mutate, type FuzzInput } from "./mutate.js";
import { SeedStock } from "./seeds.js";
import type { FailingCase } from "./shrink-case.js";
import { ConfiguredTrial, opinionOn, PlainTrial, type FuzzedModules, type Trial } from "./trials.js";

/** Inputs per batch. */
export const BATCH = 500;
/** Every this many batches, the configuration is embedded in the module, which takes a while. */
const CARRIED_EVERY = 8;
/** One in this many inputs goes through the configured module too: it remembers, so it must see enough of them. */
const CONFIGURED_EVERY = 2;
/** Longer inputs do not join the stock: what is made from one costs as much as many others. */
const MAX_JOINING_BYTES = 16 * 1024;
/** Processor time in milliseconds above which an input counts as blocking the host. */
const PATIENCE = 20_000;

export interface FuzzModules extends FuzzedModules {
  /** Bytes of the Fluent Bit module, to embed configurations in. */
  binary: Uint8Array;
  /** The Fluent Bit module instrumented by coverage.ts; without it, no input joins the stock. */
  coverage?: CompiledModule | undefined;
}

export interface Failure extends FailingCase {
  problem: string;
  index: number;
  made: readonly string[];
}

/** Counts of a run. */
export interface FuzzTally {
  inputs: number;
  verdicts: Map<Verdict, number>;
  covered: number;
  /** Inputs of the one kind that is not compared with the oracle: see long-blank.ts. */
  exempt: number;
}

export class Fuzzer {
  readonly tally: FuzzTally = { inputs: 0, verdicts: new Map(), covered: 0, exempt: 0 };
  /** Inputs that executed something new. */
  readonly found: Buffer[] = [];
  readonly #stock: SeedStock;
  readonly #seedCount: number;
  #covered: bigint[] = [];

  constructor(
    private readonly modules: FuzzModules,
    private readonly seed: number,
    seeds: readonly Buffer[],
  ) {
    this.#stock = new SeedStock(seeds);
    this.#seedCount = seeds.length;
    if (modules.coverage !== undefined) this.#cover(seeds);
  }

  /** Returns the input of an index: always the same, unless inputs joined the stock. */
  input(index: number): FuzzInput {
    const random = randomFor(this.seed ^ 0xf0225, index);
    return mutate(this.#pick(random), random, this.#stock);
  }

  /** Runs the inputs of a batch, up to `most`, and stops at the first failure. */
  async batch(number: number, most = BATCH): Promise<Failure | undefined> {
    const { text: config } = generateConfig(this.seed, number);
    const configured = number % CARRIED_EVERY === 0 ? await this.#carrying(config) : this.modules.fluentBit;
    const trials: [trial: Trial, config: string | undefined, every: number][] = [
      [new PlainTrial(this.modules, number % 2 === 0), undefined, 1],
      [new ConfiguredTrial(configured, config), config, CONFIGURED_EVERY],
    ];
    const watch = this.#watch(config);
    const seen: Buffer[] = [];
    for (let index = number * BATCH; index < number * BATCH + most; index++) {
      const { bytes, made } = this.input(index);
      const start = process.cpuUsage();
      const opinion = opinionOn(bytes);
      if (index % CONFIGURED_EVERY === 0) seen.push(bytes);
      for (const [trial, text, every] of trials) {
        const problem = index % every === 0 ? trial.next(bytes, opinion) : undefined;
        if (problem === undefined) continue;
        if (text === undefined && hasLongBlank(bytes)) {
          // The configured module's memory of it would also differ from the oracle's.
          this.tally.exempt++;
          if (index % CONFIGURED_EVERY === 0) seen.pop();
          break;
        }
        // The plain module's answer does not depend on earlier inputs.
        return { problem, index, made, records: text === undefined ? [bytes] : seen, config: text };
      }
      // Not wall-clock time: a busy machine slows nobody down.
      const { user, system } = process.cpuUsage(start);
      const took = (user + system) / 1000;
      if (took > PATIENCE) return { problem: `slow: ${took.toFixed(0)} ms`, index, made, records: [bytes] };
      this.tally.inputs++;
      const { verdict } = opinion.judgement;
      this.tally.verdicts.set(verdict, (this.tally.verdicts.get(verdict) ?? 0) + 1);
      if (watch?.(bytes) === true) {
        this.found.push(bytes);
        if (bytes.length <= MAX_JOINING_BYTES) this.#stock.add(bytes);
      }
    }
    return undefined;
  }

  /** Prefers inputs that found something new: there is likely more. */
  #pick(random: Random): Buffer {
    const late = this.#stock.size - this.#seedCount;
    return late > 0 && random.chance(0.5) ? this.#stock.lateRecord(random, late) : this.#stock.record(random);
  }

  async #carrying(config: string): Promise<CompiledModule> {
    const { binary, fluentBit } = this.modules;
    return compileModule(embedConfig(fluentBit.name, binary, Buffer.from(config)));
  }

  /** Returns a function that reports whether an input executes something new; for a batch with this configuration. */
  #watch(config: string | undefined): ((bytes: Buffer) => boolean) | undefined {
    const { coverage } = this.modules;
    if (coverage === undefined) return undefined;
    const watched = [undefined, config].map((text) => {
      const module = instantiateModule(coverage, text === undefined ? {} : { files: { "keyward.json": text } });
      const notes = new Coverage(module);
      notes.include(this.#covered);
      return { host: new FluentBitHost(module), notes };
    });
    return (bytes) => {
      let news = 0;
      for (const { host, notes } of watched) {
        for (const filter of ["tag", "keep"]) host.filter(filter, bytes);
        const count = notes.takeNew();
        if (count === 0) continue;
        news += count;
        this.#covered = notes.words();
        for (const other of watched) if (other.notes !== notes) other.notes.include(this.#covered);
      }
      this.tally.covered += news;
      return news > 0;
    };
  }

  #cover(records: readonly Buffer[]): void {
    const watch = this.#watch(undefined);
    for (const record of records) watch?.(record);
  }
}

/** Returns what is wrong with the answer to a case's last record, in new instances. */
export function problemOfCase(modules: FuzzedModules, { config, records }: FailingCase): string | undefined {
  if (records.some(hasLongBlank)) return undefined;
  const trial: Trial = config === undefined ? new PlainTrial(modules) : new ConfiguredTrial(modules.fluentBit, config);
  return records.map((record) => trial.next(record, opinionOn(record))).at(-1);
}
