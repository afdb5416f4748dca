import { Engine } from "../engine/engine.js";
import type { Finding } from "../engine/finding.js";
import { Reading } from "../engine/reading.js";
import type { CompiledModule } from "../module.js";
import type { Judge } from "./judge.js";

export interface SplitRecord {
  /** The kept events, annotated, one per line. */
  lines: Buffer[];
  /** All events, kept or not, as they are in the record. */
  findings: Finding[];
}

/**
 * Takes the events out of records and judges each as a record of its own, so that the judge, and what its configuration
 * remembers, sees an event once. The engines here only say which events there are.
 */
export class EventSplitter {
  readonly #judge: Judge;
  readonly #finder: Engine;
  readonly #probe: Engine;

  /** `compiled`: the judge's module. Throws a ModuleError if it is not the module for Node. */
  constructor(compiled: CompiledModule, judge: Judge) {
    this.#judge = judge;
    this.#finder = new Engine(compiled, { texts: true });
    this.#probe = new Engine(compiled);
  }

  /**
   * Splits a record into its events. Returns undefined, with nothing judged, for a record without events or one that must stay
   * whole.
   */
  split(record: Buffer): SplitRecord | undefined {
    const found = this.#finder.judge(record, NOWHERE);
    if ("failure" in found || found.reading !== Reading.read || found.beyond > 0) return undefined;
    const { findings } = found;
    // On a line of its own, a possible match would become a match.
    if (findings.length === 0 || findings.some(({ verdict }) => verdict === "possible")) return undefined;
    const texts = findings.map(({ text }) => oneLine(Buffer.from(text ?? "")));
    if (!findings.every((finding, index) => this.#isSameAlone(finding, texts[index]))) return undefined;
    return { lines: this.#judgeAll(texts), findings };
  }

  /** Reports whether an event's text is the same event by itself: some take the account or region from what is around them. */
  #isSameAlone(finding: Finding, text: Buffer = NOTHING): boolean {
    const found = this.#probe.judge(text, NOWHERE);
    if ("failure" in found || found.reading !== Reading.read) return false;
    const [alone, another] = [...found.findings, ...found.untold];
    return alone?.path === "" && another === undefined && saidBy(alone) === saidBy(finding);
  }

  /** Returns what the judge keeps. The judge counts each event as a record; they are one. */
  #judgeAll(texts: readonly Buffer[]): Buffer[] {
    const { counts } = this.#judge.tally;
    const { records, dropped } = counts;
    const lines = texts.flatMap((text) => {
      const fate = this.#judge.judge("keep", text);
      if (fate === "drop") return [];
      return [Buffer.concat([typeof fate === "string" ? text : fate, NEWLINE])];
    });
    counts.records = records + 1;
    counts.dropped = dropped + (lines.length === 0 ? 1 : 0);
    return lines;
  }
}

const NOWHERE = { file: "", line: 0, path: "" };
const NOTHING = Buffer.alloc(0);
const NEWLINE = Buffer.from("\n");

/** Returns an event's content, without its path and what earlier events make of it. */
function saidBy(event: Omit<Finding, "verdict">): string {
  const byHistory = { verdict: undefined, severity: undefined, risk_score: undefined, burst: undefined };
  return JSON.stringify({ ...event, ...byHistory, path: undefined, text: undefined });
}

/** Puts JSON on one line. Strings cannot hold a newline, so only white space between values goes. */
function oneLine(json: Buffer): Buffer {
  return Buffer.from(json.toString("latin1").replace(/[\r\n][ \t\r\n]*/g, ""), "latin1");
}
