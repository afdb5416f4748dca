/** The timeline: its bars, and all ways to zoom it (mouse, touch, buttons, dates, its table). */
import { VERDICTS } from "../../src/engine/finding.js";
import { binsOf, isSame, moved, stepOf, within, zoomed, type Bin } from "../model/bins.js";
import type { Range } from "../model/filters.js";
import type { Row } from "../model/row.js";
import { Chart } from "./chart.js";
import { button, byId, element, replaceKeepingFocus } from "./dom.js";
import { DragZone } from "./drag-zone.js";
import { counted } from "./shown.js";
import { endText, rangeText, readEnds, startText, stepText } from "./times.js";

const HINT = "Drag across the bars, or click one, to zoom in.";
/** Width of the chart on paper, in CSS pixels: A4 without margins. */
const PAPER = 690;

export class Timeline {
  readonly #chart: Chart;
  readonly #extent: Range;
  readonly #onZoom: (range: Range | undefined) => void;
  readonly #from = byId("from", HTMLInputElement);
  readonly #to = byId("to", HTMLInputElement);
  readonly #buttons: Readonly<Record<"in" | "out" | "earlier" | "later" | "all", HTMLButtonElement>>;
  readonly #readout = byId("readout", HTMLElement);
  readonly #canvas = byId("chart", HTMLElement);
  #range: Range;

  /** `extent`: the whole range; `onZoom`: gets a part of it, or undefined for all. */
  constructor(extent: Range, onZoom: (range: Range | undefined) => void) {
    this.#extent = extent;
    this.#range = extent;
    this.#onZoom = onZoom;
    this.#chart = new Chart(this.#canvas);
    new DragZone(byId("chart-zone", HTMLElement), this.#chart, {
      pick: (range) => {
        this.#zoom(range);
      },
      point: (bin) => {
        this.#readout.textContent = bin === undefined ? HINT : binText(bin);
      },
    });
    this.#readout.textContent = HINT;
    this.#buttons = {
      in: this.#control("zoom-in", () => zoomed(this.#range, 0.5, extent)),
      out: this.#control("zoom-out", () => zoomed(this.#range, 2, extent)),
      earlier: this.#control("earlier", () => moved(this.#range, -1, extent)),
      later: this.#control("later", () => moved(this.#range, 1, extent)),
      all: this.#control("all-time", () => extent),
    };
    this.#listenToDates();
    this.#listenToSizes();
  }

  render(rows: readonly Row[], range: Range | undefined): void {
    const shownRange = range ?? this.#extent;
    this.#range = shownRange;
    const bins = binsOf(rows, shownRange);
    this.#chart.draw(bins);
    this.#from.value = startText(shownRange);
    this.#to.value = endText(shownRange);
    this.#setInvalid(undefined);
    this.#setEnabled();
    byId("timeline-range", HTMLElement).textContent = `${rangeText(shownRange)}, by ${stepText(stepOf(shownRange))}`;
    this.#canvas.setAttribute("aria-label", describe(bins, shownRange));
    this.#renderTable(bins);
  }

  #control(id: string, range: () => Range): HTMLButtonElement {
    const control = byId(id, HTMLButtonElement);
    control.addEventListener("click", () => {
      // Not `disabled`: the control would lose the focus while in use.
      if (control.getAttribute("aria-disabled") !== "true") this.#zoom(range());
    });
    return control;
  }

  #zoom(range: Range): void {
    this.#onZoom(isSame(range, this.#extent) ? undefined : range);
  }

  #setEnabled(): void {
    const isAll = isSame(this.#range, this.#extent);
    const { in: zoomIn, out, earlier, later, all } = this.#buttons;
    setDisabled(zoomIn, isSame(zoomed(this.#range, 0.5, this.#extent), this.#range));
    setDisabled(out, isAll);
    setDisabled(all, isAll);
    setDisabled(earlier, this.#range.from <= this.#extent.from);
    setDisabled(later, this.#range.to >= this.#extent.to);
  }

  #listenToDates(): void {
    for (const input of [this.#from, this.#to]) {
      input.addEventListener("change", () => {
        const range = readEnds(this.#from.value, this.#to.value, input === this.#from ? "from" : "to");
        const { from, to } = this.#extent;
        if (range === undefined || range.from >= to || range.to <= from) this.#setInvalid(input);
        else this.#zoom({ from: Math.max(range.from, from), to: Math.min(range.to, to) });
      });
    }
  }

  /** Marks an unreadable date, or one without findings; undefined: neither. */
  #setInvalid(invalid: HTMLInputElement | undefined): void {
    for (const input of [this.#from, this.#to]) {
      if (input === invalid) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    const problem = byId("date-problem", HTMLElement);
    problem.textContent =
      invalid === undefined ? "" : `Use a time like 2026-03-04 or 2026-03-04T09:30Z, from ${rangeText(this.#extent)}.`;
  }

  #listenToSizes(): void {
    let isPrinting = false;
    new ResizeObserver(() => {
      if (!isPrinting) this.#chart.resize();
    }).observe(this.#canvas);
    addEventListener("beforeprint", () => {
      isPrinting = true;
      this.#chart.resize(PAPER);
    });
    addEventListener("afterprint", () => {
      isPrinting = false;
      this.#chart.resize();
    });
  }

  /** Draws the chart's data as a table, with a button to zoom into each bar. */
  #renderTable(bins: readonly Bin[]): void {
    const rows = bins
      .filter((bin) => bin.count > 0)
      .map((bin) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, rangeText(bin)),
          element("td", {}, verdictsText(bin)),
          element(
            "td",
            {},
            button(
              { class: "quiet", "data-key": String(bin.from), "aria-label": `Zoom to ${rangeText(bin)}` },
              () => {
                this.#zoom(within(bin, this.#extent));
              },
              "Zoom",
            ),
          ),
        ),
      );
    replaceKeepingFocus(byId("timeline-rows", HTMLElement), rows);
  }
}

function setDisabled(control: HTMLButtonElement, isDisabled: boolean): void {
  control.setAttribute("aria-disabled", String(isDisabled));
}

function binText(bin: Bin): string {
  return `${rangeText(bin)}: ${verdictsText(bin)}`;
}

function verdictsText({ verdicts }: Bin): string {
  const parts = VERDICTS.flatMap((verdict) => {
    const number = verdicts[verdict] ?? 0;
    return number === 0 ? [] : [verdict === "match" ? counted(number, "match", "matches") : `${number} ${verdict}`];
  });
  return parts.length === 0 ? "none" : parts.join(", ");
}

/** Describes the chart in a sentence. */
function describe(bins: readonly Bin[], range: Range): string {
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const most = bins.reduce<Bin | undefined>((best, bin) => (bin.count > (best?.count ?? 0) ? bin : best), undefined);
  const peak = most === undefined ? "" : ` Most: ${binText(most)}.`;
  return `Bar chart: ${counted(total, "finding")}, ${rangeText(range)}, by ${stepText(stepOf(range))}.${peak}`;
}
