/** Names with their values. */
import { element, type Child } from "./dom.js";

export function factsView(rows: readonly { label: string; value: Child }[]): HTMLElement {
  return element(
    "dl",
    { class: "facts" },
    ...rows.map(({ label, value }) => element("div", {}, element("dt", {}, label), element("dd", {}, value))),
  );
}
