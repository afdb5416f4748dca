/** Selects a range of the timeline by dragging across its bars, with a mouse, a pen or a finger. */
import type { Bin } from "../model/bins.js";
import type { Range } from "../model/filters.js";
import type { Chart } from "./chart.js";
import { element } from "./dom.js";

export interface DragEvents {
  /** A range was selected, or a bar clicked. */
  pick: (range: Range) => void;
  /** The pointer is on a bar, or on none. */
  point: (bin: Bin | undefined) => void;
}

export class DragZone {
  readonly #zone: HTMLElement;
  readonly #chart: Chart;
  readonly #events: DragEvents;
  readonly #mark = element("div", { class: "drag-mark", hidden: true });
  #start: Bin | undefined;

  constructor(zone: HTMLElement, chart: Chart, events: DragEvents) {
    this.#zone = zone;
    this.#chart = chart;
    this.#events = events;
    zone.append(this.#mark);
    zone.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      this.#start = this.#binUnder(event);
      zone.setPointerCapture(event.pointerId);
      this.#draw(this.#start);
    });
    zone.addEventListener("pointermove", (event) => {
      const bin = this.#binUnder(event);
      events.point(bin);
      this.#draw(bin);
    });
    zone.addEventListener("pointerup", (event) => {
      const range = this.#rangeTo(this.#binUnder(event));
      this.#end();
      if (range !== undefined) events.pick(range);
    });
    zone.addEventListener("pointerleave", () => {
      events.point(undefined);
      if (this.#start === undefined) this.#mark.hidden = true;
    });
    // A vertical swipe scrolls the page: the browser cancels the pointer.
    zone.addEventListener("pointercancel", () => {
      this.#end();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#end();
    });
  }

  #binUnder(event: PointerEvent): Bin | undefined {
    return this.#chart.binAt(event.clientX - this.#zone.getBoundingClientRect().left);
  }

  #rangeTo(bin: Bin | undefined): Range | undefined {
    if (this.#start === undefined || bin === undefined) return undefined;
    return { from: Math.min(this.#start.from, bin.from), to: Math.max(this.#start.to, bin.to) };
  }

  /** Highlights the bars from the first one to this one, or only this one if there is no first. */
  #draw(bin: Bin | undefined): void {
    if (bin === undefined) return;
    const a = this.#chart.edgesOf(this.#start ?? bin);
    const b = this.#chart.edgesOf(bin);
    const left = Math.min(a.left, b.left);
    this.#mark.style.left = `${left}px`;
    this.#mark.style.width = `${Math.max(a.right, b.right) - left}px`;
    this.#mark.dataset.dragging = String(this.#start !== undefined);
    this.#mark.hidden = false;
  }

  #end(): void {
    this.#start = undefined;
    this.#mark.hidden = true;
    this.#events.point(undefined);
  }
}
