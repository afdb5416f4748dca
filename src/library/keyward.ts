/** The library: what the modules do in a log shipper, for programs. Only what every runtime has; no file is read. */
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

/** A configuration (docs/reference/configuration.md): the value, or JSON as text or bytes. */
export type Config = object | string | Uint8Array;

export interface KeywardOptions {
  config?: Config;
  /** The bytes of a keyward.core.wasm; by default those of this package. */
  module?: Uint8Array;
  /**
   * Hears of the mistakes in the configuration, instead of a rejection. Then the plain rule is in force, and every annotation says what
   * the first mistake is: a mistake does not switch the detection off.
   */
  onConfigError?: (error: ConfigError) => void;
}

/**
 * Compiles the module, with the configuration in it. Rejects with a ConfigError when that has mistakes, and with a ModuleError when the module is
 * not the one for Node, or carries a configuration already.
 */
export async function createKeyward(options: KeywardOptions = {}): Promise<Keyward> {
  const { config, module = coreModule, onConfigError } = options;
  const named = { name: "keyward.core.wasm", bytes: module };
  const plain = await compileBytes(named.name, named.bytes);
  // Whatever is wrong with it is reported now, not at the first record.
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
 * Judges records. What a configuration remembers of matches (`duplicates`, `cap`, `escalate`) is remembered by `tag`, by `events` and by each stream for
 * itself. An instance of the module that trapped is replaced: the record is in `problems`, and what was remembered is forgotten.
 */
export class Keyward {
  readonly #compiled: CompiledModule;
  readonly #plain: CompiledModule;
  readonly #config: Uint8Array | undefined;
  // Each takes memory for an instance of its own: made when it is asked for.
  #tagger: Tagger | undefined;
  #finder: EventFinder | undefined;
  #survey: EventSurvey | undefined;
  #explainer: Explainer | undefined;

  /** Not to be called: `createKeyward` does. */
  constructor(compiled: CompiledModule, plain: CompiledModule, config?: Uint8Array) {
    this.#compiled = compiled;
    this.#plain = plain;
    this.#config = config;
  }

  /** Annotates a record, or each of several (NDJSON, or JSON texts one after the other). What is not judged passes unchanged. */
  tag<Kind extends Records>(records: Kind): Tagged<Kind> {
    this.#tagger ??= new Tagger(this.#compiled);
    return this.#tagger.tag(records);
  }

  /** The events that have a verdict in a record, or in several. `name`: what they are to have as their `file`. */
  events(records: Records, name = ""): FoundEvents {
    this.#finder ??= new EventFinder(this.#compiled, () => this.#plain);
    return this.#finder.find(records, name);
  }

  /**
   * Whether a CloudTrail event of any kind is recognised in a record, or in one of several. Where none is, that `events` found nothing says
   * nothing of keys.
   */
  holdsEvent(records: Records): boolean {
    this.#survey ??= new EventSurvey(this.#compiled);
    return this.#survey.holdsEvent(records);
  }

  /** Why each event of a record is a match or is not, as if the record were the only one. */
  explain(record: Records): RecordExplanation {
    this.#explainer ??= new Explainer(this.#compiled, this.#config);
    return this.#explainer.explain(toBuffer(record), 1, "all");
  }

  /** A guide through an event: who did it, how long is left, what undoes it. `now`: in milliseconds since 1970. */
  guide(event: Finding, now: number = Date.now()): Guide {
    return buildGuide(event, now);
  }

  /** The mistakes of a configuration, a line each; none if it can be used. */
  checkConfig(config: Config): string[] {
    return checkConfig(instantiateCore(this.#plain), configBytes(config));
  }

  /** Bytes or text in any pieces in, bytes out: records as `tag` annotates them. */
  stream(options: StreamOptions = {}): TransformStream<Records, Uint8Array> {
    return tagStream(this.#compiled, options);
  }
}

function configBytes(config: Config): Uint8Array {
  if (config instanceof Uint8Array) return config;
  return Buffer.from(typeof config === "string" ? config : JSON.stringify(config));
}
