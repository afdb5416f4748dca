/** A configuration in the oracle's form. */
import type { Token } from "../facts.js";
import { RULE } from "../project.js";
import type { Weekly } from "./times.js";

export const FIELDS = [
  ..."action account region actor.arn actor.type source_ip user_agent key.arn key.id actor.role".split(" "),
  ..."source_identity vpc_endpoint".split(" "),
] as readonly Field[];
export type Field =
  | ("action" | "account" | "region" | "actor.arn" | "actor.type" | "source_ip" | "user_agent" | "key.arn" | "key.id")
  | ("actor.role" | "source_identity" | "vpc_endpoint");

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

export interface Exception {
  /** As in the configuration. */
  id: Token;
  reason: Token;
  when: readonly [field: Field, values: readonly string[]][];
  /** Seconds since 1970. */
  from?: number;
  until?: number;
  weekly?: Weekly;
}

export const ELSEWHERE = ["annotate", "ignore", "match"] as const;
export type Elsewhere = (typeof ELSEWHERE)[number];

export interface Escalate {
  distinctKeys: number;
  windowSeconds: number;
  /** As in the configuration. */
  severity: Token;
  riskScore: number;
}

export interface Settings {
  /** The first 16 hex digits of the configuration's SHA-256; absent without a configuration. */
  digest?: Token;
  /** As in the configuration. */
  tag: Token;
  severity: Token;
  riskScore: number;
  exceptions: readonly Exception[];
  annotatesDenied: boolean;
  ignoresNetworkActivity: boolean;
  /** What to do with an event at an unknown path. */
  elsewhere: Elsewhere;
  /** Places to look for events, besides the table of shapes. */
  places: readonly string[];
  duplicates?: { windowSeconds: number };
  cap?: { count: number; periodSeconds: number };
  escalate?: Escalate;
}

/** The plain rule: in effect without a configuration, and with an invalid one. */
export const PLAIN_SETTINGS: Settings = {
  tag: '"aws-kms-key-loss"',
  severity: JSON.stringify(RULE.severity),
  riskScore: RULE.risk_score,
  exceptions: [],
  annotatesDenied: false,
  ignoresNetworkActivity: false,
  elsewhere: "annotate",
  places: [],
};
