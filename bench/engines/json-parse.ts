/** What a plain JavaScript program does. */
import type { Engine } from "./engine.js";

interface RawEvent {
  eventSource?: unknown;
  eventName?: unknown;
  errorCode?: unknown;
  errorMessage?: unknown;
}

/** JSON.parse on every record, then the rule's predicate on a raw event. */
export const JSON_PARSE: Engine = {
  name: "JSON.parse + predicate",
  count: ({ records }) => {
    let matches = 0;
    for (const record of records) if (isKeyLoss(record)) matches++;
    return matches;
  },
};

/** JSON can write a letter of the names in only two ways: as itself, or with \u. */
const CANDIDATE = /DisableKey|ScheduleKeyDeletion|\\u/;

/** A regular expression on every record; only what it finds is parsed. */
export const REGULAR_EXPRESSION: Engine = {
  name: "regular expression, then JSON.parse",
  count: ({ records }) => {
    let matches = 0;
    // latin1 is the cheapest way to a string, and leaves ASCII unchanged.
    for (const record of records) if (CANDIDATE.test(record.toString("latin1")) && isKeyLoss(record)) matches++;
    return matches;
  },
};

function isKeyLoss(record: Buffer): boolean {
  const event = JSON.parse(record.toString()) as RawEvent;
  return (
    event.eventSource === "kms.amazonaws.com" &&
    (event.eventName === "DisableKey" || event.eventName === "ScheduleKeyDeletion") &&
    (event.errorCode ?? "") === "" &&
    (event.errorMessage ?? "") === ""
  );
}
