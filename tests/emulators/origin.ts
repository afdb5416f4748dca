/** The line in which a module tells what it is, and which configuration is in force. */
import { createHash } from "node:crypto";
import { RULE, VERSION } from "../oracle/project.js";

const BEGINNING = 'keyward: {"rule":';

export function isOrigin(text: string): boolean {
  return text.startsWith(BEGINNING);
}

/** What was said beside that line. */
export function withoutOrigin(said: string): string {
  return said.replace(/^keyward: \{"rule":.*\n/m, "");
}

/** The line; `source`: the configuration, or in how many directories there was none. */
export function originLine(source: string | Uint8Array | number): string {
  const rule = { id: RULE.id, version: RULE.version };
  const isFound = typeof source !== "number";
  const config = isFound && createHash("sha256").update(source).digest("hex").slice(0, 16);
  const told = JSON.stringify({ rule, module: VERSION, ...(config !== false && { config }) });
  return `keyward: ${told}${isFound ? "" : `, no configuration found in ${source} opened directories`}\n`;
}
