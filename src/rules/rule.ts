/** A rule as rules/ has it: what of it the module needs, and the default one. */
import { DEFAULT_RULE } from "./generated/default-rule.js";

export interface Rule {
  id: string;
  name: string;
  version: string;
  author: readonly string[];
  license: string;
  reference: string;
  query: string;
  severity: string;
  risk_score: number;
  tag: string;
  threat?: unknown;
}

/** The rule that every module carries as it is built. */
export function readDefaultRule(): Rule {
  return DEFAULT_RULE;
}
