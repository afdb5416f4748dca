/** Compiles a rule's query to what the module tests: values, one bit per test, and a program over the bits. */
import { EVENT_SCHEMAS, type Schema } from "../engine/core-module.js";
import { findAnchors, type SearchedName } from "./anchors.js";
import { KqlError, parseKql, type Query, type ValueTest } from "./kql.js";
import { ACTION, CLOUDTRAIL, CLUES, DATASET, FIELDS, OUTCOME, PROVIDER, SERVICE_SUFFIX } from "./schemas.js";

/** Maximum number of tests in a rule: one bit each. */
const MAX_TESTS = 64;
/** Maximum number of clauses, also one bit each. */
const MAX_CLAUSES = 32;
/** Size of the module's operand stack. */
const MAX_OPERANDS = 64;
/** Texts are compared in ASCII; their length is one byte. */
const LONGEST_TEXT = 255;
/** Limits of the module's walk: parts of the longest path, and distinct prefixes of all paths (assembly/event/paths.ts). */
export const MAX_PARTS = 6;
export const MAX_BEGINNINGS = 51;
/** Maximum number of paths in a table. */
export const MAX_PATHS = 64;

/** Operations of a program; a number below MAX_TESTS is the bit of a test. */
export const Op = { and: MAX_TESTS, or: MAX_TESTS + 1, not: MAX_TESTS + 2, clause: MAX_TESTS + 3 } as const;

/** One of the parts of a query that all must hold. */
export interface RuleClause {
  /** The fields that it tests, and the values that it names. */
  fields: readonly string[];
  wanted: readonly string[];
}

/** A test of the values of one clue. */
export interface ClueTest {
  bit: number;
  test: ValueTest;
}

/** A path in events, the schemas that use it, and its tests. */
export interface RuleClue {
  name: string;
  schemas: readonly Schema[];
  isWhole: boolean;
  tests: readonly ClueTest[];
  /** The rule's field that it decides, and the one that it also decides if a method names its service. */
  field?: string;
  qualifiedField?: string;
}

export interface CompiledQuery {
  clauses: readonly RuleClause[];
  /** The clues of every rule first, in order, then those of this one. */
  clues: readonly RuleClue[];
  /** Indexes of clues in the order of their paths. */
  paths: readonly number[];
  program: readonly number[];
  /** The bits that hold for an event that is not ECS, by its success, and by its failure. */
  dataset: bigint;
  success: bigint;
  failure: bigint;
  /** The bits of tests of the outcome, and those of action and provider that are wanted, not excluded. */
  outcome: bigint;
  actions: bigint;
  providers: bigint;
  /** The wanted actions that name an event before any other does. */
  preferred: bigint;
  /** The services that are wanted by name. */
  services: readonly string[];
  /** The names that records are searched for. */
  names: readonly SearchedName[];
}

interface Test {
  field: string;
  test: ValueTest;
  /** Column of its first occurrence in the query. */
  column: number;
  /** Whether it is wanted somewhere, not only excluded. */
  isWanted: boolean;
}

/**
 * Compiles a query. `preferred`: as for `compileRule`. Throws a KqlError if it cannot be what was meant, or if the search could
 * miss something.
 */
export function compileQuery(text: string, preferred?: readonly string[]): CompiledQuery {
  const query = parseKql(text);
  const tests = new Map<string, Test>();
  const parts = conjuncts(query);
  if (parts.length > MAX_CLAUSES) throw new KqlError(1, `more than ${MAX_CLAUSES} clauses`);
  for (const part of parts) collectTests(part, true, tests);
  const all = [...tests.values()];
  const excess = all[MAX_TESTS];
  if (excess !== undefined) throw new KqlError(excess.column, `more than ${MAX_TESTS} values`);

  const bits = new Map([...tests.keys()].map((key, bit) => [key, bit]));
  const bitsOf = (field: string, isMeant: (test: Test) => boolean = () => true): bigint =>
    all.reduce((set, test, bit) => (test.field === field && isMeant(test) ? set | (1n << BigInt(bit)) : set), 0n);
  const said = (field: string, value: string): bigint => bitsOf(field, ({ test }) => isMetBy(test, value));
  const isWanted = ({ isWanted }: Test): boolean => isWanted;
  const isPreferred = ({ test }: Test): boolean =>
    preferred === undefined || preferred.some((action) => isMetBy(test, action));
  const clues = cluesOf(all);
  return {
    clauses: parts.map(clauseOf),
    clues,
    paths: orderPaths(clues),
    program: parts.flatMap((part) => [...programOf(part, bits), Op.clause]),
    dataset: said(DATASET, CLOUDTRAIL),
    success: said(OUTCOME, "success"),
    failure: said(OUTCOME, "failure"),
    outcome: bitsOf(OUTCOME),
    actions: bitsOf(ACTION, isWanted),
    providers: bitsOf(PROVIDER, isWanted),
    preferred: bitsOf(ACTION, (test) => isWanted(test) && isPreferred(test)),
    services: all.flatMap(({ field, test, isWanted }) =>
      field === PROVIDER && isWanted && test.kind === "equals" ? [test.text] : [],
    ),
    names: namesOf(query, all),
  };
}

/** Returns the parts that all must hold. */
function conjuncts(query: Query): Query[] {
  return query.kind === "and" ? query.parts.flatMap(conjuncts) : [query];
}

function collectTests(query: Query, isWanted: boolean, into: Map<string, Test>): void {
  if (query.kind === "not") {
    collectTests(query.part, !isWanted, into);
    return;
  }
  if (query.kind !== "test") {
    for (const part of query.parts) collectTests(part, isWanted, into);
    return;
  }
  const { test, column } = query;
  const field = fieldOf(query.field);
  if (![DATASET, PROVIDER, ACTION, OUTCOME].includes(field) && !Object.hasOwn(FIELDS, field)) {
    throw new KqlError(column, `${field} is not a field that every kind of event has`);
  }
  const texts = test.kind === "equals" ? [test.text] : test.kind === "wildcard" ? test.parts : [];
  if (texts.some((text) => !/^[ -~]*$/.test(text))) throw new KqlError(column, "only ASCII is compared");
  if (texts.join("*").length > LONGEST_TEXT) throw new KqlError(column, `longer than ${LONGEST_TEXT} characters`);
  const key = keyOf(query);
  const known = into.get(key);
  if (known === undefined) into.set(key, { field, test, column, isWanted });
  else known.isWanted ||= isWanted;
}

/** Maps both names of the dataset to one. */
function fieldOf(field: string): string {
  return field === "data_stream.dataset" ? DATASET : field;
}

function keyOf({ field, test }: Extract<Query, { kind: "test" }>): string {
  return JSON.stringify([fieldOf(field), test]);
}

/** Returns the query in postfix: bits of tests, and operations on them. */
function programOf(query: Query, bits: ReadonlyMap<string, number>, operands = 1): number[] {
  if (operands > MAX_OPERANDS) throw new KqlError(1, "too many parentheses in each other");
  switch (query.kind) {
    case "test":
      return [bits.get(keyOf(query)) ?? 0];
    case "not":
      return [...programOf(query.part, bits, operands), Op.not];
    case "and":
    case "or": {
      const op = Op[query.kind];
      // The first part leaves one operand on the stack while the others are evaluated.
      return query.parts.flatMap((part, index) =>
        index === 0 ? programOf(part, bits, operands) : [...programOf(part, bits, operands + 1), op],
      );
    }
  }
}

function clauseOf(query: Query): RuleClause {
  const tests = new Map<string, Test>();
  collectTests(query, true, tests);
  const all = [...tests.values()];
  return { fields: [...new Set(all.map(({ field }) => field))], wanted: all.map(({ test }) => textOf(test)) };
}

/** Formats a test as in the query. */
function textOf(test: ValueTest): string {
  return test.kind === "equals" ? test.text : test.kind === "exists" ? "*" : test.parts.join("*");
}

/** Reports whether a value meets a test. */
function isMetBy(test: ValueTest, value: string): boolean {
  if (test.kind === "exists") return true;
  if (test.kind === "equals") return test.text === value;
  return new RegExp(`^${test.parts.map((part) => part.replace(/\W/g, "\\$&")).join(".*")}$`, "s").test(value);
}

/** Returns the clues of every rule, then those of this rule's other fields. */
function cluesOf(tests: readonly Test[]): RuleClue[] {
  const clues = CLUES.map(({ name, schema, field, qualifiedField, isWhole }) => ({
    name,
    schemas: [schema] as Schema[],
    isWhole: isWhole === true,
    // Errors imply the outcome, but not under its names.
    tests: (field === undefined || (field === OUTCOME && name !== OUTCOME) ? [] : testsOf(tests, field)).flatMap(
      (one) => (schema === "ocsf" && field === PROVIDER ? [one, ...shortOf(one)] : [one]),
    ),
    ...(field !== undefined && { field }),
    ...(qualifiedField !== undefined && { qualifiedField }),
  }));
  const fields = new Set(tests.map(({ field }) => field).filter((field) => Object.hasOwn(FIELDS, field)));
  for (const field of fields) {
    const paths = { ecs: [field], ...FIELDS[field] } as Record<Schema, readonly string[]>;
    for (const schema of EVENT_SCHEMAS) {
      for (const name of paths[schema]) {
        const known = clues.find((clue) => clue.name === name);
        if (known === undefined) {
          clues.push({ name, schemas: [schema], isWhole: false, tests: testsOf(tests, field), field });
        } else {
          if (!known.schemas.includes(schema)) known.schemas.push(schema);
          for (const one of testsOf(tests, field)) {
            if (!known.tests.some(({ bit }) => bit === one.bit)) known.tests.push(one);
          }
        }
      }
    }
  }
  return clues;
}

function testsOf(tests: readonly Test[], field: string): ClueTest[] {
  return tests.flatMap((one, bit) => (one.field === field ? [{ bit, test: one.test }] : []));
}

/** Returns the same test for a service named without its suffix. */
function shortOf({ bit, test }: ClueTest): ClueTest[] {
  if (test.kind === "exists") return [];
  const whole = test.kind === "equals" ? [test.text] : test.parts;
  const last = whole.at(-1) ?? "";
  const before = whole.slice(0, -1);
  if (last.endsWith(SERVICE_SUFFIX)) {
    const parts = [...before, last.slice(0, -SERVICE_SUFFIX.length)];
    return [{ bit, test: parts.length === 1 ? { kind: "equals", text: parts.join() } : { kind: "wildcard", parts } }];
  }
  if (test.kind === "equals" || last !== "") return [];
  // For `kms.*`: what precedes the start of a suffix.
  const ahead = before.at(-1) ?? "";
  for (let at = ahead.indexOf("."); at >= 0; at = ahead.indexOf(".", at + 1)) {
    if (!SERVICE_SUFFIX.startsWith(ahead.slice(at))) continue;
    const parts = [...before.slice(0, -1), ahead.slice(0, at)];
    return [{ bit, test: parts.length === 1 ? { kind: "equals", text: parts.join() } : { kind: "wildcard", parts } }];
  }
  return [];
}

/** Orders the clues by path, so that common prefixes are adjacent; otherwise keeps their order. */
function orderPaths(clues: readonly RuleClue[]): number[] {
  interface Node {
    number?: number;
    parts: Map<string, Node>;
  }
  const root: Node = { parts: new Map() };
  let beginnings = 0;
  for (const [number, { name }] of clues.entries()) {
    let node = root;
    const parts = name.split(".");
    if (parts.length > MAX_PARTS) throw new KqlError(1, `${name} has more than ${MAX_PARTS} parts`);
    for (const part of parts) {
      if (node.number !== undefined) throw new KqlError(1, `${name} lies in a field that has a value of its own`);
      let next = node.parts.get(part);
      if (next === undefined) {
        next = { parts: new Map() };
        node.parts.set(part, next);
        beginnings += 1;
      }
      node = next;
    }
    if (node.parts.size > 0) throw new KqlError(1, `${name} has a value of its own, and fields in it`);
    node.number = number;
  }
  if (beginnings > MAX_BEGINNINGS || clues.length > MAX_PATHS) throw new KqlError(1, "too many fields");
  const list = ({ number, parts }: Node): number[] =>
    number === undefined ? [...parts.values()].flatMap(list) : [number];
  return list(root);
}

/** Returns the names to search for: every record that can match contains one of them. */
function namesOf(query: Query, tests: readonly Test[]): SearchedName[] {
  const wanted = tests.filter(({ field, isWanted }) => field === ACTION && isWanted);
  const searched = new Set<Test>();
  let refused: KqlError | undefined;
  const names: SearchedName[] = [];
  for (const test of wanted) {
    if (test.test.kind === "exists") continue;
    const parts = test.test.kind === "equals" ? [test.test.text] : test.test.parts;
    const name = findAnchors(parts);
    if (typeof name === "string") {
      refused ??= new KqlError(test.column, `${textOf(test.test)} cannot be searched for: ${name}`);
    } else {
      searched.add(test);
      names.push(name);
    }
  }
  const isSearched = (part: Extract<Query, { kind: "test" }>): boolean =>
    [...searched].some(
      ({ test }) => fieldOf(part.field) === ACTION && JSON.stringify(test) === JSON.stringify(part.test),
    );
  if (canHold(query, true, isSearched)) {
    throw refused ?? new KqlError(1, `the query can hold without an action that it names in ${ACTION}`);
  }
  return names;
}

/** Reports whether the query can be `wanted` if no test for which `isFalse` is true holds, and all others may. */
function canHold(query: Query, wanted: boolean, isFalse: (test: Extract<Query, { kind: "test" }>) => boolean): boolean {
  switch (query.kind) {
    case "test":
      return !wanted || !isFalse(query);
    case "not":
      return canHold(query.part, !wanted, isFalse);
    case "and":
    case "or": {
      const all = (query.kind === "and") === wanted;
      return all
        ? query.parts.every((part) => canHold(part, wanted, isFalse))
        : query.parts.some((part) => canHold(part, wanted, isFalse));
    }
  }
}
