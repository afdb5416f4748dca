/** The words for what the module counts: clauses, clues and fields, by their numbers there. */
import type { Schema } from "../engine/core-module.js";
import { readDefaultRule } from "../rules/rule.js";
import { compileRule } from "../rules/table.js";

/** The rule that the module goes by. */
const RULE = compileRule(readDefaultRule());

/** One of the parts of the rule that all have to hold. */
export interface RuleClause {
  /** What it is called: the last part of its field's name. */
  clause: string;
  field: string;
  wanted: readonly string[];
}

/** The clauses of the rule, in its own words; clause `n` is bit `n` of the module's. */
export const CLAUSES: readonly RuleClause[] = RULE.clauses.map(({ fields, wanted }) => ({
  clause: fields.map((field) => field.replace(/.*\./, "")).join(),
  field: fields.join(", "),
  wanted,
}));

/** A field that an event is recognised or judged by. */
export interface Clue {
  name: string;
  schemas: readonly Schema[];
  /** What it decides, besides what an event is. */
  clause?: string;
  /** What it decides as well if its value is qualified: a method that names its service. */
  qualifiedClause?: string;
}

/** As the module numbers them. */
export const CLUES: readonly Clue[] = RULE.clues.map(({ name, schemas, field, qualifiedField }) => {
  const clause = clauseOf(field);
  const qualifiedClause = clauseOf(qualifiedField);
  return {
    name,
    schemas,
    ...(clause !== undefined && { clause }),
    ...(qualifiedClause !== undefined && { qualifiedClause }),
  };
});

/** The clause that asks for a field. */
function clauseOf(field: string | undefined): string | undefined {
  return CLAUSES[RULE.clauses.findIndex(({ fields }) => field !== undefined && fields.includes(field))]?.clause;
}

/** The fields that exceptions name (docs/reference/exceptions.md), as assembly/policy/fields.ts numbers them. */
export const FIELDS = [
  "action",
  "account",
  "region",
  "actor.arn",
  "actor.type",
  "source_ip",
  "user_agent",
  "key.arn",
  "key.id",
  "actor.role",
  "source_identity",
  "vpc_endpoint",
] as const;
/** The number of the field that holds an event's time. */
export const TIME_FIELD = 13;

/** The names of the clues in a set of the module's. */
export function clueNames(bits: number): string[] {
  return CLUES.filter((_, number) => ((bits >>> number) & 1) === 1).map(({ name }) => name);
}
