import { STANDARD_INPUT } from "../input/input.js";
import { OptionError } from "../scan/options.js";
import type { ConfigOptions } from "./config-option.js";
import { HIDDEN } from "./file-line.js";
import { SCANS } from "../messages/scans.js";

/** Joins the two arguments after `--compare`, of which commander takes only one. */
const BETWEEN = HIDDEN;

export interface CompareOptions {
  /** Two configurations. */
  compare?: string;
  /** Whether to exit with 1 if a verdict changes. */
  failOnChange?: boolean;
}

/** Options that cannot be combined with `--compare`. */
interface OtherOptions extends CompareOptions, ConfigOptions {
  failOnMatch?: boolean;
  verdict?: readonly string[];
  sort: string;
  limit?: string;
  totals: boolean;
  format: string;
}

/** Joins the two arguments of `--compare OLD NEW`. */
export function joinCompared(words: readonly string[]): string[] {
  const at = words.indexOf("--compare") + 1;
  const [before, after] = words.slice(at, at + 2);
  const isPair =
    at > 0 && before !== undefined && after !== undefined && !before.startsWith("-") && !after.startsWith("-");
  return isPair ? [...words.slice(0, at), before + BETWEEN + after, ...words.slice(at + 2)] : [...words];
}

/** Returns the two configurations to compare; undefined without `--compare`. Throws an OptionError. */
export function comparedConfigs(paths: readonly string[], options: OtherOptions): [string, string] | undefined {
  const { compare, failOnChange, format } = options;
  if (compare === undefined) {
    if (failOnChange === true) throw new OptionError("--fail-on-change", SCANS.withoutCompare, SCANS.withCompare);
    return undefined;
  }
  const [before, after] = compare.split(BETWEEN);
  if (before === undefined || after === undefined) {
    throw new OptionError("--compare", SCANS.oneConfiguration, SCANS.twoConfigurations);
  }
  const other = othersGiven(options)[0];
  if (other !== undefined) throw new OptionError("--compare", other, SCANS.whatComparesTakes);
  if (format !== "table" && format !== "json") {
    throw new OptionError("--format", format, SCANS.tableOrJson);
  }
  if (paths.includes(STANDARD_INPUT)) {
    throw new OptionError("--compare", SCANS.standardInput, SCANS.filesAndFolders);
  }
  return [before, after];
}

/** Returns the given options that only apply to a scan with one configuration. */
function othersGiven({ config, module, failOnMatch, verdict, sort, limit, totals }: OtherOptions): string[] {
  const given: Record<string, boolean> = {
    "--config": config !== undefined,
    "--module": module !== undefined,
    "--fail-on-match": failOnMatch === true,
    // A finding with that verdict on only one side would lack the other side's verdict.
    "--verdict": verdict !== undefined,
    "--sort": sort !== "time",
    "--limit": limit !== undefined,
    "--no-totals": !totals,
  };
  return Object.keys(given).filter((name) => given[name]);
}
