import { Engine } from "../engine/engine.js";
import type { Finding } from "../engine/finding.js";
import { Reading } from "../engine/reading.js";
import type { CompiledModule } from "../module.js";
import { judgeRecord, type Judge } from "./judge.js";

export interface SplitRecord {
  /** The events that are kept, annotated, each on a line of its own. */
  lines: Buffer[];
  /** The same events, and those that are not kept, as they are in the record. */
  findings: Finding[];
}

/**
 * Takes the events out of records and judges each as a record of its own: so the judge, and what its configuration remembers, sees an
 * event once. Engines beside it only say which events there are.
 */
export class EventSplitter {
  readonly #judge: Judge;
  readonly #finder: Engine;
  readonly #probe: Engine;

  /** `compiled`: the module of the judge. Throws a ModuleError when it is not the module for Node. */
  constructor(compiled: CompiledModule, judge: Judge) {
    this.#judge = judge;
    this.#finder = new Engine(compiled, { texts: true });
    this.#probe = new Engine(compiled);
  }

  /** The events of a record; undefined, with nothing judged, for a record without one and for one that is to stay whole. */
  split(record: Buffer): SplitRecord | undefined {
    const found = this.#finder.judge(record, NOWHERE);
    if ("failure" in found || found.reading !== Reading.read || found.beyond > 0) return undefined;
    const { findings } = found;
    // At the place of its own that a line is, a possible match would be a match.
    if (findings.length === 0 || findings.some(({ verdict }) => verdict === "possible")) return undefined;
    const texts = findings.map(({ text }) => oneLine(Buffer.from(text ?? "")));
    if (!findings.every((finding, index) => this.#isSameAlone(finding, texts[index]))) return undefined;
    return { lines: this.#judgeAll(texts), findings };
  }

  /** Whether the text of an event is the same event by itself: some have an account or a region from what is around them. */
  #isSameAlone(finding: Finding, text: Buffer = NOTHING): boolean {
    const found = this.#probe.judge(text, NOWHERE);
    if ("failure" in found || found.reading !== Reading.read) return false;
    const [alone, another] = [...found.findings, ...found.untold];
    return alone?.path === "" && another === undefined && saidBy(alone) === saidBy(finding);
  }

  /** What the judge keeps. It counts a record for each event: they are one. */
  #judgeAll(texts: readonly Buffer[]): Buffer[] {
    const { counts } = this.#judge.tally;
    const { records, dropped } = counts;
    const lines = texts.flatMap((text) => {
      const fate = judgeRecord(this.#judge, "keep", text);
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

/** What an event says, but for its place and what the events before it make of it. */
function saidBy(event: Omit<Finding, "verdict">): string {
  const byHistory = { verdict: undefined, severity: undefined, risk_score: undefined, burst: undefined };
  return JSON.stringify({ ...event, ...byHistory, path: undefined, text: undefined });
}

/** The same JSON on one line. A string cannot hold a newline: what goes is white space between values. */
function oneLine(json: Buffer): Buffer {
  return Buffer.from(json.toString("latin1").replace(/[\r\n][ \t\r\n]*/g, ""), "latin1");
}
