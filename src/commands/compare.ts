import { STANDARD_INPUT } from "../input/input.js";
import { OptionError } from "../scan/options.js";
import type { ConfigOptions } from "./config-option.js";
import { HIDDEN } from "./file-line.js";

/** Stands between the two words after `--compare`, of which commander takes one. */
const BETWEEN = HIDDEN;

export interface CompareOptions {
  /** Two configurations. */
  compare?: string;
  /** Whether to exit with 1 when a verdict changes. */
  failOnChange?: boolean;
}

/** The options that do not go with `--compare`. */
interface OtherOptions extends CompareOptions, ConfigOptions {
  failOnMatch?: boolean;
  verdict?: readonly string[];
  sort: string;
  limit?: string;
  totals: boolean;
  format: string;
}

/** The words of a command line in which `--compare OLD NEW` are two. */
export function joinCompared(words: readonly string[]): string[] {
  const at = words.indexOf("--compare") + 1;
  const [before, after] = words.slice(at, at + 2);
  const isPair =
    at > 0 && before !== undefined && after !== undefined && !before.startsWith("-") && !after.startsWith("-");
  return isPair ? [...words.slice(0, at), before + BETWEEN + after, ...words.slice(at + 2)] : [...words];
}

/** The two configurations to compare; undefined where nothing is to be compared. Throws an OptionError. */
export function comparedConfigs(paths: readonly string[], options: OtherOptions): [string, string] | undefined {
  const { compare, failOnChange, format } = options;
  if (compare === undefined) {
    if (failOnChange === true)
      throw new OptionError("--fail-on-change", "a scan without --compare", "with --compare OLD NEW");
    return undefined;
  }
  const [before, after] = compare.split(BETWEEN);
  if (before === undefined || after === undefined) {
    throw new OptionError("--compare", "one configuration", "two: --compare OLD NEW");
  }
  const other = othersGiven(options)[0];
  if (other !== undefined) throw new OptionError("--compare", other, "OLD, NEW, what is read, and --fail-on-change");
  if (format !== "table" && format !== "json") {
    throw new OptionError("--format", format, "table, json (with --compare)");
  }
  if (paths.includes(STANDARD_INPUT)) {
    throw new OptionError("--compare", "standard input", "files and folders, which are read twice");
  }
  return [before, after];
}

/** The options that say what is made of a scan of one configuration. */
function othersGiven({ config, module, failOnMatch, verdict, sort, limit, totals }: OtherOptions): string[] {
  const given: Record<string, boolean> = {
    "--config": config !== undefined,
    "--module": module !== undefined,
    "--fail-on-match": failOnMatch === true,
    // Of a finding with that verdict in one of the two the other verdict would not be known.
    "--verdict": verdict !== undefined,
    "--sort": sort !== "time",
    "--limit": limit !== undefined,
    "--no-totals": !totals,
  };
  return Object.keys(given).filter((name) => given[name]);
}
