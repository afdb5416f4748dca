/** The core module, which reads NDJSON in chunks. */
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toNdjson } from "../cases/bench-case.js";
import type { BenchCase } from "../cases/bench-case.js";
import { CORE_PATH } from "../project.js";
import type { Engine } from "./engine.js";
import { compile, instantiate, type FilterExports } from "./instance.js";

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** The core's exports besides the filters. Addresses and sizes are in bytes; ends are exclusive. */
interface CoreExports extends FilterExports {
  /** Returns a buffer of `size` bytes for the host to read into, or 0. */
  chunk: (size: number) => number;
  /** Returns the start of the next line to be judged, or `end`. */
  findLine: (start: number, end: number, keep: number) => number;
  /** Returns the end of the line that was found. */
  lineEnd: () => number;
  /** Returns the line's own address if it does not match, else the address of the result. */
  judgeLine: (start: number, end: number, keep: number) => number;
}

/** An engine that must be closed, since it keeps the cases as files. */
export interface CoreEngine extends Engine {
  close: () => void;
}

/**
 * Runs the core on a case's records as an NDJSON file, read in chunks straight into the module's memory: reading counts as part
 * of its time. Returns undefined if no core was built.
 */
export function coreEngine(): CoreEngine | undefined {
  if (!existsSync(CORE_PATH)) return undefined;
  const exports = instantiate(compile(readFileSync(CORE_PATH))) as CoreExports;
  const buffer = exports.chunk(CHUNK_BYTES) >>> 0;
  if (buffer === 0) throw new Error("the core has no room for a chunk");
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-"));
  const paths = new Map<BenchCase, string>();
  return {
    name: "core, by chunks",
    count: (benchCase) => {
      const path = paths.get(benchCase) ?? writeCase(join(folder, `${paths.size}.ndjson`), benchCase);
      paths.set(benchCase, path);
      return countFile(exports, buffer, path);
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeCase(path: string, { records }: BenchCase): string {
  writeFileSync(path, toNdjson(records));
  return path;
}

function countFile(core: CoreExports, buffer: number, path: string): number {
  const file = openSync(path, "r");
  try {
    let matches = 0;
    let kept = 0;
    for (;;) {
      const memory = Buffer.from(core.memory.buffer, buffer, CHUNK_BYTES);
      const read = readSync(file, memory, kept, CHUNK_BYTES - kept, null);
      if (read === 0) break;
      const filled = kept + read;
      const whole = memory.lastIndexOf(NEWLINE, filled - 1) + 1;
      if (whole === 0) throw new Error("a record is longer than a chunk");
      matches += countLines(core, buffer, buffer + whole);
      // Judging may have moved the memory.
      Buffer.from(core.memory.buffer, buffer, CHUNK_BYTES).copyWithin(0, whole, filled);
      kept = filled - whole;
    }
    if (kept > 0) throw new Error("the last line has no newline");
    return matches;
  } finally {
    closeSync(file);
  }
}

function countLines(core: CoreExports, start: number, end: number): number {
  let matches = 0;
  for (let line = core.findLine(start, end, 0) >>> 0; line < end;) {
    const lineEnd = core.lineEnd() >>> 0;
    if (core.judgeLine(line, lineEnd, 0) >>> 0 !== line) matches++;
    line = core.findLine(lineEnd, end, 0) >>> 0;
  }
  return matches;
}
