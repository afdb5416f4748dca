/** The rule that a scan goes by: its query names all actions that a key's state depends on, those of the rule among them. */
import { KEY_ACTIONS } from "../keys/key-event.js";
import { embedTable } from "../rules/embed-table.js";
import { readDefaultRule } from "../rules/rule.js";
import { compileRule } from "../rules/table.js";

const ACTIONS = KEY_ACTIONS.map((action) => JSON.stringify(action)).join(" or ");
const QUERY = `event.dataset:aws.cloudtrail and event.provider:kms.amazonaws.com and event.action:(${ACTIONS}) and event.outcome:success`;

/** The module with it in place of its own. */
export function withKeyEventsRule(module: Uint8Array): Uint8Array {
  return embedTable(module, compileRule({ ...readDefaultRule(), query: QUERY }).table);
}
