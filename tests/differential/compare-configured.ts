/**
 * Compares the module with a configuration to the oracle, one record after the other, since both remember; and reports
 * disagreements.
 */
import type { CompiledModule } from "#keyward/module.js";
import { isOrigin } from "../emulators/origin.js";
import { Configured } from "../oracle/config/configured.js";
import { readConfig } from "../oracle/config/read-config.js";
import { judge, type Judgement } from "../oracle/rule.js";
import { disagreement, showRecord, type Host } from "./compare.js";
import { FilterHost } from "./filter-host.js";
import { smallerRecords } from "./shrink.js";

const encode = (text: string) => new TextEncoder().encode(text);

type OnError = (text: string, filter: string) => void;

/** Returns a host whose instances read this configuration. */
export function configuredHost(module: CompiledModule, config: string | Uint8Array, onError: OnError = refuse): Host {
  return new FilterHost(module, {
    instance: (filter) => ({
      files: { "keyward.json": config },
      stderr: (text) => {
        onError(text, filter);
      },
    }),
  });
}

function refuse(text: string): void {
  if (!isAboutRecords(text)) throw new Error(`the module wrote to standard error: ${text}`);
}

/** Reports whether a line of the module is about unjudged records or the module itself, and not about an invalid configuration. */
export function isAboutRecords(text: string): boolean {
  return isOrigin(text) || text.includes(" could not be judged; ");
}

/** Runs records through the module and the oracle, both with the same valid configuration. */
export class ConfiguredRun {
  readonly #host: Host;
  readonly #policy: Configured;
  readonly #records: Uint8Array[] = [];

  constructor(
    private readonly module: CompiledModule,
    private readonly config: string,
  ) {
    const { settings, faults } = readConfig(encode(config));
    if (settings === undefined) throw new Error(`the oracle takes the configuration for wrong: ${[...faults].join()}`);
    this.#policy = new Configured(settings);
    this.#host = configuredHost(module, config);
  }

  /** Returns what the module does wrong with the next record; undefined if it agrees with the oracle. */
  next(record: Uint8Array): { judgement: Judgement; problem: string | undefined } {
    this.#records.push(record);
    const judgement = judge(record, this.#policy);
    return { judgement, problem: disagreement(this.#host, record, judgement) };
  }

  /**
   * Reports the disagreement over the last record with as few earlier records, and as little record and configuration, as
   * possible.
   */
  tell(where: string): string {
    let { config } = this;
    let records = [...this.#records];
    const problemOf = (text: string, list: readonly Uint8Array[]): string | undefined => {
      if (readConfig(encode(text)).settings === undefined) return undefined;
      const run = new ConfiguredRun(this.module, text);
      return list.map((record) => run.next(record).problem).at(-1);
    };
    const told = problemOf(config, records) ?? "nothing, the second time";
    records = withoutMost(records, (fewer) => problemOf(config, fewer) !== undefined);
    config = smallest(config, (text) => problemOf(text, records) !== undefined);
    for (let index = records.length - 1; index >= 0; index--) {
      const put = (record: Uint8Array) => records.map((other, at) => (at === index ? record : other));
      const isAsBad = (text: string) => problemOf(config, put(encode(text))) !== undefined;
      records = put(encode(smallest(Buffer.from(records[index] as Uint8Array).toString(), isAsBad)));
    }
    return [
      `${where}: ${told}`,
      `configuration: ${config}`,
      ...records.map((record) => `record: ${showRecord(record)}`),
      `  which gives: ${problemOf(config, records) ?? "nothing"}`,
    ].join("\n");
  }
}

/** Removes records, but never the last one: first halves, then single ones. */
function withoutMost(records: Uint8Array[], isAsBad: (fewer: Uint8Array[]) => boolean): Uint8Array[] {
  let left = records;
  for (let size = left.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start + size < left.length;) {
      const fewer = [...left.slice(0, start), ...left.slice(start + size)];
      if (isAsBad(fewer)) left = fewer;
      else start += size;
    }
  }
  return left;
}

function smallest(text: string, isAsBad: (smaller: string) => boolean): string {
  let tries = 1000;
  let left = text;
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const smaller of smallerRecords(encode(left))) {
      if (tries-- <= 0) return left;
      if (!isAsBad(Buffer.from(smaller).toString())) continue;
      left = Buffer.from(smaller).toString();
      shrunk = true;
      break;
    }
  }
  return left;
}
