/** What a configuration asks for that not every version of a host can keep to. */
import { hostTitle, REMEMBERING, remembersSince, type HostName } from "../hosts/module-kinds.js";
import { members, skipSpace } from "../records/json-spans.js";
import type { Warning } from "./lint.js";

/** The warnings of a configuration that has no mistakes, in UTF-8, for one host, in the order of its lines. */
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
      reason: `before ${since} ${title} forgets earlier matches with each chunk of records`,
      instead: `use ${title} ${since} or newer, or leave ${name} out`,
    }));
}
