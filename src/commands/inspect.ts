import { createHash } from "node:crypto";
import { embeddedConfig } from "../config/embed.js";
import { hostOf, hostTitle, VERSION_SECTION, type HostName } from "../hosts/module-kinds.js";
import { compileAny, ModuleError } from "../module.js";
import { readModule } from "../module-files.js";
import { embeddedRule, type EmbeddedRule } from "../rules/embed-table.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { Messages } from "../terminal/messages.js";
import { customSection, readSections } from "../wasm-sections.js";
import { print } from "./print.js";
import { runCommand } from "./run-command.js";
import { MODULES } from "../messages/modules.js";

export interface InspectOptions {
  /** As one JSON object. */
  json?: boolean;
}

/** A module's own information; sizes in bytes, checksums SHA-256 in hex. */
export interface Inspection {
  /** The path as given. */
  module: string;
  bytes: number;
  sha256: string;
  host: HostName;
  /** Keyward's version; null if the module does not have it. */
  version: string | null;
  rule: EmbeddedRule;
  /** Its configuration, with the text as it is in the module; null if it has none. */
  config: { bytes: number; sha256: string; text: string } | null;
}

/** The first bytes of every WASM binary. */
const MAGIC = Buffer.from("\0asm");

/** `keyward inspect`: says what a module is, and which configuration it has. Resolves to the exit code. */
export async function inspect(path: string, { json = false }: InspectOptions = {}): Promise<number> {
  return runCommand(new Messages(), async () => {
    const { name, bytes } = await readModule(path);
    const inspection = await inspectModule(name, bytes);
    return print(json ? `${JSON.stringify(inspection, null, 2)}\n` : textOf(inspection));
  });
}

/** Inspects a module. Rejects with a ModuleError that says what the file is, if it is not a Keyward module. */
export async function inspectModule(name: string, bytes: Uint8Array): Promise<Inspection> {
  if (!MAGIC.equals(bytes.subarray(0, MAGIC.length))) throw new ModuleError(`${name}: ${MODULES.noWasmFile}`);
  const host = hostOf(await compileAny(name, bytes));
  if (host === undefined) throw new ModuleError(`${name}: ${MODULES.notKeywards}`);
  const config = embeddedConfig(name, bytes);
  return {
    module: name,
    bytes: bytes.length,
    sha256: sha256(bytes),
    host,
    version: customSection(readSections(bytes), VERSION_SECTION)?.toString() ?? null,
    rule: ruleOf(name, bytes),
    config:
      config === undefined
        ? null
        : { bytes: config.length, sha256: sha256(config), text: Buffer.from(config).toString() },
  };
}

function ruleOf(name: string, bytes: Uint8Array): EmbeddedRule {
  try {
    return embeddedRule(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ModuleError(`${name}: ${MODULES.noRule(error.message)}`, { cause: error });
  }
}

function textOf({ module, bytes, sha256, host, version, rule, config }: Inspection): string {
  const lines = [
    `module   ${module}, ${bytes} bytes, sha256 ${sha256}`,
    `host     ${hostTitle(host)} (${host})`,
    `version  ${version ?? "not stated"}`,
    `rule     ${rule.name}, version ${rule.version}, ${rule.id}`,
  ];
  if (config === null) {
    lines.push("carries  no configuration");
  } else {
    lines.push(`carries  a configuration of ${config.bytes} bytes, sha256 ${config.sha256}`);
    // Line by line: an escaped newline would run them together.
    lines.push(...config.text.trimEnd().split("\n"));
  }
  return lines.map((line) => `${escapeForTerminal(line)}\n`).join("");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
