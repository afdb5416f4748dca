/** The timeline's bars as SVG: sharp in print, and in the page's own colors, light or dark. */
import { VERDICTS, type Verdict } from "../../src/engine/finding.js";
import { labelEvery, ticksOf } from "../model/axis.js";
import { DAY, type Bin } from "../model/bins.js";
import { drawing, type Child } from "./dom.js";
import { count } from "./shown.js";
import { clock, dateText } from "./times.js";

/** Space around the bars, in pixels. */
const TOP = 12;
const RIGHT = 12;
const BELOW = 8;
const LINE_HEIGHT = 16;
/** Width of a digit at the size of the labels, which page.css sets. */
const DIGIT = 7.2;
const LABEL_WIDTH = 10 * DIGIT;
const LABEL_GAP = 12;
/** With more bars than this, each is thin, and edges would fill most of it. */
const THIN = 60;
const WIDEST_BAR = 56;
/** Every value is visible, however small. */
const MIN_HEIGHT = 1.5;

/** Bars differ in more than color: patterns drawn over them, in squares of this size in pixels. */
const DECALS: Readonly<Partial<Record<Verdict, { size: number; turn: number; marks: () => Child[] }>>> = {
  possible: { size: 6, turn: 0, marks: stripe },
  capped: { size: 6, turn: 45, marks: stripe },
  duplicate: { size: 7, turn: 45, marks: () => [drawing("circle", { cx: 3.5, cy: 3.5, r: 1.6 })] },
  denied: { size: 6, turn: -45, marks: stripe },
};

export class Chart {
  readonly #container: HTMLElement;
  #bins: readonly Bin[] = [];
  #left = 0;
  /** Width of a bar with its gap. */
  #slot = 1;

  constructor(container: HTMLElement) {
    this.#container = container;
  }

  draw(bins: readonly Bin[]): void {
    this.#bins = bins;
    this.resize();
  }

  /** Resizes the chart to its container, or to a width in pixels. */
  resize(width = this.#container.clientWidth): void {
    const bins = this.#bins;
    const height = this.#container.clientHeight;
    const ticks = ticksOf(bins.reduce((most, bin) => Math.max(most, bin.count), 0));
    const lines = bins.some((bin) => bin.to - bin.from < DAY) ? 2 : 1;
    const top = ticks.at(-1) ?? 1;
    this.#left = Math.ceil(count(top).length * DIGIT) + 16;
    this.#slot = Math.max(0.1, (width - this.#left - RIGHT) / Math.max(1, bins.length));
    const floor = height - BELOW - lines * LINE_HEIGHT;
    const yOf = (value: number): number => floor - (value / top) * (floor - TOP);
    const svg = drawing(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      drawing("defs", {}, ...decals()),
      ...this.#grid(ticks, yOf, width),
      ...bins.flatMap((bin, index) => this.#bar(bin, index, yOf)),
      ...this.#labels(floor, width),
    );
    this.#container.replaceChildren(svg);
  }

  /** Returns the bar at a distance in pixels from the chart's left edge; next to the axis, the nearest one. */
  binAt(x: number): Bin | undefined {
    const at = Math.floor((x - this.#left) / this.#slot);
    return this.#bins[Math.min(this.#bins.length - 1, Math.max(0, at))];
  }

  /** Returns the left and right edge of a bar's slot, in pixels from the chart's left edge. */
  edgesOf(bin: Bin): { left: number; right: number } {
    const left = this.#left + this.#bins.indexOf(bin) * this.#slot;
    return { left, right: left + this.#slot };
  }

  #grid(ticks: readonly number[], yOf: (value: number) => number, width: number): SVGElement[] {
    return ticks.flatMap((tick) => [
      drawing("line", {
        class: tick === 0 ? "axis" : "grid",
        x1: this.#left,
        x2: width - RIGHT,
        y1: yOf(tick),
        y2: yOf(tick),
      }),
      drawing("text", { class: "tick", x: this.#left - 8, y: yOf(tick) + 4, "text-anchor": "end" }, count(tick)),
    ]);
  }

  #bar({ verdicts }: Bin, index: number, yOf: (value: number) => number): SVGElement[] {
    const isThin = this.#bins.length > THIN;
    const width = Math.min(WIDEST_BAR, this.#slot * (isThin ? 0.9 : 0.76));
    const x = this.#left + (index + 0.5) * this.#slot - width / 2;
    const parts: SVGElement[] = [];
    let below = 0;
    for (const verdict of VERDICTS) {
      const number = verdicts[verdict] ?? 0;
      if (number === 0) continue;
      const height = Math.max(MIN_HEIGHT, yOf(below) - yOf(below + number));
      const box = { x, y: yOf(below) - height, width, height };
      parts.push(
        drawing("rect", {
          ...box,
          fill: `var(--verdict-${verdict})`,
          stroke: `var(--verdict-${verdict}-edge)`,
          "stroke-width": isThin ? 0.5 : 1,
        }),
      );
      if (DECALS[verdict] !== undefined) parts.push(drawing("rect", { ...box, fill: `url(#decal-${verdict})` }));
      below += number;
    }
    return parts;
  }

  /** Draws as many labels as fit without overlapping or crossing the edge. */
  #labels(floor: number, width: number): SVGElement[] {
    const every = labelEvery(LABEL_WIDTH + LABEL_GAP, this.#slot);
    return this.#bins.flatMap((bin, index) => {
      if (index % every !== 0) return [];
      const middle = this.#left + (index + 0.5) * this.#slot;
      const x = Math.min(Math.max(middle, LABEL_WIDTH / 2), width - LABEL_WIDTH / 2);
      return labelOf(bin, this.#bins[index - every]).map((line, row) => {
        const y = floor + BELOW / 2 + (row + 0.8) * LINE_HEIGHT;
        return drawing("text", { class: "label", x, y, "text-anchor": "middle" }, line);
      });
    });
  }
}

function decals(): SVGElement[] {
  return Object.entries(DECALS).map(([verdict, { size, turn, marks }]) =>
    drawing(
      "pattern",
      {
        id: `decal-${verdict}`,
        width: size,
        height: size,
        patternUnits: "userSpaceOnUse",
        patternTransform: `rotate(${turn})`,
        fill: "var(--decal)",
      },
      ...marks(),
    ),
  );
}

function stripe(): SVGElement[] {
  return [drawing("rect", { width: 6, height: 2.4 })];
}

/** Returns a label: day or hour; the first label of a day has the date below it. `before`: the bar of the previous label. */
function labelOf(bin: Bin, before: Bin | undefined): string[] {
  if (bin.to - bin.from >= DAY) return [dateText(bin.from)];
  const isNewDay = before === undefined || Math.floor(before.from / DAY) !== Math.floor(bin.from / DAY);
  return isNewDay ? [clock(bin.from), dateText(bin.from)] : [clock(bin.from)];
}
