/** What a survey must count in a text according to the oracle, and what the module counts. */
import { parseEventTime } from "#keyward/findings/event-time.js";
import { instantiateCore, type CoreModule } from "#keyward/engine/core-module.js";
import type { CompiledModule } from "#keyward/module.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "#keyward/survey/coverage.js";
import { readCoverage } from "#keyward/survey/read-coverage.js";
import { factsOf } from "../oracle/annotation.js";
import { plainText } from "../oracle/config/configured.js";
import type { Token } from "../oracle/facts.js";
import { lookupFor } from "../oracle/schemas.js";
import { unwrap, type FoundEvent } from "../oracle/unwrap.js";

/** Longer names are not kept; in bytes. */
const LONGEST_NAME = 31;

/** Returns what the oracle counts in a text. */
export function expectedCoverage(bytes: Uint8Array): Coverage {
  const { record, events: found } = unwrap(bytes);
  if (record === undefined) return { ...emptyCoverage(), notJson: 1 };
  // Only events at known places count.
  const events = found.filter(({ isKnown }) => isKnown);
  const counted = mergeCoverages(events.map(coverageOf));
  return events.length > 0 ? counted : { ...counted, withoutEvents: 1 };
}

function coverageOf(event: FoundEvent): Coverage {
  const { account, region, time } = factsOf(event);
  const milliseconds = parseEventTime(plainText(time));
  const seconds = milliseconds === undefined ? undefined : Math.floor(milliseconds / 1000);
  return {
    ...emptyCoverage(),
    events: 1,
    kmsEvents: lookupFor(event.object, event.schema)("event.provider").includes("kms.amazonaws.com") ? 1 : 0,
    timeless: seconds === undefined ? 1 : 0,
    ...(seconds !== undefined && { firstTime: seconds, lastTime: seconds }),
    accounts: namesOf(account),
    regions: namesOf(region),
    lastEvents: lastEventsOf(plainText(account), plainText(region), seconds),
  };
}

function lastEventsOf(account = "", region = "", time: number | undefined): Coverage["lastEvents"] {
  const isKept = [account, region].every((name) => name !== "" && Buffer.byteLength(name) <= LONGEST_NAME);
  return isKept && time !== undefined ? [{ account, region, time }] : [];
}

function namesOf(token: Token | undefined): Coverage["accounts"] {
  const text = plainText(token);
  if (text === undefined) return { names: [], hasMore: false };
  return Buffer.byteLength(text) > LONGEST_NAME ? { names: [], hasMore: true } : { names: [text], hasMore: false };
}

/** Surveys texts in one instance of the core. */
export class SurveyHost {
  readonly #module: CoreModule;
  readonly #chunk: number;
  readonly #size: number;

  /** `size`: of the buffer for lines, in bytes. */
  constructor(compiled: CompiledModule, size = 1024 * 1024) {
    const module = instantiateCore(compiled);
    this.#module = module;
    this.#size = size;
    this.#chunk = module.chunk(size) >>> 0;
    if (this.#chunk === 0) throw new Error("the module has no memory for the buffer");
  }

  /** Surveys one text: returns what it is, and the counts. */
  record(bytes: Uint8Array): { text: number; coverage: Coverage } {
    const module = this.#module;
    module.startSurvey();
    const address = module.malloc(bytes.length) >>> 0;
    if (address === 0) throw new Error("the module has no memory for the record");
    new Uint8Array(module.memory.buffer).set(bytes, address);
    const text = module.surveyRecord(address, address + bytes.length);
    if (!Buffer.from(module.memory.buffer, address, bytes.length).equals(bytes)) throw new Error("the text changed");
    module.free(address);
    return { text, coverage: readCoverage(module) };
  }

  /** Surveys whole lines: returns how many are not JSON, and the counts. */
  lines(bytes: Uint8Array): { others: number; coverage: Coverage } {
    if (bytes.length > this.#size) throw new RangeError("the buffer is too small");
    const module = this.#module;
    module.startSurvey();
    new Uint8Array(module.memory.buffer).set(bytes, this.#chunk);
    const others = module.surveyLines(this.#chunk, this.#chunk + bytes.length);
    return { others, coverage: readCoverage(module) };
  }
}
