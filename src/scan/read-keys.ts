/** What keys went through, by the events in files. */
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
  /** Later events are left out; in milliseconds since 1970, Infinity for none. */
  until: number;
  /** Whether somebody else tells of the findings in these files. */
  besideFindings?: boolean;
  /** Threads; by default one a core, where there is enough for them to do. */
  jobs?: number | undefined;
}

/** What was read, and the configuration in force. */
type ReadKeys = Scanned & Pick<ScanModules, "config">;

/** Reads files for their keys. Rejects as `loadModules`. */
export async function readKeys(
  files: readonly FoundFile[],
  { config, until, jobs, besideFindings = false }: ReadKeysOptions,
): Promise<ReadKeys> {
  const { judging: compiled, config: inForce } = await loadModules(config);
  const read = await readFiles(files, {
    data: { compiled, wanted: { what: besideFindings ? "states" : "keys", until } },
    jobs,
    onRead: () => undefined,
  });
  return { ...read, ...(inForce !== undefined && { config: inForce }) };
}

/**
 * The status of each key to which something happened that can lose one, the most urgent first, whatever the order of files and events.
 * `now` is the time that the answer is for, and events after `until` are left out.
 */
export function statusesOf({ results, coverage }: Scanned, now: number, until = Infinity): KeyStatus[] {
  const book = new KeyBook();
  for (const { lives } of results) for (const life of lives) book.addLife(life);
  const last = new LastEvents(until);
  for (const { account, region, time } of coverage.lastEvents) last.add(account, region, time * 1000);
  return book.statuses({ now, lastEvent: (account, region) => last.of(account, region) });
}
