// Writes assembly/finding/generated/detail-paths.ts, where each schema has the details of an event, from rules/event-details.json.
import { mkdir, readFile, writeFile } from "node:fs/promises";

const DETAILS = new URL("../rules/event-details.json", import.meta.url);
const NUMBERS = new URL("../assembly/finding/detail.ts", import.meta.url);
const TARGET = new URL("../assembly/finding/generated/detail-paths.ts", import.meta.url);

/** The source of detail-paths.ts: `source` is that of detail.ts, which has the number of each detail. */
export function detailPaths(tables, source) {
  const numbers = new Map([...source.matchAll(/ ([A-Z_]+): i32 = (\d+);/g)].map(([, name, number]) => [name, number]));
  const lines = [
    "/** Where each schema has the details of an event. Generated from rules/event-details.json: edit that. */",
    'import { Paths } from "../../event/paths";',
  ];
  for (const [name, details] of Object.entries(tables)) {
    const rows = Object.entries(details).flatMap(([detail, paths]) => paths.map((path) => [detail, path]));
    const fields = rows.map(([detail]) => {
      const number = numbers.get(detail.toUpperCase());
      if (number === undefined) throw new Error(`${name} in rules/event-details.json has an unknown detail: ${detail}`);
      return Number(number);
    });
    const texts = rows.flatMap(([, path]) => [path.length, ...Buffer.from(path, "latin1")]);
    lines.push(
      "",
      "// prettier-ignore",
      `export const ${name.toUpperCase()}_PATHS: Paths = memory.data<u8>([${[rows.length, ...fields, ...texts].join(",")}]);`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Writes the file if it is not up to date. */
export async function generateDetails() {
  const source = detailPaths(JSON.parse(await readFile(DETAILS, "utf8")), await readFile(NUMBERS, "utf8"));
  const present = await readFile(TARGET, "utf8").catch(() => "");
  if (present === source) return;
  await mkdir(new URL(".", TARGET), { recursive: true });
  await writeFile(TARGET, source);
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  await generateDetails();
}
