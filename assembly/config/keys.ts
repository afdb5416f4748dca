/**
 * Every key of a configuration and what its value may be: the one table that a configuration is checked against.
 * keyward.schema.json tells editors the same.
 *
 * A row has the key's depth, its name (`*` is every element of a list), its kind and an argument. It follows that of
 * the object or list that it is in, before any other row that is not deeper. The kinds:
 *
 *   object     with the members named, at least
 *   exception  an object, likewise, with a condition or a window
 *   weekly     an object, likewise, whose two times differ
 *   when       an object of at least one member
 *   list       not empty; its argument is "may be empty", or how many elements it has at most
 *   text       a string of 1 to 256 bytes
 *   one of     the strings named
 *   integer    from the first number to the second
 *   time       as RFC 3339 writes it
 *   clock      a time of day
 *   pattern    a string with * and ?
 *   action, account, arn   a pattern for a field of which more is known
 *   network    an IP address or network
 *   place      a place where an event can be, as docs/reference/shapes.md writes it
 */

import { unitAt } from "../bytes/ascii";

// prettier-ignore
const ROWS: StaticArray<string> = [
  "0", "", "object", "",
  "1", "$schema", "text", "",
  "1", "tag", "text", "",
  "1", "severity", "one of", "low|medium|high|critical",
  "1", "risk_score", "integer", "0|100",
  "1", "exceptions", "list", "may be empty",
  "2", "*", "exception", "id|reason",
  "3", "id", "text", "",
  "3", "reason", "text", "",
  "3", "when", "when", "",
  "4", "action", "list", "",
  "5", "*", "action", "",
  "4", "account", "list", "",
  "5", "*", "account", "",
  "4", "region", "list", "",
  "5", "*", "pattern", "",
  "4", "actor.arn", "list", "",
  "5", "*", "arn", "",
  "4", "actor.type", "list", "",
  "5", "*", "pattern", "",
  "4", "source_ip", "list", "",
  "5", "*", "network", "",
  "4", "user_agent", "list", "",
  "5", "*", "pattern", "",
  "4", "key.arn", "list", "",
  "5", "*", "arn", "",
  "4", "key.id", "list", "",
  "5", "*", "pattern", "",
  "4", "actor.role", "list", "",
  "5", "*", "pattern", "",
  "4", "source_identity", "list", "",
  "5", "*", "pattern", "",
  "4", "vpc_endpoint", "list", "",
  "5", "*", "pattern", "",
  "3", "from", "time", "",
  "3", "until", "time", "",
  "3", "weekly", "weekly", "days|from|until",
  "4", "days", "list", "",
  "5", "*", "one of", "Mon|Tue|Wed|Thu|Fri|Sat|Sun",
  "4", "from", "clock", "",
  "4", "until", "clock", "",
  "1", "places", "list", "at most 32",
  "2", "*", "place", "",
  "1", "elsewhere", "one of", "annotate|ignore|match",
  "1", "denied", "one of", "ignore|annotate",
  "1", "network_activity", "one of", "match|ignore",
  "1", "duplicates", "object", "window_seconds",
  "2", "window_seconds", "integer", "1|604800",
  "1", "cap", "object", "count|period_seconds",
  "2", "count", "integer", "1|1000",
  "2", "period_seconds", "integer", "1|604800",
  "1", "escalate", "object", "distinct_keys|window_seconds|severity|risk_score",
  "2", "distinct_keys", "integer", "2|1000",
  "2", "window_seconds", "integer", "1|604800",
  "2", "severity", "one of", "low|medium|high|critical",
  "2", "risk_score", "integer", "0|100",
];

/** Rows of the table. */
export const ROW_COUNT: i32 = ROWS.length / 4;
/** Objects and lists inside one another, the whole configuration included. */
export const MAX_LEVELS: i32 = 5;

function depthOf(row: i32): u32 {
  return unitAt(unchecked(ROWS[row * 4]), 0);
}

export function nameOf(row: i32): string {
  return unchecked(ROWS[row * 4 + 1]);
}

export function kindOf(row: i32): string {
  return unchecked(ROWS[row * 4 + 2]);
}

export function argumentOf(row: i32): string {
  return unchecked(ROWS[row * 4 + 3]);
}

/** Reports whether the row `row` is a member, or the elements, of the row `parent`. */
export function isChild(row: i32, parent: i32): bool {
  if (row <= parent || depthOf(row) != depthOf(parent) + 1) return false;
  let between = parent + 1;
  while (between < row && depthOf(between) > depthOf(parent)) between += 1;
  return between == row;
}
