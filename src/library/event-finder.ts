import { FindingsFinder } from "../findings/find-findings.js";
import type { CompiledModule } from "../module.js";
import type { Tally } from "../records/counts.js";
import { countNewlines } from "../records/glance.js";
import { recordLines } from "../records/line-splitter.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "../records/record-sink.js";
import { toBuffer } from "./bytes.js";
import { tallyFor } from "./problems.js";
import type { FoundEvents, Records } from "./types.js";
import { RECORDS } from "../messages/records.js";

/** Finds events, record by record: what the configuration remembers carries over. */
export class EventFinder implements RecordSink {
  readonly #tally: Tally;
  readonly #finder: FindingsFinder;
  #name = "";
  #found: FoundEvents = { events: [], problems: [] };

  /** `plain`: the module without a configuration. Throws a ModuleError. */
  constructor(compiled: CompiledModule, plain: () => CompiledModule) {
    this.#tally = tallyFor((problem) => this.#found.problems.push(problem));
    this.#finder = new FindingsFinder(compiled, plain, this.#tally);
  }

  /** `name`: becomes the events' `file`. */
  find(records: Records, name: string): FoundEvents {
    this.#name = name;
    this.#tally.newlines = 0;
    const found = (this.#found = { events: [], problems: [] });
    const bytes = toBuffer(records);
    // Nearly always it is one record, or several without a finding: the module can tell at once.
    if (this.record(bytes, { before: Buffer.alloc(0), path: "" }) === "not JSON") {
      const lines = recordLines(this);
      lines.push(bytes);
      lines.end();
    }
    return found;
  }

  record(bytes: Buffer, { before, path }: RecordPlace): Outcome {
    return this.#tally.judge(before, bytes, () => {
      const line = this.#tally.newlines + 1;
      const { isJson, findings } = this.#finder.find(bytes, { file: this.#name, line, path });
      if (!isJson) return "not JSON";
      for (const finding of findings) this.#found.events.push(finding);
      return "kept";
    });
  }

  notJson(bytes: Buffer, reason: NotJson): void {
    this.#tally.passNotJson(bytes, reason);
    this.pass(bytes);
  }

  oversize(): void {
    this.#tally.passUnjudged("tooLarge", RECORDS.tooLong);
  }

  pass(bytes: Buffer): void {
    this.#tally.newlines += countNewlines(bytes);
  }
}
