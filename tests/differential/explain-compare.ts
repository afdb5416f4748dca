/**
 * Compares an explanation with the module's filter, the oracle, and the record: the same verdict, clauses and conditions, and at
 * each pointer the stated value.
 */
import { isDeepStrictEqual } from "node:util";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule, type CompiledModule } from "#keyward/module.js";
import type { Explainer } from "#keyward/explain/explainer.js";
import type {
  Clause,
  ComparedText,
  Condition,
  EventExplanation,
  RecordExplanation,
} from "#keyward/explain/explanation.js";
import { JsonReporter } from "#keyward/explain/json.js";
import { TextReporter } from "#keyward/explain/text.js";
import { textWidth } from "#keyward/terminal/width.js";
import { isAnnotated } from "../oracle/annotated.js";
import { factsOf } from "../oracle/annotation.js";
import { Configured, fieldTexts, plainText } from "../oracle/config/configured.js";
import { holds, isMet, type FieldTexts } from "../oracle/config/exceptions.js";
import { PLAIN_SETTINGS, type Exception, type Field, type Settings } from "../oracle/config/settings.js";
import { secondsOf } from "../oracle/config/times.js";
import { isObject, sameJson, tryParse, type Json } from "../oracle/json.js";
import { matchesQuery } from "../oracle/kql.js";
import { type JudgedEvent } from "../oracle/rule.js";
import { isFailedCall, lookupFor, otelValues, QUERY, splitMethod } from "../oracle/schemas.js";
import { textsIn } from "../oracle/texts.js";
import { unwrap, wellFormed } from "../oracle/unwrap.js";

/** Counts of what was compared; a test checks that none is missing. */
export interface Tally {
  events: number;
  verdicts: Map<string, number>;
  /** Values that were looked up, those in decoded strings, and those in a field's arrays. */
  values: number;
  decoded: number;
  conditions: Map<string, number>;
  unreadable: number;
  empty: number;
}

export function newTally(): Tally {
  return { events: 0, verdicts: new Map(), values: 0, decoded: 0, conditions: new Map(), unreadable: 0, empty: 0 };
}

export class ExplainCheck {
  readonly tally = newTally();

  constructor(
    private readonly explainer: Explainer,
    private readonly module: CompiledModule,
    private readonly config?: { text: string; settings: Settings },
  ) {}

  /** Returns what is wrong with the explanation of a record; empty if all is right. */
  problems(record: Uint8Array): string[] {
    const explanation = this.explainer.explain(Buffer.from(record), 1, "all");
    const policy = new Configured(this.config?.settings ?? PLAIN_SETTINGS);
    const { record: parsed, events: found } = unwrap(record, policy.look);
    // Elsewhere, only matching events are listed, unless they count as at a known place.
    const isAll = this.config?.settings.elsewhere === "match";
    const events = found.filter(({ isKnown, matches }) => isAll || isKnown || matches);
    if (explanation.unreadable !== undefined) {
      this.tally.unreadable++;
      return parsed === undefined ? [] : [`unreadable: ${JSON.stringify(explanation.unreadable)}`];
    }
    if (parsed === undefined) return ["it is no record, and is explained as one"];
    if (events.length === 0) this.tally.empty++;
    // The oracle's judgement as if the record had no annotation.
    const judged = policy.judge(events).events;
    // A second copy of an event does not count in a record; an explanation judges each by itself.
    const copies = judged.filter(
      ({ verdict, isIgnored, matches, object, schema }) =>
        verdict === undefined && !isIgnored && (matches || isFailedCall(object, schema)),
    );
    if (copies.length > 0) return problemsOfOutput(explanation);
    return [
      ...problemsOfPlaces(explanation, parsed),
      ...this.#problemsOfFilter(record, parsed, explanation),
      ...this.#problemsOfEvents(parsed, explanation.events, judged),
      ...problemsOfOutput(explanation),
    ];
  }

  #problemsOfFilter(record: Uint8Array, parsed: Json, { annotation, events }: RecordExplanation): string[] {
    const isOne = isObject(parsed) && isAnnotated(parsed);
    if (isOne !== (annotation !== undefined)) return ["the annotation is not seen, or one that is not there"];
    if (isOne) return [];
    const files = this.config && { files: { "keyward.json": this.config.text } };
    const result = new FluentBitHost(instantiateModule(this.module, files)).filter("tag", record);
    const told = events.filter(({ verdict }) => verdict !== "none");
    if (result.outcome !== "modified") return told.length === 0 ? [] : [`tag: ${result.outcome}, explain has verdicts`];
    const { keyward } = JSON.parse(Buffer.from(result.record).toString()) as {
      keyward: { verdict: string; matches: number; events: { path: string; verdict: string }[] };
    };
    const matches = events.filter(({ verdict }) => verdict === "match").length;
    if (matches !== keyward.matches) return [`tag: ${keyward.matches} matches, explain ${matches}`];
    if (told.length > 100) return [];
    const within = Array.isArray(parsed) ? "/Records" : "";
    const pairs = told.map(({ path, verdict }) => ({ path: asCame(within + path), verdict }));
    const listed = keyward.events.map(({ path, verdict }) => ({ path: asCame(path), verdict }));
    return isDeepStrictEqual(pairs, listed) ? [] : [`tag: ${JSON.stringify(listed)}, explain ${JSON.stringify(pairs)}`];
  }

  #problemsOfEvents(parsed: Json, explained: readonly EventExplanation[], judged: readonly JudgedEvent[]): string[] {
    const within = Array.isArray(parsed) ? "/Records" : "";
    const names = explained.map(({ path, schema, verdict }) => `${asCame(within + path)} ${schema} ${verdict}`);
    const expected = judged.map(({ path, schema, verdict }) => `${asCame(path)} ${schema} ${verdict ?? "none"}`);
    if (!isDeepStrictEqual(names, expected)) return [`events: ${names.join("; ")}; oracle: ${expected.join("; ")}`];
    return explained.flatMap((event, index) => {
      const oracle = judged[index] as JudgedEvent;
      this.tally.events++;
      count(this.tally.verdicts, event.verdict);
      // A pointer to an earlier value of a duplicate key leads to the last one.
      if (!oracle.isKnown) return [];
      const problems = [
        ...event.clauses.flatMap((clause) => this.#problemsOfClause(clause, event, oracle, parsed)),
        ...this.#problemsOfExceptions(event, oracle, parsed),
        ...problemsOfCause(event),
        ...event.networkActivity.flatMap(({ pointer, json }) => this.#problemsOfValue(pointer, json, parsed)),
      ];
      return problems.map((problem) => `event at ${event.path}: ${problem}`);
    });
  }

  #problemsOfClause(clause: Clause, { schema }: EventExplanation, { object }: JudgedEvent, record: Json): string[] {
    const { field, holds: isHeld, values } = clause;
    if (QUERY.kind !== "and") throw new Error("the rule is no list of clauses");
    const part = QUERY.parts.find((one) => one.kind === "leaf" && one.leaf.field === field);
    if (part === undefined) throw new Error(`the rule has no clause for ${field}`);
    const problems = values.flatMap(({ pointer, json }) => this.#problemsOfValue(pointer, json, record));
    // A qualified method is provider and action in one, so both hold only together.
    const isOfMethod =
      schema === "otel" &&
      ["provider", "action"].includes(clause.clause) &&
      otelValues(object, "rpc.method").some((method) => splitMethod(method) !== undefined);
    if (isOfMethod) return problems;
    if (matchesQuery(part, lookupFor(object, schema)) !== isHeld) problems.push(`${field}: the oracle disagrees`);
    // The values alone must say the same.
    const isByErrors = clause.clause === "outcome" && schema !== "ecs";
    const isImplied = clause.clause === "dataset" && schema !== "ecs";
    const bySelf = isByErrors ? values.every((one) => one.holds) : isImplied || values.some((one) => one.holds);
    if (bySelf !== isHeld) problems.push(`${field}: its values say something else`);
    return problems;
  }

  #problemsOfExceptions(event: EventExplanation, oracle: JudgedEvent, record: Json): string[] {
    const { exceptions } = this.config?.settings ?? PLAIN_SETTINGS;
    if (exceptions.length !== event.exceptions.length) return ["not all exceptions are there"];
    if (exceptions.length === 0) return [];
    const facts = factsOf(oracle);
    const texts = fieldTexts(facts);
    const time = plainText(facts.time);
    const seconds = time === undefined ? undefined : secondsOf(time);
    const problems = event.exceptions.flatMap((explained, index) => {
      const exception = exceptions[index] as Exception;
      // For other events, the oracle does not know which action is meant.
      if (!event.clauses.every((one) => one.holds || one.clause === "outcome")) return [];
      const isRight = explained.holds === holds(exception, texts, seconds);
      return [
        ...(isRight ? [] : [`exception ${explained.id}: the oracle disagrees`]),
        ...explained.conditions.flatMap((condition) =>
          this.#problemsOfCondition(condition, exception, { texts, seconds, time, record }),
        ),
        ...(explained.holds === explained.conditions.every((one) => one.holds) ? [] : ["a condition does not add up"]),
      ];
    });
    const first = event.exceptions.find((one) => one.holds)?.id;
    const isSuppressed = event.verdict === "suppressed";
    if (event.suppressedBy !== (isSuppressed ? first : undefined)) problems.push("another exception is to blame");
    return problems;
  }

  #problemsOfCondition(
    condition: Condition,
    exception: Exception,
    event: { texts: FieldTexts; seconds: number | undefined; time: string | undefined; record: Json },
  ): string[] {
    count(this.tally.conditions, `${condition.kind} ${condition.holds}`);
    const { texts, seconds, time, record } = event;
    const bare = { id: exception.id, reason: exception.reason, when: [] };
    const problems: string[] = [];
    const check = (one: Exception | boolean, field: string, text: string | undefined): void => {
      const isMeant = typeof one === "boolean" ? one : holds(one, texts, seconds);
      if (condition.holds !== isMeant) problems.push(`${field}: the oracle disagrees`);
      if (condition.compared?.text !== text) problems.push(`${field}: compared is ${condition.compared?.text ?? "-"}`);
    };
    switch (condition.kind) {
      case "when": {
        const field = condition.field as Field;
        const entry = exception.when.find(([name]) => name === field);
        if (entry === undefined) return [`no field ${field}`];
        check(isMet(entry, exception.when, texts), field, texts.get(field));
        if (!isDeepStrictEqual(condition.values, entry[1])) problems.push(`${field}: other values`);
        const met = condition.values.find((value) => isMet([field, [value]], exception.when, texts));
        if (condition.met !== met) problems.push(`${field}: ${condition.met ?? "-"} is met, oracle ${met ?? "-"}`);
        break;
      }
      case "window": {
        const { from, until } = exception;
        check({ ...bare, ...(from !== undefined && { from }), ...(until !== undefined && { until }) }, "window", time);
        if (condition.time !== seconds) problems.push("another time");
        break;
      }
      case "weekly":
        check({ ...bare, ...(exception.weekly && { weekly: exception.weekly }) }, "weekly", time);
        if (condition.time !== seconds) problems.push("another time");
    }
    if (condition.compared !== undefined) problems.push(...this.#problemsOfText(condition.compared, condition, record));
    return problems;
  }

  #problemsOfText({ pointer, text }: ComparedText, condition: Condition, record: Json): string[] {
    // An OTLP resource is outside of its events, and so has no pointer.
    if (pointer === "" && condition.kind === "when" && ["account", "region"].includes(condition.field)) return [];
    const value = this.#follow(pointer, record);
    if (typeof value === "number") return Number(text) === value ? [] : [`${pointer}: ${value}, not ${text}`];
    const found = typeof value === "string" ? wellFormed(value) : "";
    // A qualified method ends with the action, and an ARN with the key's id.
    const isEnd = condition.kind === "when" && ["action", "key.id"].includes(condition.field);
    const isPart = isEnd && found.endsWith(`/${text}`);
    return found === text || isPart ? [] : [`${pointer}: ${found}, not ${text}`];
  }

  #problemsOfValue(pointer: string, json: string, record: Json): string[] {
    const value = this.#follow(pointer, record);
    const parsed = tryParse(json);
    if (parsed === undefined) return [`${pointer}: ${json} is no JSON`];
    if (value !== undefined && sameJson(value, parsed)) return [];
    // In a truncated sequence, the oracle replaces each byte, and Node all of them together.
    const inOne = (text: string): string => text.replace(/\ufffd+/g, "\ufffd");
    const isSame = typeof value === "string" && typeof parsed === "string" && inOne(value) === inOne(parsed);
    return isSame ? [] : [`${pointer}: not ${json}`];
  }

  #follow(pointer: string, record: Json): Json | undefined {
    this.tally.values++;
    if (pointer.includes("#")) this.tally.decoded++;
    return follow(pointer, record);
  }
}

/** Returns the path in the input record: a `keyward` member that is not an annotation is renamed with it. */
function asCame(path: string): string {
  return path.replace(/^\/keyward(?:_original)*(?=[/#]|$)/, "/keyward");
}

/** Returns the content of the string: its only text, or all of them. */
function textsOf(string: string): Json | undefined {
  const { text, texts } = textsIn(wellFormed(string));
  const values = texts.map(({ start, end }) => JSON.parse(text.slice(start, end)) as Json);
  const [only] = texts;
  return only !== undefined && text.slice(only.end).trim() === "" ? values[0] : values;
}

/** Returns the value at a pointer, with `#` where a string is decoded; undefined if there is none. */
export function follow(pointer: string, record: Json): Json | undefined {
  if (pointer !== "" && !pointer.startsWith("/")) return undefined;
  let value: Json | undefined = record;
  for (const step of pointer.split("/").slice(1)) {
    const [, name = "", mark] = /^(.*?)(#?)$/s.exec(step) ?? [];
    const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    if (mark === "#") value = typeof value === "string" ? textsOf(value) : undefined;
  }
  return value;
}

function problemsOfCause({ verdict, cause, clauses }: EventExplanation): string[] {
  const isComplete = clauses.every((clause) => clause.holds);
  const expected: Record<EventExplanation["verdict"], EventExplanation["cause"][]> = {
    match: ["match"],
    possible: ["possible"],
    capped: ["cap"],
    duplicate: ["duplicate"],
    suppressed: ["exception"],
    denied: ["failed_call"],
    none: isComplete ? ["network_activity"] : ["clause", "failed_call", "network_activity"],
  };
  return expected[verdict].includes(cause) ? [] : [`${verdict}, since ${cause}`];
}

function problemsOfPlaces({ events, places }: RecordExplanation, record: Json): string[] {
  if (events.length > 0) return places.length === 0 ? [] : ["places without an event are told of"];
  return places.flatMap(({ path, lacks, isBeforeIngest, values }) => {
    const value = follow(path.replace(/#$/, ""), record);
    if (lacks === undefined) return typeof value === "string" ? [] : [`no string at ${path}`];
    const complete = Object.entries(lacks).filter(
      ([schema, clues]) => clues.length === 0 && (schema === "ecs" || !isBeforeIngest),
    );
    return [
      ...complete.map(([schema]) => `nothing is lacking at ${path} for ${schema}`),
      ...values.flatMap(({ pointer, json }) => {
        const found = follow(pointer, record);
        return found !== undefined && sameJson(found, JSON.parse(json) as Json) ? [] : [`${pointer}: not ${json}`];
      }),
    ];
  });
}

/** Checks that the JSON is valid, that no line of text is too long, and that no character affects a terminal. */
function problemsOfOutput(explanation: RecordExplanation): string[] {
  const json = new JsonReporter();
  const document = [
    json.begin({ file: "f" }),
    json.record(1, 1, explanation),
    json.end({ records: 1, events: 1, others: 0, ofService: 0, empty: 0, unreadable: 0 }),
  ];
  const problems = tryParse(document.join("")) === undefined ? ["its JSON is none"] : [];
  for (const width of [40, 100]) {
    const text = new TextReporter(width);
    text.begin({ file: "f" });
    for (const line of text.record(1, 1, explanation).split("\n")) {
      // An event's path, and a line to be copied, are not wrapped.
      const isToCopy = /^(f:1#|\s*"places": )/.test(line);
      if (textWidth(line) > width && !isToCopy) problems.push(`a line of ${textWidth(line)} columns`);
      if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(line)) problems.push(`a character that is not escaped: ${line}`);
    }
  }
  return problems;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
