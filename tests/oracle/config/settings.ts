/**
 * What a configuration says, as the oracle keeps it.
 */
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
  /** As the configuration writes them. */
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
  /** As the configuration writes it. */
  severity: Token;
  riskScore: number;
}

export interface Settings {
  /** The first 16 digits of the SHA-256 of the configuration's bytes; absent without one. */
  digest?: Token;
  /** As the configuration writes them. */
  tag: Token;
  severity: Token;
  riskScore: number;
  exceptions: readonly Exception[];
  annotatesDenied: boolean;
  ignoresNetworkActivity: boolean;
  /** What becomes of an event that is at no place that is known. */
  elsewhere: Elsewhere;
  /** Where events are to be looked for, besides the table of shapes. */
  places: readonly string[];
  duplicates?: { windowSeconds: number };
  cap?: { count: number; periodSeconds: number };
  escalate?: Escalate;
}

/** The plain rule: what is in force without a configuration, and with a wrong one. */
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
