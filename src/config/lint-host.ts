/** Finds settings that not every version of a host supports. */
import { hostTitle, REMEMBERING, remembersSince, type HostName } from "../hosts/module-kinds.js";
import { members, skipSpace } from "../records/json-spans.js";
import type { Warning } from "./lint.js";
import { WARNINGS } from "../messages/configurations.js";

/** Returns the warnings of a valid configuration (UTF-8) for one host, ordered by line. */
export function lintForHost(config: Uint8Array, host: HostName): Warning[] {
  const bytes = Buffer.from(config);
  const since = remembersSince(host);
  if (since === undefined) return [];
  const title = hostTitle(host);
  return [...members(bytes, skipSpace(bytes, 0))]
    .filter(({ name }) => REMEMBERING.includes(name))
    .map(({ name, start }) => ({
      line: bytes.subarray(0, start).toString("latin1").split("\n").length,
      pointer: `/${name}`,
      ...WARNINGS.forgets(title, since, name),
    }));
}
