import type { Finding, Verdict } from "./finding.js";
import { Guest, isTrap } from "../hosts/guest.js";
import type { CompiledModule } from "../module.js";
import type { Reading } from "./reading.js";
import { Found, instantiateCore, SCHEMAS, VERDICT_NAMES, type CoreModule } from "./core-module.js";
import { weightOf } from "./weight.js";
import { readEvent, readIdentity, readKeyFields, Spans, type FoundEvent, type Worth } from "./read-event.js";
import { MODULES } from "../messages/modules.js";
import { RECORDS } from "../messages/records.js";

/** The events of a record that meet the rule, or would if their call had not failed; each once, in order. */
export interface RecordEvents {
  reading: Reading;
  findings: Finding[];
  /** Events with the verdict `none`: the configuration leaves them unreported. */
  untold: FoundEvent[];
  /** How many more events there were that did not fit. */
  beyond: number;
}

/** Where a record comes from: a file and, if it was opened from another record, the path in that. */
export type Origin = Pick<Finding, "file" | "line" | "path">;

/** Why there is no answer: the module has no memory for the record, or it trapped. */
export interface Failure {
  failure: "tooLarge" | "failed";
  reason: string;
}

type WorthNumbers = [severity: string, riskScore: number, windowSeconds: number];

/** Size of the argument of `recall`: two 32-bit numbers for each text. */
const RECALLED_NUMBERS = 10;

export interface EngineOptions {
  /** Whether findings get `key_fields`. */
  keyFields?: boolean;
  /** Whether findings get `text`. */
  texts?: boolean;
  /** Limit for the listed events of one record, in bytes, approximate; default: 128 MiB. */
  roomBytes?: number;
}

const ROOM_BYTES = 128 * 1024 * 1024;

/**
 * An instance of the module for Node that judges records one after the other; what its configuration remembers carries over from
 * record to record. A trap replaces the instance.
 */
export class Engine {
  readonly #compiled: CompiledModule;
  readonly #options: EngineOptions;
  #module: CoreModule;
  #guest: Guest;
  readonly #worths = new Map<boolean, WorthNumbers>();

  /** Throws a ModuleError if this is not the module for Node. */
  constructor(compiled: CompiledModule, options: EngineOptions = {}) {
    this.#compiled = compiled;
    this.#options = options;
    this.#module = instantiateCore(compiled);
    this.#guest = new Guest(this.#module);
  }

  /**
   * Returns the events of a record, however many there are. `origin.path` is the path of the record that this one was opened
   * from.
   */
  judge(record: Uint8Array, origin: Origin): RecordEvents | Failure {
    try {
      const address = this.#guest.copyIn(record);
      if (address === 0) return { failure: "tooLarge", reason: RECORDS.noMemory };
      const events = this.#judge(address, record.length, origin);
      this.#module.free(address);
      return events;
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#module = instantiateCore(this.#compiled);
      this.#guest = new Guest(this.#module);
      return { failure: "failed", reason: RECORDS.trapped((error as Error).message) };
    }
  }

  /** Judges a match by the matches recalled before it. Throws if there is no memory for its texts. */
  recall({ id, action, time, key, actor }: Finding): Worth & { verdict: Verdict } {
    const texts = [id, action, time, key?.arn ?? key?.id, actor?.arn ?? actor?.type].map((text) =>
      Buffer.from(text ?? ""),
    );
    const block = Buffer.alloc(RECALLED_NUMBERS * 4);
    const address = this.#guest.copyIn(Buffer.concat([block, ...texts]));
    if (address === 0) throw new Error(MODULES.noMemoryForMatch);
    let at = address + block.length;
    for (const [index, { length }] of texts.entries()) {
      this.#guest.bytes().writeUInt32LE(at, address + index * 8);
      this.#guest.bytes().writeUInt32LE((at += length), address + index * 8 + 4);
    }
    const verdict = VERDICT_NAMES[this.#module.recall(address)] as Verdict;
    const burst = this.#module.recalledBurst();
    this.#module.free(address);
    return { verdict, ...(verdict === "match" && this.#worth(burst)) };
  }

  #judge(record: number, length: number, { file, line, path: within }: Origin): RecordEvents {
    const module = this.#module;
    const room = this.#options.roomBytes ?? ROOM_BYTES;
    const list = new EventList();
    let burst = 0;
    let beyond = 0;
    let found = module.startFindings(record, length) === 0 ? Found.nothing : module.findPlace();
    for (; found !== Found.nothing; found = module.findPlace()) {
      if (list.exceeds(room)) {
        beyond++;
        continue;
      }
      const spans = module.readSpans() >>> 0;
      const before = list.findSame(() => this.#spans(spans));
      // A second occurrence at an unknown path adds nothing; one at a known path counts for more.
      if (before !== undefined && (before.verdict !== "possible" || module.isPossible.value !== 0)) continue;
      const verdict = VERDICT_NAMES[module.weigh()] ?? "none";
      module.readMore();
      const known = { file, line, path: within + this.#path(), verdict };
      const worth = verdict === "match" ? this.#worth(0) : undefined;
      const values = this.#spans(spans);
      const event = readEvent(values, known, worth, SCHEMAS[module.schema.value] ?? "none");
      if (this.#options.keyFields === true) event.key_fields = readKeyFields(values);
      if (this.#options.texts === true) event.text = this.#text();
      list.add(event, before);
      if (verdict === "match") burst = Math.max(burst, module.burst.value);
    }
    return { reading: module.reading() as Reading, beyond, ...list.events(burst > 0 ? this.#worth(burst) : undefined) };
  }

  /** Returns a copy of the current event. */
  #text(): Uint8Array {
    const start = this.#module.object.value >>> 0;
    return Buffer.from(this.#guest.bytes().subarray(start, this.#module.endOf(start) >>> 0));
  }

  #spans(start: number): Spans {
    return new Spans(this.#guest.bytes(), start);
  }

  /** Returns the path to the current event. */
  #path(): string {
    const address = this.#module.annotatedPath() >>> 0;
    if (address === 0 || this.#guest.bytes()[address] === 0) return "";
    const text = this.#guest.readString(address)?.toString() ?? "";
    // Names keep the escapes that the record has.
    return text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
  }

  /** Returns the severity of a match whose record has a burst of this many keys (0: no burst). */
  #worth(burst: number): Worth {
    const isEscalated = burst > 0;
    const worth = this.#worths.get(isEscalated) ?? this.#readWorth(isEscalated);
    this.#worths.set(isEscalated, worth);
    const [severity, risk_score, window_seconds] = worth;
    return { severity, risk_score, ...(isEscalated && { burst: { keys: burst, window_seconds } }) };
  }

  #readWorth(isEscalated: boolean): WorthNumbers {
    const text = this.#guest.readString(this.#module.worth(isEscalated ? 1 : 0) >>> 0) ?? "";
    return JSON.parse(text.toString()) as WorthNumbers;
  }
}

/** The events of one record. */
class EventList {
  readonly #events = new Set<FoundEvent>();
  /** The events with a verdict, and the approximate size of all, in bytes; from the second event on, since most records have one. */
  readonly #byIdentity = new Map<string, FoundEvent>();
  #weight = 0;

  /** Reports whether the events take more than `room` bytes. */
  exceeds(room: number): boolean {
    if (this.#events.size === 1 && this.#weight === 0) for (const event of this.#events) this.#count(event);
    return this.#weight > room;
  }

  /** Finds the event with the same id, action, time, key and actor. An event without an id has no double. */
  findSame(spans: () => Spans): FoundEvent | undefined {
    if (this.#events.size === 0) return undefined;
    const identity = identityOf(readIdentity(spans()));
    return identity === undefined ? undefined : this.#byIdentity.get(identity);
  }

  /** Adds an event in place of its double; one without a verdict replaces nothing. */
  add(event: FoundEvent, same: FoundEvent | undefined): void {
    if (same !== undefined && event.verdict !== "none") this.#events.delete(same);
    this.#events.add(event);
    if (this.#weight > 0) this.#count(event);
  }

  /** `worth`: what each match is worth if one belongs to a burst. */
  events(worth: Worth | undefined): Pick<RecordEvents, "findings" | "untold"> {
    const findings: Finding[] = [];
    const untold: FoundEvent[] = [];
    for (const event of this.#events) {
      if (isTold(event)) findings.push(worth && event.verdict === "match" ? withWorth(event, worth) : event);
      else untold.push(event);
    }
    return { findings, untold };
  }

  #count(event: FoundEvent): void {
    this.#weight += weightOf(event);
    const identity = event.verdict === "none" ? undefined : identityOf(event);
    if (identity !== undefined) this.#byIdentity.set(identity, event);
  }
}

function isTold(event: FoundEvent): event is FoundEvent & Finding {
  return event.verdict !== "none";
}

function withWorth({ details, ...said }: Finding, worth: Worth): Finding {
  return { ...said, ...worth, details };
}

/** Returns what identifies an event; undefined if it has no id. */
function identityOf({
  id,
  action,
  time,
  key,
  actor,
}: Pick<Finding, "id" | "action" | "time" | "key" | "actor">): string | undefined {
  return id === undefined
    ? undefined
    : JSON.stringify([id, action, time, key?.arn ?? key?.id, actor?.arn ?? actor?.type]);
}
