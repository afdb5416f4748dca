/** Compares the filter `alert` with the oracle, one record at a time. */
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { modulePath } from "#keyward/hosts/module-kinds.js";
import { instantiateModule, type CompiledModule, type InstanceOptions } from "#keyward/module.js";
import { compileSync } from "#keyward/module-files.js";
import { alertOf, type Alert } from "../oracle/alert.js";
import { checkAlert } from "../oracle/check-alert.js";
import { judge, type Policy } from "../oracle/rule.js";
import { showRecord } from "./compare.js";

/** What happened to a record: it led to an alert, to one about a record that could not be judged, or it was dropped. */
export type Fate = "match" | "possible" | "unread" | "dropped";

export class AlertHost {
  readonly #host: FluentBitHost;
  readonly #policy: Policy | undefined;

  /** `policy`: that of the configuration in `options`. */
  constructor(
    options: InstanceOptions = {},
    policy?: Policy,
    compiled: CompiledModule = compileSync(modulePath("alert")),
  ) {
    this.#host = new FluentBitHost(instantiateModule(compiled, options));
    this.#policy = policy;
  }

  /** Returns what the module does wrong with the next record; `problem` is undefined if it agrees with the oracle. */
  next(record: Uint8Array): { fate: Fate; expected: Alert | undefined; problem: string | undefined } {
    const expected = alertOf(record, judge(record, this.#policy, true));
    const result = this.#host.filter("alert", record);
    const verdict = expected && (JSON.parse(expected.keyward) as { verdict: Fate }).verdict;
    const fate = verdict ?? "dropped";
    const problems =
      result.outcome === "modified"
        ? expected === undefined
          ? ["it is to be dropped"]
          : checkAlert(result.record, expected)
        : result.outcome === "dropped" && result.reason === "null" && expected === undefined
          ? []
          : [`${result.outcome}, and it is to be ${fate}`];
    const problem = problems.length === 0 ? undefined : `${problems.join("\n  ")}\n  ${showRecord(record)}`;
    return { fate, expected, problem };
  }
}
