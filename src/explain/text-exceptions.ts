/** The configuration's exceptions for one event, as lines for people. */
import { LONGEST_VALUE_BYTES } from "../config/check-config.js";
import { escapeForTerminal } from "../terminal/escape.js";
import type { ComparedText, Condition, EventExplanation, ExceptionExplanation } from "./explanation.js";
import { timeOf } from "./json.js";
import { layOut, wrap, type Row } from "./layout.js";
import { listed, shownText } from "./text-values.js";

const NOT_SAID = "not in the event";
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export function exceptionLines(event: EventExplanation, width: number): string[] {
  const { exceptions, asksExceptions, cause } = event;
  if (exceptions.length === 0) return [];
  if (cause === "clause") {
    return indented("exceptions are not checked: not all clauses hold", width);
  }
  const lines = asksExceptions
    ? []
    : indented(
        `exceptions are not checked: ${cause === "failed_call" ? "the call failed" : "the event is ignored"}; if they were:`,
        width,
      );
  return [...lines, ...exceptions.flatMap((exception) => oneException(exception, event, width))];
}

function oneException(exception: ExceptionExplanation, event: EventExplanation, width: number): string[] {
  const { id, reason, holds, conditions } = exception;
  const isAfter = holds && event.suppressedBy !== undefined && event.suppressedBy !== id;
  const answer = isAfter ? "holds too" : holds ? "holds" : "does not hold";
  const heading = `exception ${escapeForTerminal(id)}: ${answer} (${escapeForTerminal(reason)})`;
  return [...indented(heading, width), ...layOut(conditions.map(rowOf), width, 4)];
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, index) => `${index === 0 ? "  " : "    "}${line}`);
}

function rowOf(condition: Condition): Row {
  const { holds } = condition;
  switch (condition.kind) {
    case "when": {
      const { field, compared, values, met, endpoint } = condition;
      const verb = field === "source_ip" ? "is in" : "matches";
      const none = compared === undefined ? "wanted one of" : `${verb} none of`;
      const below = met === undefined ? `${none}: ${listed(values)}` : `${verb} ${shownText(met)}`;
      const says = compared !== undefined && compared.text === met ? [] : [below];
      if (compared !== undefined && Buffer.byteLength(compared.text) > LONGEST_VALUE_BYTES)
        says.push(`it has more than ${LONGEST_VALUE_BYTES} bytes, which no pattern matches`);
      if (endpoint !== undefined) says.push(`through ${shownText(endpoint)}: name vpc_endpoint in the exception too`);
      return { holds, label: field, ...cells(compared, compared && shownText(compared.text)), below: says };
    }
    case "window": {
      const { from, until } = condition;
      const label = [from === undefined ? "" : "from", until === undefined ? "" : "until"].filter(
        (name) => name !== "",
      );
      const range = [from === undefined ? "" : `from ${from}`, until === undefined ? "" : `until ${until}`];
      const below = [`wanted: ${escapeForTerminal(range.join(" ").trim())}`];
      return { holds, label: label.join(", "), ...timeCells(condition, (time) => timeOf(time) ?? ""), below };
    }
    case "weekly": {
      const { days, from, until } = condition.weekly;
      const below = [`wanted: ${escapeForTerminal(`${days.join(", ")} from ${from} until ${until}`)}, in UTC`];
      return { holds, label: "weekly", ...timeCells(condition, weekTime), below };
    }
  }
}

function cells(compared: ComparedText | undefined, value = "nothing"): { value: string; place: string } {
  return { value, place: compared === undefined ? NOT_SAID : escapeForTerminal(compared.pointer) };
}

/** Shows the time as the condition expresses it, if it can be read. */
function timeCells(
  { compared, time }: { compared?: ComparedText; time?: number },
  inWords: (time: number) => string,
): { value: string; place: string } {
  if (compared === undefined) return cells(compared);
  const text = shownText(compared.text);
  return cells(compared, time === undefined ? `${text}, which is not a time` : timeText(text, inWords(time)));
}

function timeText(text: string, inWords: string): string {
  return text === inWords ? text : `${text}: ${inWords}`;
}

/** Formats a time as day of the week and time of day. */
function weekTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${WEEKDAYS[date.getUTCDay()] ?? ""} ${date.toISOString().slice(11, 16)}`;
}
