/** The findings with their filters and order: one choice, from which every part of the page is drawn. */
import { binsOf, extentOf, within } from "./model/bins.js";
import {
  readChoice,
  toggled,
  toggledAlone,
  withRange,
  writeChoice,
  type Choice,
  type Filters,
} from "./model/filters.js";
import { textOf, type Facet, type Row } from "./model/row.js";
import { select, type Selection } from "./model/select.js";
import { naturalOrder, sorted, type ColumnId, type Sort } from "./model/sort.js";
import { arrange } from "./view/arrange.js";
import { byId } from "./view/dom.js";
import { FilterBar, filtersText } from "./view/filter-bar.js";
import { Pager } from "./view/pager.js";
import { counted, count } from "./view/shown.js";
import { SortFields } from "./view/sort-fields.js";
import { Table } from "./view/table.js";
import { Timeline } from "./view/timeline.js";
import { Top } from "./view/tops.js";
import { VerdictButtons } from "./view/verdicts.js";

const PAGE_SIZE = 50;
/** Maximum number of rows on paper, where there are no pages. */
const PRINTED = 1000;

const TOPS: readonly { facet: Facet; noun: readonly [string, string] }[] = [
  { facet: "actor", noun: ["actor", "actors"] },
  { facet: "key", noun: ["key", "keys"] },
  { facet: "account", noun: ["account", "accounts"] },
  { facet: "exception", noun: ["exception", "exceptions"] },
];

export class Explorer {
  readonly #rows: readonly Row[];
  readonly #verdicts: VerdictButtons;
  readonly #timeline: Timeline | undefined;
  readonly #tops: readonly Top[];
  readonly #bar: FilterBar;
  readonly #sortFields: SortFields;
  readonly #table: Table;
  readonly #pager: Pager;
  readonly #status = byId("status", HTMLElement);
  #choice: Choice;
  #sorted: { sort: Sort; rows: readonly Row[] } | undefined;
  #selected: { filters: Filters; ordered: readonly Row[]; selection: Selection } | undefined;
  #isPrinting = false;

  /** `now`: the time left counts from it; milliseconds since 1970. */
  constructor(rows: readonly Row[], now: number) {
    this.#rows = rows;
    const present = (facet: Facet): Set<string> => new Set(rows.map((row) => row.facets[facet]));
    this.#verdicts = new VerdictButtons(byId("verdicts", HTMLElement), present("verdict"), (verdict) => {
      this.#filter(toggled(this.#choice.filters, "verdict", verdict));
    });
    const extent = extentOf(rows);
    const hasTimeline = extent !== undefined && binsOf(rows, extent).filter((bin) => bin.count > 0).length > 1;
    byId("timeline", HTMLElement).hidden = !hasTimeline;
    this.#timeline = hasTimeline
      ? new Timeline(extent, (range) => {
          this.#filter(withRange(this.#choice.filters, range));
        })
      : undefined;
    for (const { facet } of TOPS) byId(`top-${facet}`, HTMLElement).hidden = !hasChoice(facet, present(facet));
    this.#tops = TOPS.map(
      ({ facet, noun }) =>
        new Top(byId(`top-${facet}-list`, HTMLElement), facet, noun, (value) => {
          this.#filter(toggledAlone(this.#choice.filters, facet, value));
        }),
    );
    this.#bar = new FilterBar((filters) => {
      this.#filter(filters);
    });
    const sort = (order: Sort): void => {
      this.#set({ ...this.#choice, sort: order, page: 0 });
    };
    this.#sortFields = new SortFields(sort);
    this.#table = new Table((column) => {
      sort(nextSort(this.#choice.sort, column));
    }, now);
    this.#pager = new Pager((page) => {
      this.#set({ ...this.#choice, page });
    });
    arrange();
    this.#choice = this.#readAddress();
    this.#listen();
    this.#render();
  }

  #filter(filters: Filters): void {
    this.#set({ ...this.#choice, filters, page: 0 });
  }

  #set(choice: Choice): void {
    this.#choice = choice;
    const text = writeChoice(choice);
    // Not `location.hash`: each keystroke would be a step back.
    history.replaceState(null, "", text === "" ? location.pathname + location.search : `#${text}`);
    this.#render();
  }

  #readAddress(): Choice {
    const choice = readChoice(location.hash.slice(1));
    const extent = extentOf(this.#rows);
    const { range } = choice.filters;
    if (range === undefined) return choice;
    return { ...choice, filters: withRange(choice.filters, extent && within(range, extent)) };
  }

  #listen(): void {
    const prepare = (): void => {
      for (const row of this.#rows) textOf(row);
    };
    // Prepares the texts before the first word is typed.
    byId("search", HTMLInputElement).addEventListener("focus", prepare, { once: true });
    addEventListener("hashchange", () => {
      this.#choice = this.#readAddress();
      this.#render();
    });
    addEventListener("beforeprint", () => {
      this.#isPrinting = true;
      this.#render();
    });
    addEventListener("afterprint", () => {
      this.#isPrinting = false;
      this.#render();
    });
  }

  #render(): void {
    const { filters, sort } = this.#choice;
    const ordered = this.#ordered(sort);
    if (this.#selected?.filters !== filters) {
      this.#selected = { filters, ordered, selection: select(ordered, filters) };
      this.#renderFilters(filters, this.#selected.selection);
    } else if (this.#selected.ordered !== ordered) {
      const left = new Set(this.#selected.selection.rows);
      const rows = ordered.filter((row) => left.has(row));
      this.#selected = { filters, ordered, selection: { ...this.#selected.selection, rows } };
    }
    this.#sortFields.render(sort);
    this.#renderRows(this.#selected.selection.rows);
  }

  /** Draws what depends on filters, but not on order and page. */
  #renderFilters(filters: Filters, selection: Selection): void {
    this.#verdicts.render(filters, selection);
    this.#timeline?.render(selection.rows, filters.range);
    for (const top of this.#tops) top.render(filters, selection);
    this.#bar.render(filters, selection);
    this.#renderStatus(selection.rows.length, selection.untimed);
  }

  #renderRows(rows: readonly Row[]): void {
    const size = this.#isPrinting ? PRINTED : PAGE_SIZE;
    const last = Math.max(0, Math.ceil(rows.length / size) - 1);
    const current = this.#isPrinting ? 0 : Math.min(this.#choice.page, last);
    const visible = rows.slice(current * size, (current + 1) * size);
    this.#table.render(visible, this.#choice.sort);
    this.#pager.render(current, last);
    byId("none-left", HTMLElement).hidden = rows.length > 0;
    byId("printed", HTMLElement).textContent = printedText(visible.length, rows.length, this.#choice.filters);
  }

  /** Returns all rows in an order, sorted only once: filters keep the order. */
  #ordered(sort: Sort): readonly Row[] {
    if (this.#sorted?.sort !== sort) this.#sorted = { sort, rows: sorted(this.#rows, sort) };
    return this.#sorted.rows;
  }

  #renderStatus(left: number, untimed: number): void {
    const all = this.#rows.length;
    const text = left === all ? counted(all, "finding") : `${count(left)} of ${counted(all, "finding")}`;
    const without = untimed > 0 ? `; ${counted(untimed, "finding")} without a readable time left out` : "";
    if (this.#status.textContent !== text + without) this.#status.textContent = text + without;
  }
}

/** Reports whether a list of values offers a choice. */
function hasChoice(facet: Facet, names: ReadonlySet<string>): boolean {
  // Having no exception is not an entry.
  return names.size - (facet === "exception" && names.has("") ? 1 : 0) > 1;
}

/** Returns the order after a click on a column's head. */
function nextSort(sort: Sort, column: ColumnId): Sort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return naturalOrder(column);
}

function printedText(visible: number, left: number, filters: Filters): string {
  const rest =
    left > visible ? `The first ${count(visible)} of ${count(left)} findings are printed; filters select others.` : "";
  return `${filtersText(filters)} ${rest}`.trim();
}
