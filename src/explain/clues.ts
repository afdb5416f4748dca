/** Names for the module's numbers of clauses, clues and fields. */
import type { Schema } from "../engine/core-module.js";
import { readDefaultRule } from "../rules/rule.js";
import { compileRule } from "../rules/table.js";

/** The module's rule. */
const RULE = compileRule(readDefaultRule());

/** One of the parts of the rule that all must hold. */
export interface RuleClause {
  /** Its name: the last part of its field's name. */
  clause: string;
  field: string;
  wanted: readonly string[];
}

/** The clauses of the rule, under its own names; clause `n` is the module's bit `n`. */
export const CLAUSES: readonly RuleClause[] = RULE.clauses.map(({ fields, wanted }) => ({
  clause: fields.map((field) => field.replace(/.*\./, "")).join(),
  field: fields.join(", "),
  wanted,
}));

/** A field by which an event is recognized or judged. */
export interface Clue {
  name: string;
  schemas: readonly Schema[];
  /** The clause that it decides, if any. */
  clause?: string;
  /** The clause that it also decides if its value is qualified: a method that names its service. */
  qualifiedClause?: string;
}

/** The clues, in the module's numbering. */
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

/** Returns the clause that tests a field. */
function clauseOf(field: string | undefined): string | undefined {
  return CLAUSES[RULE.clauses.findIndex(({ fields }) => field !== undefined && fields.includes(field))]?.clause;
}

/** The fields that exceptions name (docs/reference/exceptions.md), in the order of assembly/policy/fields.ts. */
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
/** The index of an event's time. */
export const TIME_FIELD = 13;

/** Returns the names of the clues in a bit set of the module. */
export function clueNames(bits: number): string[] {
  return CLUES.filter((_, number) => ((bits >>> number) & 1) === 1).map(({ name }) => name);
}
