/** The charts of docs/performance.md. The same counts give the same bytes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as echarts from "echarts";
import { SIZES } from "../cases/sizes.js";
import { rateName, RATES, sizeName } from "../counts/counted-cases.js";
import type { Counts } from "../counts/recorded.js";
import { DOCS_FOLDER } from "../project.js";

const WIDTH = 760;
const HEIGHT = 380;

/** Legible on a white page and on a dark one: the chart brings its own background. */
const BACKGROUND = "#ffffff";
const INK = "#24292f";
const GRID = "#d8dee4";
const QUIET = "#0969da";
const MATCH = "#cf222e";
const TEXT = { color: INK, fontFamily: "sans-serif" };

interface Series {
  name: string;
  color: string;
  /** One for each step of the horizontal axis. */
  values: readonly number[];
}

/** Draws both charts into docs/. Returns their paths. */
export function drawCounts(counts: Counts): string[] {
  const charts = { "performance-size.svg": sizeChart(counts), "performance-match-rate.svg": rateChart(counts) };
  return Object.entries(charts).map(([name, svg]) => {
    const path = join(DOCS_FOLDER, name);
    writeFileSync(path, svg);
    return path;
  });
}

/** Instructions per byte against the size of the record, for a match and for its near miss. */
export function sizeChart(counts: Counts): string {
  const values = (isMatch: boolean): number[] => SIZES.map((size) => perByteOf(counts, sizeName(size, isMatch)));
  return draw("Instructions per byte, by size of the record", "size of the record", SIZES.map(sizeText), [
    { name: "match", color: MATCH, values: values(true) },
    { name: "no match", color: QUIET, values: values(false) },
  ]);
}

/** Instructions per byte against the share of matches in a stream. */
export function rateChart(counts: Counts): string {
  const values = RATES.map((rate) => perByteOf(counts, rateName(rate)));
  const shares = RATES.map((rate) => `${rate * 100} %`);
  return draw("Instructions per byte, by share of matches in the stream", "matches", shares, [
    { name: "", color: QUIET, values },
  ]);
}

/** Lines over the same steps. Several are named at their ends; of a single one, every value is written. */
function draw(title: string, stepsName: string, steps: readonly string[], series: readonly Series[]): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    backgroundColor: BACKGROUND,
    title: { text: title, left: 16, top: 12, textStyle: { ...TEXT, fontSize: 15 } },
    grid: { left: 64, right: series.length > 1 ? 96 : 32, top: 64, bottom: 56 },
    xAxis: { ...axis(stepsName, 34), type: "category", data: steps },
    yAxis: { ...axis("instructions per byte", 44), type: "log", min: 0.1 },
    series: series.map(({ name, color, values }) => ({
      type: "line",
      data: values,
      silent: true,
      symbol: "circle",
      symbolSize: 6,
      lineStyle: { color, width: 2 },
      itemStyle: { color },
      endLabel: { ...TEXT, show: series.length > 1, formatter: name, color, fontSize: 13 },
      label: { ...TEXT, show: series.length === 1, position: "top", formatter: labelText },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${renumbered(svg)}\n`;
}

/** The renderer counts on from chart to chart in the names that it gives; here they count from 0 in each. */
function renumbered(svg: string): string {
  const numbers = new Map<string, number>();
  return svg.replaceAll(/\bzr\d+-[a-z]+-?\d+/g, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return `zr-${number}`;
  });
}

function axis(name: string, nameGap: number): object {
  return {
    name,
    nameLocation: "middle",
    nameGap,
    nameTextStyle: { ...TEXT, fontSize: 13 },
    axisLabel: { ...TEXT, fontSize: 12 },
    axisLine: { lineStyle: { color: INK } },
    splitLine: { lineStyle: { color: GRID } },
  };
}

function labelText({ value }: { value: unknown }): string {
  return Number(value).toFixed(2);
}

function sizeText(bytes: number): string {
  if (bytes >= 2 ** 20) return `${bytes / 2 ** 20} MiB`;
  return bytes >= 1024 ? `${bytes / 1024} KiB` : String(bytes);
}

function perByteOf(counts: Counts, name: string): number {
  const count = counts[name];
  if (count === undefined) throw new Error(`no count of ${name} to draw`);
  return count.perByte;
}
