/** The most frequent values: a bar for each, which filters by it. */
import { VERDICTS } from "../../src/engine/finding.js";
import type { Total } from "../../src/report/report.js";
import type { Filters } from "../model/filters.js";
import type { Facet } from "../model/row.js";
import type { Selection } from "../model/select.js";
import { button, element, replaceKeepingFocus, type Child } from "./dom.js";
import { accountIn, regionIn, count, counted, plain, shortArn, shown } from "./shown.js";

const FIRST = 6;
const MORE = 20;

export class Top {
  readonly #list: HTMLElement;
  readonly #facet: Facet;
  readonly #noun: readonly [one: string, many: string];
  readonly #toggle: (value: string) => void;
  #limit = FIRST;
  #again: () => void = () => undefined;

  constructor(list: HTMLElement, facet: Facet, noun: readonly [string, string], toggle: (value: string) => void) {
    this.#list = list;
    this.#facet = facet;
    this.#noun = noun;
    this.#toggle = toggle;
  }

  render(filters: Filters, { totals }: Selection): void {
    this.#again = () => {
      this.render(filters, { totals } as Selection);
    };
    const chosen = filters.values[this.#facet];
    // Having no exception is not an entry.
    const all = totals[this.#facet].filter(({ name }) => this.#facet !== "exception" || name !== "");
    // Selected values are always visible.
    const visible = [
      ...all.slice(0, this.#limit),
      ...all.slice(this.#limit).filter(({ name }) => chosen.includes(name)),
    ];
    const most = all[0]?.count ?? 1;
    const items: Child[] = visible.map((total) =>
      element("li", {}, this.#bar(total, most, chosen.includes(total.name))),
    );
    if (all.length > visible.length)
      items.push(element("li", { class: "more" }, this.#more(all.length - visible.length)));
    if (all.length === 0) items.push(element("li", { class: "nothing" }, `No ${this.#noun[1]}.`));
    replaceKeepingFocus(this.#list, items);
  }

  #bar(total: Total, most: number, isChosen: boolean): HTMLElement {
    const { name, verdicts } = total;
    const bar = element("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * total.count) / most}%`;
    for (const verdict of VERDICTS) {
      const part = verdicts[verdict] ?? 0;
      if (part === 0) continue;
      const piece = element("span", { "data-verdict": verdict });
      piece.style.flexGrow = String(part);
      bar.append(piece);
    }
    const label = name === "" ? element("em", {}, "not said") : shown(shortArn(name));
    const apart = this.#facet === "actor" ? accountIn(name) : this.#facet === "key" ? regionIn(name) : undefined;
    return button(
      {
        class: "top",
        "data-key": `=${name}`,
        "aria-pressed": String(isChosen),
        title: name === "" ? undefined : plain(name),
      },
      () => {
        this.#toggle(name);
      },
      element(
        "span",
        { class: "top-name" },
        element("span", { class: "top-label" }, label),
        ...(apart === undefined ? [] : [element("span", { class: "top-apart" }, ` ${apart}`)]),
      ),
      element(
        "span",
        { class: "top-count" },
        count(total.count),
        element("span", { class: "unseen" }, ` ${saying(total)}`),
      ),
      ...(most > 1 ? [bar] : []),
    );
  }

  #more(hidden: number): HTMLElement {
    return button(
      { class: "quiet", "data-key": "more" },
      () => {
        this.#limit += MORE;
        this.#again();
      },
      `Show more: ${counted(hidden, ...this.#noun)}`,
    );
  }
}

/** `findings: 3 match, 1 denied` */
function saying({ count: number, verdicts }: Total): string {
  const parts = VERDICTS.flatMap((verdict) =>
    verdicts[verdict] === undefined ? [] : [`${verdicts[verdict]} ${verdict}`],
  );
  return `${number === 1 ? "finding" : "findings"}: ${parts.join(", ")}`;
}
