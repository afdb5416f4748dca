/** Replays matches in the order of their times, as one instance would have seen them: each is judged by those before it. */
import { Engine } from "../engine/engine.js";
import type { Finding } from "../engine/finding.js";
import type { CompiledModule } from "../module.js";

/**
 * Applies the configuration to findings in the given order; those that are not matches stay unchanged. Throws an Error if the
 * module fails, which it never does.
 */
export function replay<Item extends Finding>(findings: readonly Item[], compiled: CompiledModule): Item[] {
  const engine = new Engine(compiled);
  return findings.map((finding) => {
    if (finding.verdict !== "match") return finding;
    // What the match was worth by itself.
    const judged = { ...finding };
    delete judged.severity;
    delete judged.risk_score;
    return { ...judged, ...engine.recall(finding) };
  });
}
