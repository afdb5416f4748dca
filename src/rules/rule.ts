/** A rule in rules/: the parts that the module needs, and the default rule. */
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

/** Returns the rule in every module as built. */
export function readDefaultRule(): Rule {
  return DEFAULT_RULE;
}
