import { checkConfig, ConfigError } from "../config/check-config.js";
import { locateMistakes } from "../config/mistake-lines.js";
import { embedConfig } from "../config/embed.js";
import { Found, instantiateCore, type CoreModule } from "../engine/core-module.js";
import { readAnnotation } from "../findings/annotation.js";
import { Guest, isTrap } from "../hosts/guest.js";
import { compileModule, CORE_MODULE, readModule, type CompiledModule } from "../module.js";
import { CLAUSES } from "./clues.js";
import { explainEvent, explainPlace, readExplainConfig, type ExplainConfig } from "./explain-event.js";
import type { EventExplanation, EmptyPlace, RecordExplanation, Unreadable } from "./explanation.js";
import { Facts } from "./facts.js";
import { findUnreadable } from "./unreadable.js";

/** Which events of a record are explained. */
export type Wanted =
  /** All, and what is no event. */
  | "all"
  /** Those with a verdict, and those of the right service or the right action. */
  | "near-misses";

const NEAR_MISS = CLAUSES.reduce(
  (bits, { clause }, number) => (clause === "provider" || clause === "action" ? bits | (1 << number) : bits),
  0,
);

/** Explains records, each as if it were the only one. The verdict and all that it is due to are the module's. */
export class Explainer {
  /** What the configuration says, if there is one. */
  readonly config: ExplainConfig | undefined;
  readonly #compiled: CompiledModule;
  #module: CoreModule;
  #guest: Guest;

  private constructor(compiled: CompiledModule, config: Uint8Array | undefined) {
    this.#compiled = compiled;
    this.#module = instantiateCore(compiled);
    this.#guest = new Guest(this.#module);
    this.config = config && readExplainConfig(config);
  }

  /**
   * Loads the module, with a configuration of that name, if one is given. Rejects with a ModuleError or, when the
   * configuration has mistakes, a ConfigError.
   */
  static async load(config?: { name: string; bytes: Uint8Array }): Promise<Explainer> {
    const plain = await compileModule(CORE_MODULE);
    if (config === undefined) return new Explainer(plain, undefined);
    const mistakes = checkConfig(instantiateCore(plain), config.bytes);
    if (mistakes.length > 0) throw new ConfigError(locateMistakes(config.name, config.bytes, mistakes));
    const { name, bytes } = await readModule(CORE_MODULE);
    return new Explainer(await compileModule(embedConfig(name, bytes, config.bytes), name), config.bytes);
  }

  /** Explains the record, which begins on the line `line` of its file. */
  explain(record: Buffer, line: number, wanted: Wanted): RecordExplanation {
    try {
      return this.#explain(record, line, wanted);
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#module = instantiateCore(this.#compiled);
      this.#guest = new Guest(this.#module);
      return unreadable({ reason: "trap" });
    }
  }

  #explain(record: Buffer, line: number, wanted: Wanted): RecordExplanation {
    const module = this.#module;
    const address = this.#guest.copyIn(record);
    if (address === 0) return unreadable({ reason: "no_memory" });
    const isJson = module.startRecord(address, record.length) !== 0;
    const explained = isJson
      ? this.#explainPlaces(wanted)
      : unreadable(findUnreadable(record, line) ?? { reason: "no_memory" });
    module.free(address);
    return explained;
  }

  #explainPlaces(wanted: Wanted): RecordExplanation {
    const module = this.#module;
    const facts = new Facts(module, this.#guest);
    const annotation = readVerdict(facts);
    const events: EventExplanation[] = [];
    const places: EmptyPlace[] = [];
    let others = 0;
    for (let found = module.findPlace(); found !== Found.nothing; found = module.findPlace()) {
      if (found !== Found.event) {
        if (wanted === "all" && events.length + others === 0) places.push(explainPlace(facts, found));
      } else if (wanted === "all" || module.verdict.value !== 0 || (module.held.value & NEAR_MISS) !== 0) {
        events.push(explainEvent(facts, this.config));
      } else {
        others++;
      }
    }
    const isEmpty = events.length + others === 0;
    return {
      ...(annotation && { annotation }),
      events,
      others,
      places: isEmpty ? places : [],
      isPartial: module.ranShort.value !== 0,
    };
  }
}

function unreadable(problem: Unreadable): RecordExplanation {
  return { events: [], others: 0, places: [], unreadable: problem, isPartial: false };
}

/** What the annotation that the record has says the verdict is. */
function readVerdict(facts: Facts): { verdict?: string } | undefined {
  const { value } = facts.module.annotation;
  if (value >>> 0 === 0) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(facts.json(value >>> 0));
  } catch {
    // A parser may give up at many brackets: no annotation has those.
    return {};
  }
  const isOurs = readAnnotation(parsed) !== undefined;
  return isOurs ? { verdict: (parsed as { verdict: string }).verdict } : {};
}
