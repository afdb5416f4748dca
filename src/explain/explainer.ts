import { checkConfig } from "../config/check-config.js";
import { ConfigError } from "../config/config-error.js";
import { readAnnotation } from "../findings/annotation.js";
import { Guest, isTrap } from "../hosts/guest.js";
import { ModuleError } from "../module.js";
import { CLAUSES } from "./clues.js";
import { explainEvent, explainPlace } from "./explain-event.js";
import { compileExplainModule, Found, instantiateExplainModule, type ExplainModule } from "./explain-module.js";
import type { EventExplanation, EmptyPlace, RecordExplanation, Unreadable } from "./explanation.js";
import { Facts } from "./facts.js";
import { readExplainConfig, type ExplainConfig } from "./explain-config.js";
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
  readonly #compiled: WebAssembly.Module;
  readonly #configBytes: Uint8Array | undefined;
  #module: ExplainModule;
  #guest: Guest;

  private constructor(compiled: WebAssembly.Module, configBytes?: Uint8Array) {
    this.#compiled = compiled;
    this.#configBytes = configBytes;
    this.#module = instantiateExplainModule(compiled);
    this.#guest = new Guest(this.#module);
    this.config = configBytes && readExplainConfig(configBytes);
  }

  /**
   * Loads the module, with a configuration of that name, if one is given. Rejects with a ModuleError or, when the
   * configuration has mistakes, a ConfigError.
   */
  static async load(config?: { name: string; bytes: Uint8Array }): Promise<Explainer> {
    const compiled = await compileExplainModule();
    if (config === undefined) return new Explainer(compiled);
    const mistakes = checkConfig(instantiateExplainModule(compiled), config.bytes);
    if (mistakes.length > 0) throw new ConfigError(mistakes.map((mistake) => `${config.name}: ${mistake}`));
    const explainer = new Explainer(compiled, config.bytes);
    explainer.#configure();
    return explainer;
  }

  /** Explains the record, which begins on the line `line` of its file. */
  explain(record: Buffer, line: number, wanted: Wanted): RecordExplanation {
    try {
      return this.#explain(record, line, wanted);
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#module = instantiateExplainModule(this.#compiled);
      this.#guest = new Guest(this.#module);
      this.#configure();
      return unreadable({ reason: "trap" });
    }
  }

  #configure(): void {
    if (this.#configBytes === undefined) return;
    const text = this.#module.malloc(this.#configBytes.length) >>> 0;
    if (text !== 0) this.#guest.bytes().set(this.#configBytes, text);
    if (text === 0 || this.#module.configure(text, this.#configBytes.length) === 0) {
      throw new ModuleError("the module has no memory for the configuration");
    }
  }

  #explain(record: Buffer, line: number, wanted: Wanted): RecordExplanation {
    const module = this.#module;
    const address = module.malloc(record.length) >>> 0;
    if (address === 0) return unreadable({ reason: "no_memory" });
    this.#guest.bytes().set(record, address);
    const isJson = module.start(address, record.length) !== 0;
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
