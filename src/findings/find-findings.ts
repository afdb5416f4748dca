/** Finds the findings of records that may have come annotated: an annotation is a claim, the events are the evidence. */
import { Engine, type EngineOptions, type Origin, type RecordEvents } from "../engine/engine.js";
import type { FoundEvent } from "../engine/read-event.js";
import type { CompiledModule } from "../module.js";
import type { Tally } from "../records/counts.js";
import { Reading } from "../engine/reading.js";
import { stripAnnotation, writtenBy, type Written } from "./strip-annotation.js";
import type { Annotation } from "./annotation.js";
import type { Finding } from "../engine/finding.js";
import { RECORDS } from "../messages/records.js";

/** The findings of a record. */
export interface RecordFindings {
  /** false: it names an action but turned out not to be JSON, and was not counted. */
  isJson: boolean;
  /** What its events say, whatever its annotation says. */
  findings: Finding[];
  /** Events that the configuration leaves unreported. */
  untold: FoundEvent[];
  /** The annotation that it came with; `lost` for the notice of a lost record. */
  annotation?: Annotation | "lost";
}

const NOTHING: RecordFindings = { isJson: true, findings: [], untold: [] };

/** Judges records one after the other, so that a configuration sees them in order. */
export class FindingsFinder {
  readonly #compiled: CompiledModule;
  readonly #plain: () => CompiledModule;
  readonly #tally: Tally;
  readonly #options: EngineOptions;
  readonly #engine: Engine;
  /** Judges annotated records without their annotation. */
  #again: Engine | undefined;
  #written: Written | undefined;

  /**
   * `plain`: returns the module without a configuration; called when a record comes annotated. `tally`: counts the records, and
   * hears what could not be judged. Throws a ModuleError.
   */
  constructor(compiled: CompiledModule, plain: () => CompiledModule, tally: Tally, options: EngineOptions = {}) {
    this.#compiled = compiled;
    this.#plain = plain;
    this.#tally = tally;
    this.#options = options;
    this.#engine = new Engine(compiled, options);
  }

  find(record: Buffer, origin: Origin): RecordFindings {
    const events = this.#judge(this.#engine, record, origin);
    if (events?.reading === Reading.notJson) return { ...NOTHING, isJson: false };
    this.#tally.counts.records++;
    if (events?.reading === Reading.annotated) return this.#findAgain(record, origin);
    return events === undefined ? NOTHING : { isJson: true, findings: events.findings, untold: events.untold };
  }

  #findAgain(record: Buffer, origin: Origin): RecordFindings {
    this.#written ??= writtenBy(this.#compiled, this.#plain());
    const stripped = stripAnnotation(record, this.#written);
    if (stripped?.annotation === undefined) {
      this.#tally.addUnread(stripped === undefined ? RECORDS.annotationStays : RECORDS.lost);
      return stripped === undefined ? NOTHING : { ...NOTHING, annotation: "lost" };
    }
    this.#again ??= new Engine(this.#compiled, this.#options);
    const events = this.#judge(this.#again, stripped.record, origin);
    // A second annotation below the first.
    if (events?.reading === Reading.annotated) this.#tally.addUnread(RECORDS.annotatedTwice);
    return { ...NOTHING, ...events, annotation: stripped.annotation };
  }

  #judge(engine: Engine, record: Buffer, origin: Origin): RecordEvents | undefined {
    const judged = engine.judge(record, origin);
    if ("failure" in judged) {
      this.#tally.passUnjudged(judged.failure, judged.reason);
      return undefined;
    }
    // The caller reports what is not JSON.
    if (judged.reading !== Reading.notJson) this.#tally.note(judged.reading, record);
    if (judged.beyond > 0) this.#tally.addUnread(RECORDS.moreEvents(judged.beyond));
    return judged;
  }
}
