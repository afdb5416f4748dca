import type { Finding } from "../engine/finding.js";
import type { FindingReader } from "./finding-sink.js";

/** Keeps all findings. */
export class FindingList implements FindingReader<Finding> {
  #findings: Finding[] = [];

  take(finding: Finding): undefined {
    this.#findings.push(finding);
  }

  finish(): Finding[] {
    const findings = this.#findings;
    this.#findings = [];
    return findings;
  }
}
