/** The reader's choice of what to see, and its form after the `#` of the page's address. */
import { FACETS, type Facet } from "./row.js";
import { DEFAULT_SORT, ORDERS, type Sort } from "./sort.js";

/** A time range in milliseconds since 1970; the end is exclusive. */
export interface Range {
  from: number;
  to: number;
}

export interface Filters {
  /** Words that a finding must all contain. */
  text: string;
  /** The values that are shown; empty: all. */
  values: Readonly<Record<Facet, readonly string[]>>;
  range?: Range;
}

export interface Choice {
  filters: Filters;
  sort: Sort;
  /** From 0. */
  page: number;
}

export const NO_FILTERS: Filters = {
  text: "",
  values: { verdict: [], action: [], state: [], account: [], region: [], actor: [], key: [], exception: [] },
};

export function isFiltered({ text, values, range }: Filters): boolean {
  return text.trim() !== "" || range !== undefined || FACETS.some((facet) => values[facet].length > 0);
}

export function withValues(filters: Filters, facet: Facet, values: readonly string[]): Filters {
  return { ...filters, values: { ...filters.values, [facet]: values } };
}

/** Adds a value to those shown, or removes it. */
export function toggled(filters: Filters, facet: Facet, value: string): Filters {
  const values = filters.values[facet];
  return withValues(
    filters,
    facet,
    values.includes(value) ? values.filter((one) => one !== value) : [...values, value],
  );
}

/** Shows only this value, or all values if it already was the only one. */
export function toggledAlone(filters: Filters, facet: Facet, value: string): Filters {
  return withValues(filters, facet, filters.values[facet].includes(value) ? [] : [value]);
}

export function withRange({ text, values }: Filters, range: Range | undefined): Filters {
  return { text, values, ...(range !== undefined && { range }) };
}

/** Formats a choice as `q=…&verdict=match&from=…`, without defaults. */
export function writeChoice({ filters, sort, page }: Choice): string {
  const parts = new URLSearchParams();
  if (filters.text !== "") parts.set("q", filters.text);
  for (const facet of FACETS) for (const value of filters.values[facet]) parts.append(facet, value);
  if (filters.range !== undefined) {
    parts.set("from", new Date(filters.range.from).toISOString());
    parts.set("to", new Date(filters.range.to).toISOString());
  }
  if (sort.column !== DEFAULT_SORT.column || sort.descending !== DEFAULT_SORT.descending) {
    parts.set("sort", `${sort.descending ? "-" : ""}${sort.column}`);
  }
  if (page > 0) parts.set("page", String(page + 1));
  return parts.toString();
}

/** Parses a choice; what is not understood keeps its default. */
export function readChoice(text: string): Choice {
  const parts = new URLSearchParams(text);
  let filters = { ...NO_FILTERS, text: parts.get("q") ?? "" };
  for (const facet of FACETS) filters = withValues(filters, facet, parts.getAll(facet));
  const from = Date.parse(parts.get("from") ?? "");
  const to = Date.parse(parts.get("to") ?? "");
  const page = Number(parts.get("page") ?? 1);
  return {
    filters: from < to ? withRange(filters, { from, to }) : filters,
    sort: readSort(parts.get("sort") ?? ""),
    page: Number.isSafeInteger(page) && page > 0 ? page - 1 : 0,
  };
}

function readSort(text: string): Sort {
  const descending = text.startsWith("-");
  const column = ORDERS.find(({ id }) => id === (descending ? text.slice(1) : text));
  return column === undefined ? DEFAULT_SORT : { column: column.id, descending };
}
