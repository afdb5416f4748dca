/** The instructions that the built module executes, which `npm run bench -- counts --check` holds to what is recorded. */
import { join } from "node:path";
import { countCase, type Count } from "#bench/counts/count-case.js";
import { sizeCases, tableCases } from "#bench/counts/counted-cases.js";
import { complaints, readCounts } from "#bench/counts/recorded.js";
import { PROJECT_ROOT } from "../oracle/project.js";

/** Those of the cases that take a moment only: a stream without matches, one of matches, and large records. */
const CASES = /^(kms-heavy|kms-heavy, keep|matches|size (1024|1048576), (no )?match)$/;

/** Counts that rose too far over those recorded, or why there are none; undefined where all is well. */
export function countsComplaint(binary: Uint8Array): string | undefined {
  const cases = [...tableCases(), ...sizeCases()].filter(({ name }) => CASES.test(name));
  const measured: Record<string, Count> = {};
  for (const one of cases) {
    try {
      measured[one.name] = countCase({ ...one, binary });
    } catch (error) {
      return `${one.name}: ${String(error)}`;
    }
  }
  return complaints(measured, readCounts(join(PROJECT_ROOT, "bench", "counts.json")))[0];
}
