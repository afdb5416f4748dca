/** Explanations as one JSON document (docs/reference/explain.md describes its members). */
import type {
  Clause,
  ComparedText,
  Condition,
  EmptyPlace,
  EventExplanation,
  ExceptionExplanation,
  RecordExplanation,
  Unreadable,
  Explained,
  Reporter,
  RecordTotals,
} from "./explanation.js";
import { placesFor } from "../findings/places.js";

/** Writes the document piece by piece, one line per record. */
export class JsonReporter implements Reporter {
  #hasRecords = false;

  begin({ file, line, config }: Explained): string {
    const head = writeJson({
      file,
      ...(line !== undefined && { line }),
      config: config === undefined ? null : { file: config.file, remembers: config.remembers },
    });
    return `${head.slice(0, -1)},"records":[`;
  }

  record(line: number, lastLine: number, explanation: RecordExplanation): string {
    const separator = this.#hasRecords ? ",\n" : "\n";
    this.#hasRecords = true;
    return separator + writeJson({ line, last_line: lastLine, ...recordMembers(explanation) });
  }

  end(totals: RecordTotals, document?: Unreadable): string {
    const { records, events, others, ofService, empty, unreadable } = totals;
    const members = {
      records,
      events,
      other_events: others,
      other_events_of_service: ofService,
      records_without_event: empty,
      unreadable,
    };
    const whole = document === undefined ? "" : `,"document":${writeJson({ ...document })}`;
    return `${this.#hasRecords ? "\n" : ""}]${whole},"totals":${writeJson(members)}}\n`;
  }
}

function recordMembers({
  opened,
  annotation,
  events,
  places,
  unreadable,
  isPartial,
}: RecordExplanation): Record<string, Writable | undefined> {
  return {
    opened,
    annotation: annotation && { verdict: annotation.verdict ?? null },
    events: events.map(eventOf),
    places: places.length === 0 ? undefined : places.map(placeOf),
    unreadable: unreadable && { ...unreadable },
    partial: isPartial ? true : undefined,
  };
}

function eventOf(event: EventExplanation): Writable {
  const { path, schema, verdict, cause, clauses, exceptions, asksExceptions, suppressedBy, burst } = event;
  return {
    path,
    schema,
    verdict,
    cause,
    places: cause === "possible" ? placesFor(path) : undefined,
    exception: suppressedBy,
    burst_keys: burst,
    clauses: clauses.map(clauseOf),
    network_activity: event.networkActivity.length === 0 ? undefined : event.networkActivity.map(valueOf),
    exceptions_asked: asksExceptions,
    exceptions: exceptions.map(exceptionOf),
  };
}

function clauseOf({ clause, field, wanted, holds, values }: Clause): Writable {
  return {
    clause,
    field,
    wanted,
    holds,
    values: values.map(({ field: own, holds: isEnough, ...value }) => ({
      field: own,
      ...valueOf(value),
      holds: isEnough,
    })),
  };
}

function exceptionOf({ id, reason, holds, conditions }: ExceptionExplanation): Writable {
  return { id, reason, holds, conditions: conditions.map(conditionOf) };
}

function conditionOf(condition: Condition): Writable {
  const { kind, holds } = condition;
  switch (condition.kind) {
    case "when": {
      const { field, values, met, endpoint } = condition;
      return { kind, field, holds, ...comparedOf(condition.compared), values, met, endpoint };
    }
    case "window": {
      const { from, until } = condition;
      return { kind, holds, ...comparedOf(condition.compared), time: timeOf(condition.time), from, until };
    }
    case "weekly": {
      const { days, from, until } = condition.weekly;
      return { kind, holds, ...comparedOf(condition.compared), time: timeOf(condition.time), days, from, until };
    }
  }
}

function comparedOf(compared: ComparedText | undefined): { pointer?: string; text?: string } {
  return compared === undefined ? {} : { pointer: compared.pointer, text: compared.text };
}

/** Formats a time as RFC 3339 in UTC; null if the event has no readable time. */
export function timeOf(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(".000Z", "Z");
}

function placeOf({ path, lacks, isBeforeIngest, values }: EmptyPlace): Writable {
  return {
    path,
    found: lacks === undefined ? "string" : "object",
    lacks,
    before_ingest: lacks && isBeforeIngest,
    values: lacks && values.map(({ field, ...value }) => ({ field, ...valueOf(value) })),
  };
}

function valueOf({ pointer, json }: { pointer: string; json: string }): { pointer: string; value: JsonText } {
  return { pointer, value: new JsonText(json) };
}

/** JSON that is inserted as is. */
export class JsonText {
  constructor(readonly text: string) {}
}

export type Writable =
  | string
  | number
  | boolean
  | null
  | JsonText
  | readonly Writable[]
  /** Undefined members are left out. */
  | { readonly [name: string]: Writable | undefined };

/** Writes a value as JSON; inserted JSON keeps its lines. */
export function writeJson(value: Writable): string {
  if (value instanceof JsonText) return value.text;
  if (isList(value)) return `[${value.map(writeJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeJson(member)}`],
  );
  return `{${members.join(",")}}`;
}

function isList(value: Writable): value is readonly Writable[] {
  return Array.isArray(value);
}
