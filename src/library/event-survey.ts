import { SurveyedText } from "../engine/core-module.js";
import type { CompiledModule } from "../module.js";
import { recordLines } from "../records/line-splitter.js";
import type { Outcome, RecordSink } from "../records/record-sink.js";
import { Surveyor } from "../survey/surveyor.js";
import { toBuffer } from "./bytes.js";
import type { Records } from "./types.js";

/** Finds out whether records hold any event at all. */
export class EventSurvey {
  readonly #surveyor: Surveyor;

  constructor(compiled: CompiledModule) {
    this.#surveyor = new Surveyor(compiled);
  }

  holdsEvent(records: Records): boolean {
    const bytes = toBuffer(records);
    const whole = this.#surveyor.record(bytes);
    if (whole !== SurveyedText.notJson) return whole === SurveyedText.withEvents;
    let hasFound = false;
    const sink: RecordSink = {
      record: (record): Outcome => {
        if (hasFound) return "kept";
        const text = this.#surveyor.record(record);
        hasFound = text === SurveyedText.withEvents;
        return text === SurveyedText.notJson ? "not JSON" : "kept";
      },
      notJson: () => undefined,
      oversize: () => undefined,
      pass: () => undefined,
    };
    const lines = recordLines(sink);
    lines.push(bytes);
    lines.end();
    return hasFound;
  }
}
