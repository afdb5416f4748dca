/** Source maps of WASM modules (ECMA-426): one generated line, whose columns are offsets in the file. */

/** From this offset up to the next segment, the code comes from a location in a source; `undefined`: from none. */
export interface Segment {
  offset: number;
  source: { file: string; line: number; column: number } | undefined;
}

interface SourceMap {
  version: number;
  sources: string[];
  mappings: string;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Returns the segments of a map's text, by offset. Lines and columns count from 1. Throws an Error for another kind of map. */
export function readSourceMap(text: string): Segment[] {
  const { version, sources, mappings } = JSON.parse(text) as SourceMap;
  if (version !== 3 || mappings.includes(";")) throw new Error("not a source map of a WASM module");
  // All numbers of a segment are relative to the previous segment that had them.
  let [offset, file, line, column] = [0, 0, 0, 0];
  return mappings.split(",").map((segment): Segment => {
    const [bytes, files, lines, columns] = readNumbers(segment);
    offset += bytes ?? 0;
    if (files === undefined) return { offset, source: undefined };
    file += files;
    line += lines ?? 0;
    column += columns ?? 0;
    const name = sources[file];
    if (name === undefined) throw new Error(`the map has no source ${file}`);
    return { offset, source: { file: name, line: line + 1, column: column + 1 } };
  });
}

/** Returns the numbers of a segment: base 64 digits with 5 bits each, lowest first, and the sign in the lowest bit. */
function readNumbers(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0) throw new Error(`${character} is no digit of a source map`);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    const magnitude = Math.floor(value / 2);
    numbers.push(value % 2 === 1 ? -magnitude : magnitude);
    value = shift = 0;
  }
  if (shift !== 0) throw new Error("a segment of the map ends too early");
  return numbers;
}
