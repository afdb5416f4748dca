import { inputName } from "../input/input.js";
import { InputError } from "../file-errors.js";
import { LeftOutError, openSources } from "../input/open-sources.js";
import { ChunkTagger } from "../records/chunk-tagger.js";
import { EnvelopeFinder } from "../records/opened-records.js";
import { NO_OUTPUT, readRecords } from "../records/read-records.js";
import { mergeCoverages, type Coverage } from "../survey/coverage.js";
import { FindingReader } from "./finding-reader.js";
import { FindingSink } from "./finding-sink.js";
import type { FileResult } from "./result.js";
import type { WorkerData } from "./worker.js";

/** A scan does not output records. */
const NO_RECORDS = { append: () => undefined, appendView: () => undefined };

/** Scans files one after the other with the instances of one thread. */
export class FileScanner {
  readonly #sink: FindingSink;
  readonly #lines: ChunkTagger;
  readonly #envelopes = new EnvelopeFinder();
  readonly #onRead: (bytes: number) => void;

  /** `onRead` gets the number of bytes read, before decompression. Throws a ModuleError. */
  constructor({ compiled, settings, wanted }: WorkerData, onRead: (bytes: number) => void) {
    this.#onRead = onRead;
    this.#sink = new FindingSink(compiled, new FindingReader(wanted), settings);
    const { tally } = this.#sink;
    this.#lines = new ChunkTagger(compiled, {
      filter: "keep",
      output: NO_RECORDS,
      sink: this.#sink,
      tally,
      survey: true,
      alsoFind: (bytes, start, end) => this.#envelopes.find(bytes, start, end),
    });
  }

  /** Returns the events of everything read since the last call. */
  takeCoverage(): Coverage {
    return mergeCoverages([this.#lines.takeCoverage(), this.#sink.takeCoverage()]);
  }

  /** Scans a file or standard input. What cannot be read is reported in the result. */
  async scan(path: string): Promise<FileResult> {
    this.#sink.begin(inputName(path));
    this.#envelopes.begin();
    for await (const { source } of openSources([path], this.#onRead)) {
      try {
        await readRecords(source, this.#lines, NO_OUTPUT);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        if (error instanceof LeftOutError) this.#sink.leaveOut(error.leftOut);
        else this.#sink.fail(error.message.slice(`${inputName(path)}: `.length));
      }
    }
    return this.#sink.finish();
  }
}
