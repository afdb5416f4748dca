/** The filter fields above the table, and the list of all active filters. */
import { isFiltered, NO_FILTERS, toggled, withRange, withValues, type Filters } from "../model/filters.js";
import { FACETS, type Facet } from "../model/row.js";
import type { Selection } from "../model/select.js";
import { button, byId, element, replaceKeepingFocus, type Child } from "./dom.js";
import { accountIn, plain, shortArn, shown } from "./shown.js";
import { rangeText } from "./times.js";

/** Delay after the last keystroke, in milliseconds. */
const TYPING_PAUSE = 120;
const SELECTS = ["action", "state", "account", "region"] as const;
/** Cannot be a value of a select. */
const ALL = "all";

export class FilterBar {
  readonly #search = byId("search", HTMLInputElement);
  readonly #selects = SELECTS.map((facet) => ({ facet, control: byId(`filter-${facet}`, HTMLSelectElement) }));
  readonly #chips = byId("chips", HTMLElement);
  readonly #change: (filters: Filters) => void;
  #filters = NO_FILTERS;
  #pending: ReturnType<typeof setTimeout> | undefined;

  constructor(change: (filters: Filters) => void) {
    this.#change = change;
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#pending);
      this.#pending = setTimeout(() => {
        this.#pending = undefined;
        change({ ...this.#filters, text: this.#search.value });
      }, TYPING_PAUSE);
    });
    for (const { facet, control } of this.#selects) {
      control.addEventListener("change", () => {
        const value = control.value;
        change(withValues(this.#filters, facet, value === ALL ? [] : [value.slice(1)]));
      });
    }
  }

  render(filters: Filters, { totals }: Selection): void {
    this.#filters = filters;
    if (this.#pending === undefined && this.#search.value !== filters.text) this.#search.value = filters.text;
    for (const { facet, control } of this.#selects) {
      const names = new Set([...totals[facet].map(({ name }) => name), ...filters.values[facet]]);
      const options = [...names].sort().map((name) => element("option", { value: `=${name}` }, plain(labelOf(name))));
      control.replaceChildren(element("option", { value: ALL }, "All"), ...options);
      const [value] = filters.values[facet];
      control.value = value === undefined ? ALL : `=${value}`;
    }
    replaceKeepingFocus(this.#chips, this.#chipsOf(filters));
  }

  #chipsOf(filters: Filters): Child[] {
    if (!isFiltered(filters)) return [];
    const chips: Child[] = [];
    const add = (name: string, value: string, without: Filters): void => {
      const remove = (): void => {
        this.#change(without);
        // The chip is gone with its filter; the focus moves to the search field, next to what changed.
        this.#search.focus({ preventScroll: true });
      };
      const words = [`${name}: `, shown(value), element("span", { class: "chip-cross", "aria-hidden": "true" }, "×")];
      chips.push(
        element("li", {}, button({ class: "chip" }, remove, element("span", { class: "unseen" }, "Remove "), ...words)),
      );
    };
    if (filters.text.trim() !== "") add("text", filters.text, { ...filters, text: "" });
    if (filters.range !== undefined) add("time", rangeText(filters.range), withRange(filters, undefined));
    for (const facet of FACETS) {
      for (const value of filters.values[facet]) add(facet, chipOf(value), toggled(filters, facet, value));
    }
    chips.push(
      element(
        "li",
        {},
        button(
          { class: "quiet" },
          () => {
            this.#change(NO_FILTERS);
            this.#search.focus({ preventScroll: true });
          },
          "Clear all filters",
        ),
      ),
    );
    return chips;
  }
}

/** Shortens a value to what distinguishes it, including actors and keys of other accounts. */
function chipOf(value: string): string {
  const account = accountIn(value);
  return account === undefined ? labelOf(shortArn(value)) : `${shortArn(value)} of ${account}`;
}

function labelOf(name: string): string {
  return name === "" ? "not said" : name;
}

/** Returns the same list for paper, in a sentence. */
export function filtersText(filters: Filters): string {
  const parts: string[] = [];
  if (filters.text.trim() !== "") parts.push(`text "${filters.text}"`);
  if (filters.range !== undefined) parts.push(rangeText(filters.range));
  const name = (facet: Facet, value: string): string => `${facet} ${labelOf(value)}`;
  for (const facet of FACETS) parts.push(...filters.values[facet].map((value) => name(facet, value)));
  return parts.length === 0 ? "" : `Filtered by ${plain(parts.join("; "))}.`;
}
