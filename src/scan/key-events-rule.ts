/**
 * The rule of a scan: its query names all actions that change a key's state. Those of the built-in rule name an event first, so
 * that a scan finds all that the built-in rule finds.
 */
import { RULE_ACTIONS } from "../engine/finding.js";
import { KEY_ACTIONS } from "../keys/key-event.js";
import { embedTable } from "../rules/embed-table.js";
import { readDefaultRule } from "../rules/rule.js";
import { compileRule } from "../rules/table.js";

const ACTIONS = KEY_ACTIONS.map((action) => JSON.stringify(action)).join(" or ");
const QUERY = `event.dataset:aws.cloudtrail and event.provider:kms.amazonaws.com and event.action:(${ACTIONS}) and event.outcome:success`;

/** Returns the module with this rule in place of its own. */
export function withKeyEventsRule(module: Uint8Array): Uint8Array {
  return embedTable(module, compileRule({ ...readDefaultRule(), query: QUERY }, RULE_ACTIONS).table);
}
