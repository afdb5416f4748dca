// Writes assembly/event/generated/shapes.ts: the places of events, from rules/shapes.json.
import { mkdir, readFile, writeFile } from "node:fs/promises";

const SOURCE = new URL("../rules/shapes.json", import.meta.url);
const TARGET = new URL("../assembly/event/generated/shapes.ts", import.meta.url);

/** Returns the source of the table of shapes. assembly/event/shapes.ts describes its bytes. */
export function shapesSource(shapes) {
  const conditions = [];
  const rows = shapes.flatMap(({ places, if: condition = {} }) => {
    conditions.push(...Object.entries(condition));
    const number = Object.keys(condition).length === 0 ? 0 : conditions.length;
    return places.map((place) => [number, place.length, ...Buffer.from(place, "latin1")]);
  });
  // A member that must be missing has no values.
  const texts = conditions.flatMap(([member, values]) => [member, values === null ? "" : values.join("|")]);
  return [
    "/** The places where an event can be, and their conditions. Generated from rules/shapes.json: edit that. */",
    "// prettier-ignore",
    `export const ROWS: usize = memory.data<u8>([${[rows.length, ...rows.flat()].join(",")}]);`,
    "",
    "// prettier-ignore",
    `export const CONDITIONS: StaticArray<string> = [${texts.map((text) => JSON.stringify(text)).join(", ")}];`,
    "",
  ].join("\n");
}

/** Writes the file if it is not up to date. */
export async function generateShapes() {
  const source = shapesSource(JSON.parse(await readFile(SOURCE, "utf8")));
  if ((await readFile(TARGET, "utf8").catch(() => "")) === source) return;
  await mkdir(new URL(".", TARGET), { recursive: true });
  await writeFile(TARGET, source);
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  await generateShapes();
}
