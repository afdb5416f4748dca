import { Found, instantiateCore, type CoreModule } from "../engine/core-module.js";
import { ID, Spans } from "../engine/read-event.js";
import { readAnnotation } from "../findings/annotation.js";
import { Guest, isTrap } from "../hosts/guest.js";
import type { CompiledModule } from "../module.js";
import { CLAUSES } from "./clues.js";
import { explainEvent, explainPlace, readExplainConfig, type ExplainConfig } from "./explain-event.js";
import type { EventExplanation, EmptyPlace, RecordExplanation, Unreadable } from "./explanation.js";
import { Facts } from "./facts.js";
import { findUnreadable } from "./unreadable.js";

/** The events of a record to explain. */
export type Wanted =
  /** All events, and what is not an event. */
  | "all"
  /** Events with a verdict or with an action of the rule. */
  | "near-misses"
  /** Events selected by path and id. */
  | ((path: string, id: string | undefined) => boolean);

const ACTION = bitOf("action");
const PROVIDER = bitOf("provider");

/** Explains records, each as if it were the only one. The verdict and all its causes come from the module. */
export class Explainer {
  /** The configuration, if there is one. */
  readonly config: ExplainConfig | undefined;
  readonly #compiled: CompiledModule;
  #module: CoreModule;
  #guest: Guest;

  /** `compiled`: the module for Node, already carrying `config` if one is given. Throws a ModuleError. */
  constructor(compiled: CompiledModule, config?: Uint8Array) {
    this.#compiled = compiled;
    this.#module = instantiateCore(compiled);
    this.#guest = new Guest(this.#module);
    this.config = config && readExplainConfig(config);
  }

  /** Explains the record that begins on `line` of its file. */
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

  #isWanted(wanted: Wanted, facts: Facts): boolean {
    const module = this.#module;
    if (typeof wanted !== "function")
      return wanted === "all" || module.verdict.value !== 0 || (module.held.value & ACTION) !== 0;
    const spans = new Spans(this.#guest.bytes(), module.readSpans() >>> 0);
    return wanted(facts.path(), spans.text(ID));
  }

  #explainPlaces(wanted: Wanted): RecordExplanation {
    const module = this.#module;
    const facts = new Facts(module, this.#guest);
    const annotation = readVerdict(facts);
    const events: EventExplanation[] = [];
    const places: EmptyPlace[] = [];
    let others = 0;
    let ofService = 0;
    for (let found = module.findPlace(); found !== Found.nothing; found = module.findPlace()) {
      if (found !== Found.event) {
        if (wanted === "all" && events.length + others === 0) places.push(explainPlace(facts, found));
      } else if (this.#isWanted(wanted, facts)) {
        events.push(explainEvent(facts, this.config));
      } else {
        others++;
        if ((module.held.value & PROVIDER) !== 0) ofService++;
      }
    }
    const isEmpty = events.length + others === 0;
    return {
      ...(annotation && { annotation }),
      events,
      others,
      ofService,
      places: isEmpty ? places : [],
      isPartial: module.ranShort.value !== 0,
    };
  }
}

function bitOf(name: string): number {
  return 1 << CLAUSES.findIndex(({ clause }) => clause === name);
}

function unreadable(problem: Unreadable): RecordExplanation {
  return { events: [], others: 0, ofService: 0, places: [], unreadable: problem, isPartial: false };
}

/** Reads the verdict from the record's annotation. */
function readVerdict(facts: Facts): { verdict?: string } | undefined {
  const { value } = facts.module.annotation;
  if (value >>> 0 === 0) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(facts.json(value >>> 0));
  } catch {
    // A parser may give up at deep nesting, which no annotation has.
    return {};
  }
  const isOurs = readAnnotation(parsed) !== undefined;
  return isOurs ? { verdict: (parsed as { verdict: string }).verdict } : {};
}
