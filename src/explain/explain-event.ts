/** Explains one candidate of a record as the module sees it. */
import {
  ConditionKind,
  EVENT_SCHEMAS,
  Found,
  Judgement,
  NO_TIME,
  SCHEMAS,
  VERDICT_NAMES,
  type Schema,
  type VerdictName,
} from "../engine/core-module.js";
import { CLAUSES, clueNames, FIELDS, TIME_FIELD } from "./clues.js";
import type {
  Cause,
  Clause,
  ComparedText,
  Condition,
  EmptyPlace,
  EventExplanation,
  ExceptionExplanation,
  Weekly,
} from "./explanation.js";
import type { Facts, FoundClue } from "./facts.js";

export interface ConfiguredException {
  id: string;
  reason: string;
  when: Partial<Record<string, string[]>>;
  from?: string;
  until?: string;
  weekly?: Weekly;
}

export interface ExplainConfig {
  exceptions: ConfiguredException[];
  /** The settings present that depend on earlier events. */
  remembers: string[];
}

const REMEMBERING = ["duplicates", "cap", "escalate"];

/** Reads a configuration that the module found valid. */
export function readExplainConfig(bytes: Uint8Array): ExplainConfig {
  const settings = JSON.parse(Buffer.from(bytes).toString()) as { exceptions?: Partial<ConfiguredException>[] };
  return {
    exceptions: (settings.exceptions ?? []).map((exception) => ({
      id: "",
      reason: "",
      when: {},
      ...exception,
    })),
    remembers: REMEMBERING.filter((name) => Object.hasOwn(settings, name)),
  };
}

/** Explains the current event. */
export function explainEvent(facts: Facts, config: ExplainConfig | undefined): EventExplanation {
  const { module } = facts;
  const schema = facts.schema() as Schema;
  const verdict = VERDICT_NAMES[module.verdict.value] ?? "none";
  const judgement = module.judgement.value;
  const held = module.held.value;
  const isIgnored = module.isIgnored() !== 0;
  const activity = isIgnored ? [module.detailOf(0) >>> 0, module.detailOf(1) >>> 0].filter((value) => value !== 0) : [];
  const clues = facts.clues().filter(({ clue }) => clue.schemas.includes(schema) && clue.clause !== undefined);

  if (config !== undefined) module.startExceptions();
  const fields = config === undefined ? [] : [...FIELDS.keys(), TIME_FIELD];
  const texts = fields.map((field): [number, number] => [field, module.valueOf(field) >>> 0]);
  const addresses = [...clues.map(({ value }) => value), ...activity, ...texts.map(([, value]) => value)];
  const pointers = facts.pointers(addresses.filter((address) => address !== 0));
  const pointerTo = (value: number): string => pointers.get(value) ?? "";

  const compared = new Map<number, ComparedText>();
  for (const [field, value] of texts) {
    const start = module.fieldStart(field) >>> 0;
    const end = module.fieldEnd(field) >>> 0;
    if (start < end) compared.set(field, { text: facts.text(start, end), pointer: pointerTo(value) });
  }
  const exceptions = config === undefined ? [] : readExceptions(facts, config, compared);
  const suppressing = exceptions.find(({ isSuppressing }) => isSuppressing)?.id;
  return {
    path: facts.path(),
    schema,
    verdict,
    cause: isIgnored ? "network_activity" : causeOf(verdict, judgement),
    clauses: CLAUSES.map((clause, number) => readClause(facts, clause, 1 << number, held, clues, pointerTo)),
    asksExceptions: judgement === Judgement.match && !isIgnored && verdict !== "possible",
    exceptions: exceptions.map(({ explanation }) => explanation),
    ...(suppressing !== undefined && { suppressedBy: suppressing }),
    networkActivity: activity.map((value) => ({ pointer: pointerTo(value), json: facts.json(value) })),
    ...(module.burst.value !== 0 && { burst: module.burst.value }),
  };
}

/** Explains a candidate that is not an event. */
export function explainPlace(facts: Facts, found: number): EmptyPlace {
  const path = facts.path();
  if (found === Found.string) return { path, isBeforeIngest: false, values: [] };
  // Before listing the clues: this judges each of them again.
  const lacks = Object.fromEntries(
    EVENT_SCHEMAS.map((schema) => [schema, clueNames(facts.module.lackedClues(SCHEMAS.indexOf(schema)))]),
  ) as Record<Schema, string[]>;
  const isBeforeIngest = facts.module.isBeforeIngest() !== 0;
  const clues = facts.clues().filter(({ counts }) => counts);
  const pointers = facts.pointers(clues.map(({ value }) => value));
  const values = clues.map(({ clue, value }) => ({
    field: clue.name,
    pointer: pointers.get(value) ?? "",
    json: facts.json(value),
  }));
  return { path, lacks, isBeforeIngest, values };
}

function readClause(
  facts: Facts,
  { clause, field, wanted }: (typeof CLAUSES)[number],
  bit: number,
  held: number,
  clues: readonly FoundClue[],
  pointerTo: (value: number) => string,
): Clause {
  const values = clues
    .filter(({ clue, isQualified }) => clue.clause === clause || (isQualified && clue.qualifiedClause === clause))
    .map(({ clue, value, clauses }) => ({
      field: clue.name,
      pointer: pointerTo(value),
      json: facts.json(value),
      holds: (clauses & bit) !== 0,
    }));
  return { clause, field, wanted, holds: (held & bit) !== 0, values };
}

function causeOf(verdict: VerdictName, judgement: number): Cause {
  switch (verdict) {
    case "match":
      return "match";
    case "possible":
      return "possible";
    case "suppressed":
      return "exception";
    case "duplicate":
      return "duplicate";
    case "capped":
      return "cap";
    case "denied":
    case "none":
      return judgement === Judgement.failed ? "failed_call" : "clause";
  }
}

interface ReadException {
  id: string;
  isSuppressing: boolean;
  explanation: ExceptionExplanation;
}

function readExceptions(
  { module }: Facts,
  { exceptions }: ExplainConfig,
  compared: ReadonlyMap<number, ComparedText>,
): ReadException[] {
  const time = module.time.value === NO_TIME ? undefined : Number(module.time.value);
  const timeText = compared.get(TIME_FIELD);
  const when = { ...(timeText && { compared: timeText }), ...(time !== undefined && { time }) };
  return exceptions.map((exception) => {
    const { id, reason } = exception;
    module.findNextException();
    const holds = module.exceptionHolds.value !== 0;
    const isSuppressing = module.exception.value === module.suppressing.value;
    const conditions: Condition[] = [];
    for (let kind = module.findCondition(); kind !== ConditionKind.none; kind = module.findCondition()) {
      conditions.push(readCondition(kind, exception));
    }
    return { id, isSuppressing, explanation: { id, reason, holds, conditions } };
  });

  function readCondition(kind: number, exception: ConfiguredException): Condition {
    const holds = module.conditionHolds.value !== 0;
    if (kind === ConditionKind.window) {
      const { from, until } = exception;
      return {
        kind: "window",
        holds,
        ...(from !== undefined && { from }),
        ...(until !== undefined && { until }),
        ...when,
      };
    }
    if (kind === ConditionKind.weekly && exception.weekly !== undefined) {
      return { kind: "weekly", holds, weekly: exception.weekly, ...when };
    }
    const number = module.conditionField.value;
    const field = FIELDS[number] ?? "";
    const values = exception.when[field] ?? [];
    const met = values[module.metIndex.value];
    const text = compared.get(number);
    const isByAddress = field === "source_ip" && exception.when.vpc_endpoint === undefined;
    const endpoint = isByAddress ? compared.get(FIELDS.indexOf("vpc_endpoint"))?.text : undefined;
    return {
      ...{ kind: "when", holds, field, values },
      ...(met !== undefined && { met }),
      ...(text && { compared: text }),
      ...(endpoint !== undefined && { endpoint }),
    };
  }
}
