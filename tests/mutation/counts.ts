/** Instructions executed by the built module, which `npm run bench -- counts --check` compares with the record. */
import { join } from "node:path";
import { countCase, type Count } from "#bench/counts/count-case.js";
import { sizeCases, tableCases } from "#bench/counts/counted-cases.js";
import { complaints, readCounts } from "#bench/counts/recorded.js";
import { PROJECT_ROOT } from "../oracle/project.js";

/** The cases that take only a moment: a stream without matches, one of matches, and large records. */
const CASES = /^(kms-heavy|kms-heavy, keep|matches|size (1024|1048576), (no )?match)$/;

/** Returns counts that rose too far above the record, or why there are none; undefined if all is well. */
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
