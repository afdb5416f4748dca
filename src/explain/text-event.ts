/** The rule's clauses for one event, and its verdict, as lines for people. */
import { escapeForTerminal } from "../terminal/escape.js";
import type { Schema } from "../engine/core-module.js";
import { CLUES } from "./clues.js";
import { placesLine } from "../findings/places.js";
import type { Clause, ClauseValue, EventExplanation } from "./explanation.js";
import { layOut, type Row } from "./layout.js";
import { MAX_VALUES, quotedValue, shownValue } from "./text-values.js";

export const SCHEMA_TITLES: Record<Schema, string> = {
  ecs: "ECS",
  raw: "raw CloudTrail",
  ocsf: "OCSF API Activity",
  otel: "OpenTelemetry",
};
/** Shown instead of the dataset for schemas other than ECS. */
const STANDS_FOR_DATASET: Record<Exclude<Schema, "ecs">, string> = {
  raw: "implied: a raw CloudTrail event",
  ocsf: "implied: an OCSF API Activity",
  otel: "implied: an OpenTelemetry record of a call",
};

/** Returns the title of an event: its action. */
export function titleOf({ clauses }: EventExplanation): string {
  const values = clauses.find(({ clause }) => clause === "action")?.values ?? [];
  const value = values.find(({ holds }) => holds) ?? values[0];
  return value === undefined ? "no action" : shownValue(value.json);
}

export function clauseLines(event: EventExplanation, width: number): string[] {
  const rows = event.clauses.flatMap((clause) => clauseRows(clause, event.schema));
  const activity = event.networkActivity.map(({ pointer, json }, index): Row => ({
    ...(index === 0 && { holds: true }),
    label: index === 0 ? "network activity" : "",
    value: shownValue(json),
    place: escapeForTerminal(pointer),
  }));
  return layOut([...rows, ...activity], width, 2);
}

function clauseRows(clause: Clause, schema: Schema): Row[] {
  const { holds, field, values } = clause;
  const below =
    holds || (clause.clause === "outcome" && schema !== "ecs") ? [] : [`wanted: ${clause.wanted.join(" or ")}`];
  const start = { holds, label: field };
  if (clause.clause === "dataset" && schema !== "ecs") {
    return [{ ...start, value: clause.wanted.join(), place: STANDS_FOR_DATASET[schema] }];
  }
  // The deciding values come first.
  const sorted = [
    ...values.filter((value) => value.holds === holds),
    ...values.filter((value) => value.holds !== holds),
  ];
  const isError = clause.clause === "outcome" && schema !== "ecs";
  const [first, ...others] = sorted;
  if (first === undefined) {
    return isError
      ? [{ ...start, value: "success", place: "no error" }]
      : [{ ...start, value: "nothing", place: absent(clause, schema), below }];
  }
  const rows: Row[] = [{ ...start, value: isError ? outcomeOf(first) : shownValue(first.json), place: placeOf(first) }];
  for (const value of others.slice(0, MAX_VALUES - 1)) {
    rows.push({
      label: "",
      value: `also ${isError ? outcomeOf(value) : shownValue(value.json)}`,
      place: placeOf(value),
    });
  }
  if (sorted.length > MAX_VALUES) rows.push({ label: "", value: `and ${sorted.length - MAX_VALUES} more` });
  return rows.map((row, index) => (index === rows.length - 1 ? { ...row, below } : row));
}

/** Returns the outcome of the call, for schemas in which errors tell it. */
function outcomeOf({ holds, json }: ClauseValue): string {
  return `${holds ? "success" : "failure"}: ${quotedValue(json)}`;
}

function placeOf({ pointer }: ClauseValue): string {
  return escapeForTerminal(pointer);
}

function absent({ clause }: Clause, schema: Schema): string {
  const names = CLUES.filter((clue) => clue.schemas.includes(schema) && clue.clause === clause).map(({ name }) => name);
  return `no ${names.join(", no ")}`;
}

/** Returns the verdict and its cause. */
export function verdictText(event: EventExplanation): string {
  const { verdict, burst } = event;
  const causes = [causeText(event), burst === undefined ? "" : `burst: ${burst} keys lost in this record`];
  const because = causes.filter((text) => text !== "").join("; ");
  return because === "" ? verdict : `${verdict} (${because})`;
}

/** Returns how to have a possible event judged like any other. */
export function adviceText({ cause, path }: EventExplanation): string | undefined {
  if (cause !== "possible") return undefined;
  const line = placesLine(path);
  return line === undefined
    ? 'if your events arrive like this, set "elsewhere": "match" in the configuration to judge them like any other'
    : `if your events arrive like this, add to the configuration: ${line}`;
}

function causeText({ cause, verdict, clauses, suppressedBy }: EventExplanation): string {
  switch (cause) {
    case "match":
      return "";
    case "possible":
      return "at a path that Keyward does not know";
    case "clause": {
      const fields = clauses.filter(({ holds }) => !holds).map(({ field }) => field);
      return `${fields.join(", ")} ${fields.length === 1 ? "does" : "do"} not hold`;
    }
    case "failed_call":
      return verdict === "denied"
        ? 'the call failed, and the configuration has "denied": "annotate"'
        : 'the call failed; "denied": "annotate" would report it';
    case "network_activity":
      return 'the event of a VPC endpoint, and the configuration has "network_activity": "ignore"';
    case "exception":
      return `exception ${escapeForTerminal(suppressedBy ?? "")} holds`;
    case "duplicate":
      return "the same event comes earlier in this record";
    case "cap":
      return "earlier matches in this record use up the cap";
  }
}
