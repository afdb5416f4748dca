/** Matches in the order of their times, as one instance would have seen them: what came before decides. */
import { Engine } from "../engine/engine.js";
import type { Finding } from "../engine/finding.js";
import type { CompiledModule } from "../module.js";

/**
 * What the configuration makes of findings in the order in which they are given; those that are not matches stay as they
 * are. Throws an Error when the module fails, which it never does.
 */
export function replay<Item extends Finding>(findings: readonly Item[], compiled: CompiledModule): Item[] {
  const engine = new Engine(compiled);
  return findings.map((finding) => {
    if (finding.verdict !== "match") return finding;
    // What it was worth as a match by itself.
    const judged = { ...finding };
    delete judged.severity;
    delete judged.risk_score;
    return { ...judged, ...engine.recall(finding) };
  });
}
