/** The library: does in programs what the modules do in a log shipper. Uses only what every runtime has, and reads no files. */
import { checkConfig, ConfigError } from "../config/check-config.js";
import { configuredCore } from "../config/configured-core.js";
import { embedConfig } from "../config/embed.js";
import { instantiateCore } from "../engine/core-module.js";
import type { Finding } from "../engine/finding.js";
import { Explainer } from "../explain/explainer.js";
import type { RecordExplanation } from "../explain/explanation.js";
import { coreModule } from "../inline/core-module.js";
import { compileBytes, type CompiledModule } from "../module.js";
import { buildGuide } from "../triage/build-guide.js";
import type { Guide } from "../triage/guide.js";
import { toBuffer } from "./bytes.js";
import { EventFinder } from "./event-finder.js";
import { EventSurvey } from "./event-survey.js";
import { tagStream } from "./tag-stream.js";
import { Tagger } from "./tagger.js";
import type { FoundEvents, Records, StreamOptions, Tagged } from "./types.js";

/** A configuration (docs/reference/configuration.md): an object, or JSON as text or bytes. */
export type Config = object | string | Uint8Array;

export interface KeywardOptions {
  config?: Config;
  /** The bytes of a keyward.core.wasm; default: those of this package. */
  module?: Uint8Array;
  /**
   * Receives configuration errors instead of a rejection. The plain rule is then in effect, and every annotation carries the
   * first error: an invalid configuration does not turn the detection off.
   */
  onConfigError?: (error: ConfigError) => void;
}

/**
 * Compiles the module with its configuration. Rejects with a ConfigError if the configuration is invalid, and with a ModuleError
 * if the module is not the one for Node or already has a configuration.
 */
export async function createKeyward(options: KeywardOptions = {}): Promise<Keyward> {
  const { config, module = coreModule, onConfigError } = options;
  const named = { name: "keyward.core.wasm", bytes: module };
  const plain = await compileBytes(named.name, named.bytes);
  // Reports a bad module now, not at the first record.
  instantiateCore(plain);
  if (config === undefined) return new Keyward(plain, plain);
  const bytes = configBytes(config);
  try {
    return new Keyward(await configuredCore(named, bytes), plain, bytes);
  } catch (error) {
    if (!(error instanceof ConfigError) || onConfigError === undefined) throw error;
    onConfigError(error);
    return new Keyward(await compileBytes(named.name, embedConfig(named.name, module, bytes)), plain);
  }
}

/**
 * Judges records. What a configuration remembers of matches (`duplicates`, `cap`, `escalate`) is separate for `tag`, `events` and
 * each stream. If an instance of the module traps, it is replaced: the record is in `problems`, and what it remembered is gone.
 */
export class Keyward {
  readonly #compiled: CompiledModule;
  readonly #plain: CompiledModule;
  readonly #config: Uint8Array | undefined;
  // Each needs memory for its own instance, so it is created on demand.
  #tagger: Tagger | undefined;
  #finder: EventFinder | undefined;
  #survey: EventSurvey | undefined;
  #explainer: Explainer | undefined;

  /** Do not call: use `createKeyward`. */
  constructor(compiled: CompiledModule, plain: CompiledModule, config?: Uint8Array) {
    this.#compiled = compiled;
    this.#plain = plain;
    this.#config = config;
  }

  /** Annotates a record, or several (NDJSON, or JSON texts one after the other). What is not judged passes unchanged. */
  tag<Kind extends Records>(records: Kind): Tagged<Kind> {
    this.#tagger ??= new Tagger(this.#compiled);
    return this.#tagger.tag(records);
  }

  /** Returns the events with a verdict in one or more records. `name`: becomes their `file`. */
  events(records: Records, name = ""): FoundEvents {
    this.#finder ??= new EventFinder(this.#compiled, () => this.#plain);
    return this.#finder.find(records, name);
  }

  /**
   * Reports whether any CloudTrail event is recognized in one or more records. If none is, an empty result of `events` says
   * nothing about keys.
   */
  holdsEvent(records: Records): boolean {
    this.#survey ??= new EventSurvey(this.#compiled);
    return this.#survey.holdsEvent(records);
  }

  /** Explains why each event of a record is a match or not, as if the record were the only one. */
  explain(record: Records): RecordExplanation {
    this.#explainer ??= new Explainer(this.#compiled, this.#config);
    return this.#explainer.explain(toBuffer(record), 1, "all");
  }

  /** Returns a guide through an event: who did it, how much time is left, how to undo it. `now`: milliseconds since 1970. */
  guide(event: Finding, now: number = Date.now()): Guide {
    return buildGuide(event, now);
  }

  /** Returns the errors of a configuration, a line each; none if it is valid. */
  checkConfig(config: Config): string[] {
    return checkConfig(instantiateCore(this.#plain), configBytes(config));
  }

  /** Returns a stream that takes bytes or text in any pieces and outputs bytes: records annotated as by `tag`. */
  stream(options: StreamOptions = {}): TransformStream<Records, Uint8Array> {
    return tagStream(this.#compiled, options);
  }
}

function configBytes(config: Config): Uint8Array {
  if (config instanceof Uint8Array) return config;
  return Buffer.from(typeof config === "string" ? config : JSON.stringify(config));
}
