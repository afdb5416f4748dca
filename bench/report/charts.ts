/** The charts of docs/explanation/performance.md. The same counts give the same bytes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SIZES } from "../cases/sizes.js";
import { rateName, RATES, sizeName } from "../counts/counted-cases.js";
import type { Counts } from "../counts/recorded.js";
import { IMAGES_FOLDER } from "../project.js";

const WIDTH = 760;
const HEIGHT = 380;

/** Legible on a white page and on a dark one: the chart has its own background. */
const BACKGROUND = "#ffffff";
const INK = "#24292f";
const GRID = "#d8dee4";
const QUIET = "#0969da";
const MATCH = "#cf222e";
/** Margins around the lines, in pixels. */
const [LEFT, TOP, BOTTOM] = [64, 64, 56];
/** The value at the bottom of the logarithmic axis. */
const MIN_SHOWN = 0.1;

interface Series {
  name: string;
  color: string;
  /** One value per step of the horizontal axis. */
  values: readonly number[];
}

/** Draws both charts into docs/. Returns their paths. */
export function drawCounts(counts: Counts): string[] {
  const charts = { "performance-size.svg": sizeChart(counts), "performance-match-rate.svg": rateChart(counts) };
  return Object.entries(charts).map(([name, svg]) => {
    const path = join(IMAGES_FOLDER, name);
    writeFileSync(path, svg);
    return path;
  });
}

/** Draws instructions per byte by record size, for a match and its near miss. */
export function sizeChart(counts: Counts): string {
  const values = (isMatch: boolean): number[] => SIZES.map((size) => perByteOf(counts, sizeName(size, isMatch)));
  return draw("Instructions per byte, by size of the record", "size of the record", SIZES.map(sizeText), [
    { name: "match", color: MATCH, values: values(true) },
    { name: "no match", color: QUIET, values: values(false) },
  ]);
}

/** Draws instructions per byte by the share of matches in a stream. */
export function rateChart(counts: Counts): string {
  const values = RATES.map((rate) => perByteOf(counts, rateName(rate)));
  const shares = RATES.map((rate) => `${rate * 100} %`);
  return draw("Instructions per byte, by share of matches in the stream", "matches", shares, [
    { name: "", color: QUIET, values },
  ]);
}

/**
 * Draws lines over the same steps, on a logarithmic axis. Several lines are named at their ends; a single one has every value
 * written.
 */
function draw(title: string, stepsName: string, steps: readonly string[], series: readonly Series[]): string {
  const isNamed = series.length > 1;
  const right = WIDTH - (isNamed ? 96 : 32);
  const floor = HEIGHT - BOTTOM;
  const most = Math.max(...series.flatMap(({ values }) => values));
  const decades = Math.max(1, Math.ceil(Math.log10(most / MIN_SHOWN)));
  const yOf = (value: number): number => round(floor - (Math.log10(value / MIN_SHOWN) / decades) * (floor - TOP));
  const xOf = (step: number): number => round(LEFT + ((step + 0.5) / steps.length) * (right - LEFT));
  const ticks = Array.from({ length: decades + 1 }, (_, power) => Number((MIN_SHOWN * 10 ** power).toPrecision(1)));
  const middle = (TOP + floor) / 2;
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${BACKGROUND}"/>`,
    text(title, { x: 16, y: 28, "font-size": 15, "font-weight": "bold" }),
    ...ticks.flatMap((tick) => [
      `<path d="M${LEFT} ${yOf(tick)}H${right}" stroke="${tick === MIN_SHOWN ? INK : GRID}"/>`,
      text(String(tick), { x: LEFT - 8, y: yOf(tick) + 4, "font-size": 12, "text-anchor": "end" }),
    ]),
    ...steps.map((step, index) =>
      text(step, { x: xOf(index), y: floor + 18, "font-size": 11, "text-anchor": "middle" }),
    ),
    text(stepsName, { x: (LEFT + right) / 2, y: floor + 40, "font-size": 13, "text-anchor": "middle" }),
    text("instructions per byte", {
      "font-size": 13,
      "text-anchor": "middle",
      transform: `translate(20 ${middle}) rotate(-90)`,
    }),
    ...series.flatMap(({ name, color, values }) => {
      const points = values.map((value, index) => ({ x: xOf(index), y: yOf(value), value }));
      const last = points.at(-1);
      return [
        `<polyline points="${points.map(({ x, y }) => `${x},${y}`).join(" ")}" fill="none" stroke="${color}" stroke-width="2"/>`,
        ...points.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3" fill="${color}"/>`),
        ...(isNamed
          ? [text(name, { x: (last?.x ?? right) + 8, y: (last?.y ?? floor) + 4, "font-size": 13, fill: color })]
          : points.map(({ x, y, value }) =>
              text(value.toFixed(2), { x, y: y - 10, "font-size": 12, "text-anchor": "middle" }),
            )),
      ];
    }),
  ];
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" fill="${INK}">`;
  return `${[open, ...parts, "</svg>"].join("\n")}\n`;
}

function text(words: string, attributes: Record<string, string | number>): string {
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
  return `<text ${written.join(" ")}>${words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`;
}

/** Rounds to a tenth of a pixel, so that every machine writes the same digits. */
function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
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
