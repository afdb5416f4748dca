/** The timeline's bars, drawn by ECharts as SVG: it prints sharp, and its colours are the page's own, light or dark. */
import { BarChart, type BarSeriesOption } from "echarts/charts";
import { GridSimpleComponent, type GridComponentOption } from "echarts/components";
import { init, use, type ComposeOption, type ECharts } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { VERDICTS, type Verdict } from "../../src/engine/finding.js";
import { DAY, type Bin } from "../model/bins.js";
import { clock, shortDate } from "./times.js";
import { count } from "./shown.js";

use([BarChart, GridSimpleComponent, SVGRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption>;
type Decal = NonNullable<NonNullable<BarSeriesOption["itemStyle"]>["decal"]>;

/** A bar is told from another by more than its colour. Without one it is plain: a bundle in strict mode does not take ECharts' "none". */
const DECALS: Readonly<Partial<Record<Verdict, Decal>>> = {
  possible: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0, color: "var(--decal)" },
  capped: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: "var(--decal)" },
  duplicate: {
    symbol: "circle",
    symbolSize: 0.6,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [6, 0],
    color: "var(--decal)",
  },
  denied: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "var(--decal)" },
};

/** With more bars than this each is thin, and edges would be most of it. */
const THIN = 60;

export class Chart {
  readonly #echarts: ECharts;
  #bins: readonly Bin[] = [];

  constructor(container: HTMLElement) {
    this.#echarts = init(container, null, { renderer: "svg" });
  }

  draw(bins: readonly Bin[]): void {
    this.#bins = bins;
    this.#echarts.setOption(optionOf(bins), { notMerge: true });
  }

  /** To its container's size, or to a width in pixels. */
  resize(width?: number): void {
    this.#echarts.resize({ width: width ?? "auto" });
    // Now and not with the next frame: paper does not wait.
    this.#echarts.getZr().flush();
  }

  /** The bar at a distance in pixels from the chart's left edge; the nearest one beside the axis. */
  binAt(x: number): Bin | undefined {
    const at = this.#echarts.convertFromPixel({ xAxisIndex: 0 }, x);
    return this.#bins[Math.min(this.#bins.length - 1, Math.max(0, Math.round(at)))];
  }

  /** Where a bar's room begins and ends, in pixels from the chart's left edge. */
  edgesOf(bin: Bin): { left: number; right: number } {
    const at = this.#bins.indexOf(bin);
    const middle = this.#echarts.convertToPixel({ xAxisIndex: 0 }, at);
    const next = this.#echarts.convertToPixel({ xAxisIndex: 0 }, at + 1);
    const half = Math.abs(next - middle) / 2;
    return { left: middle - half, right: middle + half };
  }
}

function optionOf(bins: readonly Bin[]): Option {
  const text = { color: "var(--muted)", fontFamily: "system-ui, sans-serif", fontSize: 12 };
  return {
    animation: false,
    grid: { left: 44, right: 12, top: 12, bottom: 28 },
    xAxis: {
      type: "category",
      data: bins.map((bin, index) => labelOf(bin, bins[index - 1])),
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: "var(--line-strong)" } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: { ...text, formatter: (value: number) => count(value) },
      splitLine: { lineStyle: { color: "var(--line)" } },
    },
    series: VERDICTS.map((verdict) => ({
      type: "bar" as const,
      name: verdict,
      stack: "findings",
      silent: true,
      barCategoryGap: bins.length > THIN ? "10%" : "24%",
      barMaxWidth: 56,
      // "-" is none: a bar of no height would still have an edge.
      data: bins.map((bin) => bin.verdicts[verdict] ?? "-"),
      itemStyle: {
        color: `var(--verdict-${verdict})`,
        borderColor: `var(--verdict-${verdict}-edge)`,
        borderWidth: bins.length > THIN ? 0.5 : 1,
        ...decalOf(verdict),
      },
    })),
  };
}

function decalOf(verdict: Verdict): { decal?: Decal } {
  const decal = DECALS[verdict];
  return decal === undefined ? {} : { decal };
}

/** A day's date, or an hour; the first of a day says the day. */
function labelOf(bin: Bin, before: Bin | undefined): string {
  if (bin.to - bin.from >= DAY) return shortDate(bin.from);
  const isNewDay = before === undefined || Math.floor(before.from / DAY) !== Math.floor(bin.from / DAY);
  return isNewDay ? `${shortDate(bin.from)}\n${clock(bin.from)}` : clock(bin.from);
}
