/** The line in which a module reports what it is, and its configuration. */
import { createHash } from "node:crypto";
import { RULE, VERSION } from "../oracle/project.js";

const BEGINNING = 'keyward: {"rule":';

export function isOrigin(text: string): boolean {
  return text.startsWith(BEGINNING);
}

/** Returns the output without that line. */
export function withoutOrigin(said: string): string {
  return said.replace(/^keyward: \{"rule":.*\n/m, "");
}

/** Returns the line; `source`: the configuration, or the number of directories without one. */
export function originLine(source: string | Uint8Array | number): string {
  const rule = { id: RULE.id, version: RULE.version };
  const isFound = typeof source !== "number";
  const config = isFound && createHash("sha256").update(source).digest("hex").slice(0, 16);
  const told = JSON.stringify({ rule, module: VERSION, ...(config !== false && { config }) });
  return `keyward: ${told}${isFound ? "" : `, no configuration found in ${source} opened directories`}\n`;
}
