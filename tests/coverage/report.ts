/** Maps executed blocks to lines of the sources. */
import type { Block } from "./blocks.js";
import type { Segment } from "./source-map.js";

/** A module's blocks, its source map by offset, and for each block whether it was executed. */
export interface Covered {
  blocks: readonly Block[];
  segments: readonly Segment[];
  executed: (block: number) => boolean;
}

export interface FileCoverage {
  /** Number of lines with code in a module. */
  lines: number;
  /** Number of those executed, at least in part. */
  executed: number;
  /** Lines that were not executed at all, from 1. */
  missed: number[];
  /** Partly executed lines, with the columns where the missing parts begin. */
  partial: { line: number; columns: number[] }[];
}

/** For each column of a line at which code begins: whether it was executed. */
type Lines = Map<number, Map<number, boolean>>;

/** Returns the coverage of each source under a folder, by path, in order. What any module executed counts as executed. */
export function coverageOf(modules: readonly Covered[], folder: string): Map<string, FileCoverage> {
  const files = new Map<string, Lines>();
  for (const { blocks, segments, executed } of modules) {
    blocks.forEach(({ functionStart, offsets }, index) => {
      const isExecuted = executed(index);
      for (const offset of offsets) {
        const segment = segmentAt(segments, offset);
        if (segment?.source === undefined || segment.offset < functionStart) continue;
        const { file, line, column } = segment.source;
        if (!file.startsWith(folder)) continue;
        const columns = entry(
          entry(files, file, () => new Map() as Lines),
          line,
          () => new Map<number, boolean>(),
        );
        columns.set(column, isExecuted || columns.get(column) === true);
      }
    });
  }
  return new Map(
    [...files].sort(([left], [right]) => (left < right ? -1 : 1)).map(([file, lines]) => [file, sumUp(lines)]),
  );
}

function sumUp(lines: Lines): FileCoverage {
  const coverage: FileCoverage = { lines: lines.size, executed: 0, missed: [], partial: [] };
  for (const [line, columns] of [...lines].sort(([left], [right]) => left - right)) {
    const missed = [...columns].flatMap(([column, executed]) => (executed ? [] : [column])).sort((a, b) => a - b);
    if (missed.length === columns.size) coverage.missed.push(line);
    else {
      coverage.executed++;
      if (missed.length > 0) coverage.partial.push({ line, columns: missed });
    }
  }
  return coverage;
}

/** Returns the last segment that begins at or before an offset. */
function segmentAt(segments: readonly Segment[], offset: number): Segment | undefined {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.offset ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}

/** Formats a table as text: a row per file, and one for all. */
export function table(files: ReadonlyMap<string, FileCoverage>): string {
  const all = { lines: 0, executed: 0, partial: 0 };
  for (const { lines, executed, partial } of files.values()) {
    all.lines += lines;
    all.executed += executed;
    all.partial += partial.length;
  }
  const rows = [...files].map(([file, { lines, executed, partial }]) => row(file, lines, executed, partial.length));
  const width = Math.max(...[...files.keys()].map((file) => file.length));
  const head = `${"file".padEnd(width)}  lines  executed        %  in part`;
  return [head, ...rows.map((make) => make(width)), row("all", all.lines, all.executed, all.partial)(width)].join("\n");
}

function row(name: string, lines: number, executed: number, partial: number): (width: number) => string {
  // Rounded down, so that 100 means all.
  const percent = (Math.floor((executed / lines) * 1000) / 10).toFixed(1);
  const numbers = `${String(lines).padStart(5)}  ${String(executed).padStart(8)}  ${percent.padStart(7)}`;
  return (width) => `${name.padEnd(width)}  ${numbers}  ${String(partial).padStart(7)}`;
}
