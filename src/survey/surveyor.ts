import { isTrap } from "../hosts/guest.js";
import { hasSurvey, instantiateModule, ModuleError, type SurveyModule, type CompiledModule } from "../module.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "./coverage.js";
import { readCoverage } from "./read-coverage.js";

/** What a text is: not JSON, JSON without an event, or with events. */
export type SurveyedText = 0 | 1 | 2;

/** Counts the events of texts one by one, in an instance of its own, which is made when the first one comes. */
export class Surveyor {
  readonly #compiled: CompiledModule;
  #module: SurveyModule | undefined;
  /** What instances counted that trapped. */
  #before = emptyCoverage();

  constructor(compiled: CompiledModule) {
    this.#compiled = compiled;
  }

  /** Counts the events of a JSON text. One for which the module has no memory counts as a failure. */
  record(bytes: Uint8Array): SurveyedText {
    this.#module ??= instantiateSurvey(this.#compiled);
    const module = this.#module;
    try {
      const address = module.malloc(bytes.length) >>> 0;
      if (address === 0) {
        this.#before.failures++;
        return 0;
      }
      new Uint8Array(module.memory.buffer).set(bytes, address);
      const text = module.surveyRecord(address, address + bytes.length);
      module.free(address);
      return text;
    } catch (error) {
      if (!isTrap(error)) throw error;
      const counted = readCoverage(module);
      this.#before = mergeCoverages([this.#before, { ...counted, failures: counted.failures + 1 }]);
      this.#module = undefined;
      return 0;
    }
  }

  /** What was counted since this was asked last. */
  take(): Coverage {
    const counted = this.#before;
    this.#before = emptyCoverage();
    if (this.#module === undefined) return counted;
    const all = mergeCoverages([counted, readCoverage(this.#module)]);
    this.#module.startSurvey();
    return all;
  }
}

function instantiateSurvey(compiled: CompiledModule): SurveyModule {
  const module = instantiateModule(compiled);
  if (!hasSurvey(module)) throw new ModuleError("the module has no survey");
  return module;
}
