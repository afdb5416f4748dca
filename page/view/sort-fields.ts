/** Fields for the order: for orders without a column, and for narrow screens, where the table has no heads. */
import { naturalOrder, ORDERS, type OrderId, type Sort } from "../model/sort.js";
import { byId, element } from "./dom.js";

export class SortFields {
  readonly #column = byId("sort-column", HTMLSelectElement);
  readonly #order = byId("sort-order", HTMLSelectElement);

  constructor(sort: (sort: Sort) => void) {
    this.#column.append(...ORDERS.map(({ id, label }) => element("option", { value: id }, label)));
    const changed = (descending: (column: OrderId) => boolean): void => {
      const column = ORDERS.find(({ id }) => id === this.#column.value);
      if (column !== undefined) sort({ column: column.id, descending: descending(column.id) });
    };
    this.#column.addEventListener("change", () => {
      changed((column) => naturalOrder(column).descending);
    });
    this.#order.addEventListener("change", () => {
      changed(() => this.#order.value === "descending");
    });
  }

  render({ column, descending }: Sort): void {
    this.#column.value = column;
    this.#order.value = descending ? "descending" : "ascending";
  }
}
