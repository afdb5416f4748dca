/** The module that finds the events of keys: its rule names all actions that a key's state depends on. */
import { embedTable } from "../rules/embed-table.js";
import { readDefaultRule } from "../rules/rule.js";
import { compileRule } from "../rules/table.js";
import { loadModules } from "../scan/modules.js";
import type { CompiledModule } from "../module.js";
import { KEY_ACTIONS } from "./key-event.js";

const ACTIONS = KEY_ACTIONS.map((action) => JSON.stringify(action)).join(" or ");
/** A call that failed changes nothing; the module tells of it all the same. */
const QUERY = `event.dataset:aws.cloudtrail and event.provider:kms.amazonaws.com and event.action:(${ACTIONS}) and event.outcome:success`;

/** `configPath`: a configuration, of which what depends on the events before is left out. Rejects as `loadModules`. */
export async function loadKeyEventsModule(configPath: string | undefined): Promise<CompiledModule> {
  const { table } = compileRule({ ...readDefaultRule(), query: QUERY });
  return (await loadModules(configPath, (module) => embedTable(module, table))).judging;
}
