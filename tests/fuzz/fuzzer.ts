/**
 * A fuzzing run: inputs by batches, each batch in new instances with a configuration of its own, and what is wrong with
 * the answers. With a coverage module, an input that executes something new joins the stock.
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

/** Inputs of one batch. */
export const BATCH = 500;
/** Every so many batches the configuration is one that the module carries: putting it there takes a while. */
const CARRIED_EVERY = 8;
/** Every so many inputs one goes through the configured module too: it remembers, so it is to see enough of them. */
const CONFIGURED_EVERY = 2;
/** Longer inputs are found but do not join the stock: what is made of one costs as much as many others. */
const MAX_JOINING_BYTES = 16 * 1024;
/** An input that takes longer than this, in milliseconds of processor time, is one that holds a host up. */
const PATIENCE = 20_000;

export interface FuzzModules extends FuzzedModules {
  /** The Fluent Bit module's bytes, to put configurations in. */
  binary: Uint8Array;
  /** The Fluent Bit module as coverage.ts makes it; without it no input joins the stock. */
  coverage?: CompiledModule | undefined;
}

export interface Failure extends FailingCase {
  problem: string;
  index: number;
  made: readonly string[];
}

/** What a run has seen so far. */
export interface FuzzTally {
  inputs: number;
  verdicts: Map<Verdict, number>;
  covered: number;
  /** Inputs of the one kind that is not held against the oracle: see long-blank.ts. */
  exempt: number;
}

export class Fuzzer {
  readonly tally: FuzzTally = { inputs: 0, verdicts: new Map(), covered: 0, exempt: 0 };
  /** The inputs that executed something new. */
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

  /** The input of an index: always the same one, unless inputs joined the stock. */
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
          // What the configured module remembered of it would part from the oracle too.
          this.tally.exempt++;
          if (index % CONFIGURED_EVERY === 0) seen.pop();
          break;
        }
        // What the plain module answers does not depend on what it saw before.
        return { problem, index, made, records: text === undefined ? [bytes] : seen, config: text };
      }
      // Not by the clock: a machine that does other things makes nobody slow.
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

  /** Inputs that found something new are where more is likely to be. */
  #pick(random: Random): Buffer {
    const late = this.#stock.size - this.#seedCount;
    return late > 0 && random.chance(0.5) ? this.#stock.lateRecord(random, late) : this.#stock.record(random);
  }

  async #carrying(config: string): Promise<CompiledModule> {
    const { binary, fluentBit } = this.modules;
    return compileModule(embedConfig(fluentBit.name, binary, Buffer.from(config)));
  }

  /** Says of an input whether it executes something new; for a batch with this configuration. */
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

/** What is wrong with the answer to the last record of a case, in new instances. */
export function problemOfCase(modules: FuzzedModules, { config, records }: FailingCase): string | undefined {
  if (records.some(hasLongBlank)) return undefined;
  const trial: Trial = config === undefined ? new PlainTrial(modules) : new ConfiguredTrial(modules.fluentBit, config);
  return records.map((record) => trial.next(record, opinionOn(record))).at(-1);
}
