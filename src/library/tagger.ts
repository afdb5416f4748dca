import { VERDICTS, type Verdict } from "../engine/finding.js";
import type { CompiledModule } from "../module.js";
import type { Counts } from "../records/counts.js";
import { Judge } from "../records/judge.js";
import { recordLines } from "../records/line-splitter.js";
import { RecordTagger } from "../records/record-tagger.js";
import { toBuffer, toBytes } from "./bytes.js";
import { tallyFor } from "./problems.js";
import type { Problem, Records, Tagged } from "./types.js";

/** Annotates records one by one in one instance of the module: what its configuration remembers carries over. */
export class Tagger {
  readonly #judge: Judge;
  #problems: Problem[] = [];

  /** Throws a ModuleError. */
  constructor(compiled: CompiledModule) {
    const tally = tallyFor((problem) => this.#problems.push(problem));
    this.#judge = new Judge(compiled, tally);
  }

  tag<Kind extends Records>(records: Kind): Tagged<Kind> {
    const { tally } = this.#judge;
    tally.newlines = 0;
    this.#problems = [];
    const output = this.#tag(toBuffer(records));
    const problems = this.#problems;
    const counts = tally.take();
    const verdict = strongestOf(counts);
    return {
      records: verdict === undefined ? records : like(records, output),
      ...(verdict !== undefined && { verdict }),
      matches: counts.matches,
      annotatedBefore: counts.annotated,
      problems,
    };
  }

  #tag(bytes: Buffer): Buffer {
    // Nearly always it is one record, or several that all pass: the module can tell at once.
    const fate = this.#judge.judge("tag", bytes);
    if (fate !== "not JSON") return typeof fate === "string" ? bytes : fate;
    const parts: Buffer[] = [];
    const append = (part: Buffer): void => void parts.push(Buffer.from(part));
    const lines = recordLines(new RecordTagger(this.#judge, "tag", { append }));
    lines.push(bytes);
    lines.end();
    return Buffer.concat(parts);
  }
}

function strongestOf({ matches, marked }: Counts): Verdict | undefined {
  return matches > 0 ? "match" : VERDICTS.find((verdict) => marked[verdict] !== undefined);
}

/** Returns text if the input was text. */
function like<Kind extends Records>(records: Kind, output: Buffer): Kind {
  return (typeof records === "string" ? output.toString() : toBytes(output)) as Kind;
}
