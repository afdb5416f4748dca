/** The reference for the mutants is itself checked against the oracle first. */
import { hasLongBlank } from "../fuzz/long-blank.js";
import { ConfiguredTrial, opinionOn, PlainTrial } from "../fuzz/trials.js";
import { showRecord } from "../differential/compare.js";
import { allRecords, configured } from "./inputs.js";
import { compiledOf } from "./subject.js";

const CONFIGS = { count: 20, each: 40 };

/** Returns how many records the module and the oracle agree on. Throws, with the record, if they disagree. */
export function checkAgreement(binary: Uint8Array): number {
  const module = compiledOf(binary);
  let agreed = 0;
  const plain = new PlainTrial({ fluentBit: module, core: module });
  for (const record of allRecords()) {
    if (hasLongBlank(record)) continue;
    told(plain.next(record, opinionOn(record)), record);
    agreed++;
  }
  for (const { config, records } of configured(CONFIGS.count, CONFIGS.each)) {
    const trial = new ConfiguredTrial(module, config.toString());
    for (const record of records) told(trial.next(record, opinionOn(record)), record);
    agreed += records.length;
  }
  return agreed;
}

function told(problem: string | undefined, record: Uint8Array): void {
  if (problem !== undefined) throw new Error(`without a mutant: ${problem}: ${showRecord(record)}`);
}
