/** The order as fields, for narrow screens, where the table has no heads. */
import { COLUMNS, type Sort } from "../model/sort.js";
import { byId, element } from "./dom.js";

export class SortFields {
  readonly #column = byId("sort-column", HTMLSelectElement);
  readonly #order = byId("sort-order", HTMLSelectElement);

  constructor(sort: (sort: Sort) => void) {
    this.#column.append(...COLUMNS.map(({ id, label }) => element("option", { value: id }, label)));
    const changed = (): void => {
      const column = COLUMNS.find(({ id }) => id === this.#column.value);
      if (column !== undefined) sort({ column: column.id, descending: this.#order.value === "descending" });
    };
    this.#column.addEventListener("change", changed);
    this.#order.addEventListener("change", changed);
  }

  render({ column, descending }: Sort): void {
    this.#column.value = column;
    this.#order.value = descending ? "descending" : "ascending";
  }
}
