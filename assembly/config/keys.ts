/**
 * Every key of a configuration, what its value is, and what is allowed there: the one table that a
 * configuration is checked against. keyward.schema.json says the same to editors.
 *
 * A key is a JSON Pointer in which `*` is every element of a list; its row stands behind that of the
 * object or list that it is in. The kinds:
 *
 *   object     with the members named, at least
 *   exception  an object, likewise, with a condition or a window
 *   weekly     an object, likewise, whose two times differ
 *   list       not empty; its argument is "may be empty", or how many elements it has at most
 *   text       a string of 1 to 256 bytes
 *   one of     the strings named
 *   integer    from the first number to the second
 *   time       as RFC 3339 writes it
 *   clock      a time of day
 *   pattern    a string with * and ?
 *   action, account, arn   a pattern for a field of which more is known
 *   network    an IP address or network
 *   place      a place where an event can be, as docs/shapes.md writes it
 */

// prettier-ignore
const ROWS: StaticArray<string> = [
  "", "object", "",
  "/$schema", "text", "",
  "/tag", "text", "",
  "/severity", "one of", "low|medium|high|critical",
  "/risk_score", "integer", "0|100",
  "/exceptions", "list", "may be empty",
  "/exceptions/*", "exception", "id|reason",
  "/exceptions/*/id", "text", "",
  "/exceptions/*/reason", "text", "",
  "/exceptions/*/when", "object", "",
  "/exceptions/*/when/action", "list", "",
  "/exceptions/*/when/action/*", "action", "",
  "/exceptions/*/when/account", "list", "",
  "/exceptions/*/when/account/*", "account", "",
  "/exceptions/*/when/region", "list", "",
  "/exceptions/*/when/region/*", "pattern", "",
  "/exceptions/*/when/actor.arn", "list", "",
  "/exceptions/*/when/actor.arn/*", "arn", "",
  "/exceptions/*/when/actor.type", "list", "",
  "/exceptions/*/when/actor.type/*", "pattern", "",
  "/exceptions/*/when/source_ip", "list", "",
  "/exceptions/*/when/source_ip/*", "network", "",
  "/exceptions/*/when/user_agent", "list", "",
  "/exceptions/*/when/user_agent/*", "pattern", "",
  "/exceptions/*/when/key.arn", "list", "",
  "/exceptions/*/when/key.arn/*", "arn", "",
  "/exceptions/*/when/key.id", "list", "",
  "/exceptions/*/when/key.id/*", "pattern", "",
  "/exceptions/*/from", "time", "",
  "/exceptions/*/until", "time", "",
  "/exceptions/*/weekly", "weekly", "days|from|until",
  "/exceptions/*/weekly/days", "list", "",
  "/exceptions/*/weekly/days/*", "one of", "Mon|Tue|Wed|Thu|Fri|Sat|Sun",
  "/exceptions/*/weekly/from", "clock", "",
  "/exceptions/*/weekly/until", "clock", "",
  "/places", "list", "at most 32",
  "/places/*", "place", "",
  "/elsewhere", "one of", "annotate|ignore|match",
  "/denied", "one of", "ignore|annotate",
  "/network_activity", "one of", "match|ignore",
  "/duplicates", "object", "window_seconds",
  "/duplicates/window_seconds", "integer", "1|604800",
  "/cap", "object", "count|period_seconds",
  "/cap/count", "integer", "1|1000",
  "/cap/period_seconds", "integer", "1|604800",
  "/escalate", "object", "distinct_keys|window_seconds|severity|risk_score",
  "/escalate/distinct_keys", "integer", "2|1000",
  "/escalate/window_seconds", "integer", "1|604800",
  "/escalate/severity", "one of", "low|medium|high|critical",
  "/escalate/risk_score", "integer", "0|100",
];

/** Rows of the table. */
export const ROW_COUNT: i32 = ROWS.length / 3;
/** Objects and lists inside one another, the whole configuration included. */
export const MOST_LEVELS: i32 = 5;

export function keyOf(row: i32): string {
  return unchecked(ROWS[row * 3]);
}

export function kindOf(row: i32): string {
  return unchecked(ROWS[row * 3 + 1]);
}

export function argumentOf(row: i32): string {
  return unchecked(ROWS[row * 3 + 2]);
}

/** Where the last name of a row's key begins. */
export function lastNameOf(row: i32): i32 {
  return keyOf(row).lastIndexOf("/") + 1;
}

/** Whether the row `row` is a member, or the elements, of the row `parent`. */
export function isChild(row: i32, parent: i32): bool {
  const key = keyOf(row);
  const begin = keyOf(parent);
  return key.length > begin.length && lastNameOf(row) == begin.length + 1 && key.startsWith(begin);
}
