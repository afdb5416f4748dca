/** The lives of the keys in files. */
import type { FoundFile } from "../input/find-files.js";
import { readFiles } from "../scan/read-files.js";
import type { FileResult } from "../scan/result.js";
import type { Coverage } from "../survey/coverage.js";
import { KeyBook } from "./key-book.js";
import { KeyEventReader } from "./key-event-reader.js";
import { loadKeyEventsModule } from "./key-events-module.js";
import type { KeyLife } from "./key-life.js";
import { LastEvents } from "./last-events.js";
import type { KeyEventsData } from "./worker.js";

export interface ReadKeysOptions {
  /** The path of a configuration. */
  config: string | undefined;
  /** Later events are left out; in milliseconds since 1970, Infinity for none. */
  until: number;
  /** Threads; by default one a core, where there is enough for them to do. */
  jobs?: number | undefined;
  /** Hears of what was read, in bytes of the files. */
  onRead?: (bytes: number) => void;
}

export interface KeysRead {
  book: KeyBook;
  last: LastEvents;
  /** Of each file, in their order: what could not be read or judged. */
  results: FileResult<KeyLife>[];
  /** What was read, in events. */
  coverage: Coverage;
}

/** Reads all files, in whatever order. Rejects with a ModuleError, with a FileError, or with a ConfigError. */
export async function readKeys(files: readonly FoundFile[], options: ReadKeysOptions): Promise<KeysRead> {
  const { config, until, jobs, onRead = () => undefined } = options;
  const data: KeyEventsData = { compiled: await loadKeyEventsModule(config), until };
  const { results, coverage } = await readFiles<KeyLife>(files, {
    script: new URL("./worker.js", import.meta.url),
    data,
    reader: () => new KeyEventReader(until),
    jobs,
    onRead,
  });
  const book = new KeyBook();
  const last = new LastEvents(until);
  for (const { findings } of results) for (const life of findings) book.addLife(life);
  for (const { account, region, time } of coverage.lastEvents) last.add(account, region, time * 1000);
  return { book, last, results, coverage };
}
