/** The verdicts: their words, and the buttons that show or hide them, which are also the timeline's legend. */
import { VERDICTS, type Verdict } from "../../src/engine/finding.js";
import type { Filters } from "../model/filters.js";
import type { Selection } from "../model/select.js";
import { button, element, replaceKeepingFocus } from "./dom.js";
import { count } from "./shown.js";

/** The meaning of each verdict, as in docs/reference/configuration.md. */
export const MEANINGS: Readonly<Record<Verdict, string>> = {
  match: "to look at",
  possible: "at a path that Keyward does not know",
  capped: "a match, one too many",
  duplicate: "came before",
  suppressed: "an exception expects it",
  denied: "the call failed",
};

/** Shows a verdict with its sign: word, pattern and color. */
export function verdictLabel(verdict: Verdict): HTMLElement {
  return element("span", { class: "verdict", "data-verdict": verdict }, swatch(verdict), verdict);
}

export function swatch(verdict: Verdict): HTMLElement {
  return element("span", { class: "swatch", "data-verdict": verdict, "aria-hidden": "true" });
}

export class VerdictButtons {
  readonly #container: HTMLElement;
  readonly #present: readonly Verdict[];
  readonly #toggle: (verdict: Verdict) => void;

  /** `present`: the verdicts in the report; if there is only one, the headline is enough. */
  constructor(container: HTMLElement, present: ReadonlySet<string>, toggle: (verdict: Verdict) => void) {
    this.#container = container;
    this.#present = VERDICTS.filter((verdict) => present.has(verdict));
    container.hidden = this.#present.length < 2;
    this.#toggle = toggle;
  }

  render(filters: Filters, { totals }: Selection): void {
    const chosen = filters.values.verdict;
    const counts = new Map(totals.verdict.map((total) => [total.name, total.count]));
    const buttons = this.#present.map((verdict) =>
      button(
        {
          class: "pill",
          "data-verdict": verdict,
          "data-key": verdict,
          "aria-pressed": String(chosen.includes(verdict)),
        },
        () => {
          this.#toggle(verdict);
        },
        swatch(verdict),
        element("span", { class: "pill-name" }, verdict),
        element("span", { class: "pill-count" }, count(counts.get(verdict) ?? 0)),
        element("span", { class: "pill-meaning" }, MEANINGS[verdict]),
      ),
    );
    replaceKeepingFocus(this.#container, buttons);
  }
}
