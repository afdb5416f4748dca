/** The modules of a scan: one judges, the other remembers. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { configuredModule, type NamedConfig } from "../config/config-file.js";
import { embedConfig, embeddedConfig } from "../config/embed.js";
import { withKeyEventsRule } from "./key-events-rule.js";
import { builtCore, compileModule, CORE_MODULE, readModule } from "../module-files.js";
import type { CompiledModule } from "../module.js";
import type { ReportedConfig } from "../report/report.js";

export interface ScanModules {
  /** Judges each event by itself, by a rule that names all key events. */
  judging: CompiledModule;
  /** The settings of `judging`, if there is a configuration. */
  settings?: Uint8Array;
  /** Has the settings that depend on earlier events, if the configuration has any. */
  remembering: CompiledModule | undefined;
  /** Their configuration. */
  config?: ReportedConfig;
}

/** Rejects with a ModuleError, or with a ConfigError if the configuration is invalid. */
export async function loadModules(named: NamedConfig | undefined): Promise<ScanModules> {
  const plain = withKeyEventsRule((await readModule(CORE_MODULE)).bytes);
  if (named === undefined) {
    return { judging: await compileModule(plain, CORE_MODULE), remembering: undefined };
  }
  const { name, bytes } = await configuredModule(named, { source: CORE_MODULE });
  const config = embeddedConfig(name, bytes) ?? Buffer.from("{}");
  const { stateless, remembered } = splitConfig(config);
  const withConfig = (part: Uint8Array): Promise<CompiledModule> => compileModule(embedConfig(name, plain, part), name);
  return {
    judging: await withConfig(stateless),
    settings: stateless,
    remembering: remembered && (await withConfig(remembered)),
    config: reportedConfig(named.name, config),
  };
}

/** Compiles the module with the built-in rule and these settings, synchronously. Throws a ModuleError. */
export function builtInRule(settings: Uint8Array | undefined): CompiledModule {
  if (settings === undefined) return builtCore();
  const bytes = embedConfig(CORE_MODULE, readFileSync(CORE_MODULE), settings);
  return { name: CORE_MODULE, module: new WebAssembly.Module(Uint8Array.from(bytes)) };
}

/** @param config a valid one */
function reportedConfig(file: string, config: Uint8Array): ReportedConfig {
  const { exceptions = [] } = JSON.parse(Buffer.from(config).toString()) as Partial<ReportedConfig>;
  return { file, sha256: createHash("sha256").update(config).digest("hex"), exceptions };
}

/** Settings that depend on earlier events. */
const REMEMBERED = ["duplicates", "cap", "escalate"];
/** Other settings that affect what a match is worth. */
const WORTH = ["tag", "severity", "risk_score"];

export interface SplitConfig {
  /** For any number of instances. */
  stateless: Uint8Array;
  /** For one instance that sees all matches in the order of their times; undefined if nothing is remembered. */
  remembered: Uint8Array | undefined;
}

/** @param config a valid one */
export function splitConfig(config: Uint8Array): SplitConfig {
  const members = Object.entries(JSON.parse(Buffer.from(config).toString()) as Record<string, unknown>);
  const isRemembered = ([name]: [string, unknown]): boolean => REMEMBERED.includes(name);
  const remembered = members.filter((member) => isRemembered(member) || WORTH.includes(member[0]));
  return {
    stateless: textOf(members.filter((member) => !isRemembered(member))),
    remembered: members.some(isRemembered) ? textOf(remembered) : undefined,
  };
}

function textOf(members: [string, unknown][]): Uint8Array {
  return Buffer.from(JSON.stringify(Object.fromEntries(members)));
}
