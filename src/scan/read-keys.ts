/** Reads from files what happened to keys. */
import type { NamedConfig } from "../config/config-file.js";
import type { FoundFile } from "../input/find-files.js";
import { KeyBook } from "../keys/key-book.js";
import { LastEvents } from "../keys/last-events.js";
import type { KeyStatus } from "../keys/key-status.js";
import { loadModules, type ScanModules } from "./modules.js";
import { readFiles } from "./read-files.js";
import type { Scanned } from "./workers.js";

export interface ReadKeysOptions {
  config: NamedConfig | undefined;
  /** Later events are left out; milliseconds since 1970, Infinity for no limit. */
  until: number;
  /** Whether the findings in these files are reported elsewhere. */
  besideFindings?: boolean;
  /** Number of threads; default: one per core, if there is enough to do. */
  jobs?: number | undefined;
}

/** What was read, and the configuration in effect. */
type ReadKeys = Scanned & Pick<ScanModules, "config">;

/** Reads files for their keys. Rejects like `loadModules`. */
export async function readKeys(
  files: readonly FoundFile[],
  { config, until, jobs, besideFindings = false }: ReadKeysOptions,
): Promise<ReadKeys> {
  const { judging: compiled, settings, config: inForce } = await loadModules(config);
  const read = await readFiles(files, {
    data: { compiled, settings, wanted: { what: besideFindings ? "states" : "keys", until } },
    jobs,
    onRead: () => undefined,
  });
  return { ...read, ...(inForce !== undefined && { config: inForce }) };
}

/**
 * Returns the status of each key that may be lost, most urgent first, whatever the order of files and events. `now`: the time of
 * the answer; events after `until` are left out.
 */
export function statusesOf({ results, coverage }: Scanned, now: number, until = Infinity): KeyStatus[] {
  const book = new KeyBook();
  for (const { lives } of results) for (const life of lives) book.addLife(life);
  const last = new LastEvents(until);
  for (const { account, region, time } of coverage.lastEvents) last.add(account, region, time * 1000);
  return book.statuses({ now, lastEvent: (account, region) => last.of(account, region) });
}
