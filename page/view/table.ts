/** The table of findings, one page at a time; each row opens to its guide. */
import { COLUMNS, type ColumnId, type OrderId, type Sort } from "../model/sort.js";
import type { Row } from "../model/row.js";
import { deadlineView } from "./deadline.js";
import { button, byId, element, replaceKeepingFocus, type Child } from "./dom.js";
import { guideView } from "./guide-view.js";
import { accountIn, plain, shortArn, shown, shownWithTimes } from "./shown.js";
import { placeView, value } from "./values.js";
import { timeView } from "./times.js";
import { verdictLabel } from "./verdicts.js";

export class Table {
  readonly #body = byId("rows", HTMLElement);
  readonly #heads: readonly { id: ColumnId; head: HTMLElement }[];
  readonly #open = new Set<number>();
  readonly #now: number;

  /** `now`: the time left counts from it; milliseconds since 1970. */
  constructor(sort: (column: ColumnId) => void, now: number) {
    this.#now = now;
    this.#heads = COLUMNS.map(({ id, label }) => {
      const control = button(
        { class: "sort" },
        () => {
          sort(id);
        },
        label,
      );
      return { id, head: element("th", { scope: "col", class: `column-${id}`, role: "columnheader" }, control) };
    });
    byId("heads", HTMLElement).append(...this.#heads.map(({ head }) => head));
  }

  render(rows: readonly Row[], sort: Sort): void {
    for (const { id, head } of this.#heads) {
      if (id === sort.column) head.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    replaceKeepingFocus(
      this.#body,
      rows.flatMap((row) => this.#rowsOf(row)),
    );
  }

  /** Returns a finding's row and, while it is open, the row below with its guide. */
  #rowsOf(row: Row): HTMLElement[] {
    const isOpen = this.#open.has(row.order);
    const line = element("tr", { class: "finding", role: "row", "data-verdict": row.finding.verdict });
    const guideId = `guide-${row.order}`;
    const toggle = button(
      {
        class: "open",
        "data-key": guideId,
        "aria-expanded": String(isOpen),
        "aria-controls": isOpen ? guideId : undefined,
      },
      () => {
        this.#toggle(row, line, toggle);
      },
      element("span", { class: "unseen" }, `Triage of ${plain(row.finding.action ?? "the event")} at `),
      timeCell(row),
    );
    line.append(...cellsOf(row, toggle));
    line.addEventListener("click", (event) => {
      // Ignores clicks on a control, and clicks that end a text selection.
      if (event.target instanceof Element && event.target.closest("button") !== null) return;
      if (getSelection()?.isCollapsed === false) return;
      this.#toggle(row, line, toggle);
    });
    return isOpen ? [line, this.#guideRow(row, guideId)] : [line];
  }

  #toggle(row: Row, line: HTMLElement, toggle: HTMLElement): void {
    const guideId = `guide-${row.order}`;
    const isOpen = !this.#open.delete(row.order);
    if (isOpen) {
      this.#open.add(row.order);
      line.after(this.#guideRow(row, guideId));
      toggle.setAttribute("aria-controls", guideId);
    } else {
      document.getElementById(guideId)?.remove();
      toggle.removeAttribute("aria-controls");
    }
    toggle.setAttribute("aria-expanded", String(isOpen));
  }

  #guideRow({ finding, status }: Row, id: string): HTMLElement {
    const cell = element("td", { colspan: COLUMNS.length, role: "cell" }, guideView(finding, this.#now, status));
    return element("tr", { id, class: "guide-row", role: "row" }, cell);
  }
}

function timeCell({ time, finding }: Row): HTMLElement {
  if (time !== undefined) return timeView(time);
  return element("span", {}, finding.time === undefined ? "no time" : shown(finding.time));
}

function cellsOf({ finding, facets, status, deadline }: Row, toggle: HTMLElement): HTMLElement[] {
  const verdict = element("span", {}, verdictLabel(finding.verdict));
  if (finding.seen > 1)
    verdict.append(
      element("span", { class: "seen" }, ` ×${finding.seen}`, element("span", { class: "unseen" }, " found")),
    );
  const actorAccount = accountIn(facets.actor);
  const fields: Partial<Record<OrderId, readonly Child[]>> = {
    time: [toggle],
    place: [placeView(finding)],
    verdict: [verdict],
    action: [value(facets.action)],
    deadline: deadline === undefined ? [element("span", { class: "none" }, "none")] : deadlineView(deadline),
    state: stateView(finding, status),
    key: [value(facets.key, shortArn(facets.key))],
    actor: [
      value(facets.actor, shortArn(facets.actor)),
      ...(actorAccount === undefined ? [] : [element("span", { class: "below" }, "of account ", actorAccount)]),
    ],
    account: [value(facets.account)],
    region: [value(facets.region)],
  };
  return COLUMNS.map(({ id, label, below }) =>
    element(
      "td",
      { class: `column-${id}`, role: "cell" },
      element("span", { class: "cell-label", "aria-hidden": "true" }, label),
      element(
        "div",
        { class: "cell" },
        element("div", { "data-field": id }, ...(fields[id] ?? [])),
        ...(below === undefined
          ? []
          : [element("div", { class: "below", "data-field": below }, ...(fields[below] ?? []))]),
      ),
    ),
  );
}

/** Returns what the logs say about the key, and up to when; empty for a failed call. */
function stateView({ verdict }: Row["finding"], status: Row["status"]): Child[] {
  if (status === undefined)
    return [element("span", { class: "none" }, verdict === "denied" ? "as before" : "not known")];
  const { state, as_of } = status;
  return [
    element("span", { class: "value" }, state),
    ...(as_of === undefined ? [] : [element("span", { class: "below" }, "as of ", shownWithTimes(as_of))]),
  ];
}
