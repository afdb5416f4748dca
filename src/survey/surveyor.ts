import { isTrap } from "../hosts/guest.js";
import { instantiateCore, SurveyedText, type CoreModule } from "../engine/core-module.js";
import type { CompiledModule } from "../module.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "./coverage.js";
import { readCoverage } from "./read-coverage.js";

/** Counts the events of texts one by one, in an instance of its own that is created for the first text. */
export class Surveyor {
  readonly #compiled: CompiledModule;
  #module: CoreModule | undefined;
  /** Counts of instances that trapped. */
  #before = emptyCoverage();

  constructor(compiled: CompiledModule) {
    this.#compiled = compiled;
  }

  /** Counts the events of a JSON text. One that the module has no memory for counts as a failure. */
  record(bytes: Uint8Array): SurveyedText {
    this.#module ??= instantiateCore(this.#compiled);
    const module = this.#module;
    try {
      const address = module.malloc(bytes.length) >>> 0;
      if (address === 0) {
        this.#before.failures++;
        return SurveyedText.notJson;
      }
      new Uint8Array(module.memory.buffer).set(bytes, address);
      const text = module.surveyRecord(address, address + bytes.length);
      module.free(address);
      return text as SurveyedText;
    } catch (error) {
      if (!isTrap(error)) throw error;
      const counted = readCoverage(module);
      this.#before = mergeCoverages([this.#before, { ...counted, failures: counted.failures + 1 }]);
      this.#module = undefined;
      return SurveyedText.notJson;
    }
  }

  /** Returns the counts since the last call. */
  take(): Coverage {
    const counted = this.#before;
    this.#before = emptyCoverage();
    if (this.#module === undefined) return counted;
    const all = mergeCoverages([counted, readCoverage(this.#module)]);
    this.#module.startSurvey();
    return all;
  }
}
