// Writes the tables of paths of an event's fields in each schema: for the annotation from rules/event-details.json, the rest from
// rules/event-more.json.
import { mkdir, readFile, writeFile } from "node:fs/promises";

/** The tables in rules/, the source that numbers their fields, and the source to write. */
const TABLES = [
  ["event-details.json", "finding/detail.ts", "finding/generated/detail-paths.ts"],
  ["event-more.json", "explain/more.ts", "explain/generated/more-paths.ts"],
];

/** Returns the source of the tables of paths; `numbering`: the source that numbers the fields, `name`: the file with the tables. */
export function pathTables(tables, numbering, name) {
  const numbers = new Map([...numbering.matchAll(/ ([A-Z_]+): i32 = (\d+);/g)].map(([, key, number]) => [key, number]));
  const lines = [
    `/** Where each schema has what an event says. Generated from rules/${name}: edit that. */`,
    'import { Paths } from "../../event/paths";',
  ];
  for (const [schema, entries] of Object.entries(tables)) {
    const rows = Object.entries(entries).flatMap(([field, paths]) => paths.map((path) => [field, path]));
    const fields = rows.map(([field]) => {
      const number = numbers.get(field.toUpperCase());
      if (number === undefined) throw new Error(`${schema} in rules/${name} has an unknown field: ${field}`);
      return Number(number);
    });
    const texts = rows.flatMap(([, path]) => [path.length, ...Buffer.from(path, "latin1")]);
    lines.push(
      "",
      "// prettier-ignore",
      `export const ${schema.toUpperCase()}_PATHS: Paths = memory.data<u8>([${[rows.length, ...fields, ...texts].join(",")}]);`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Writes the files that are not up to date. */
export async function generateDetails() {
  for (const [name, numbering, target] of TABLES) {
    const tables = JSON.parse(await readFile(new URL(`../rules/${name}`, import.meta.url), "utf8"));
    const url = new URL(`../assembly/${target}`, import.meta.url);
    const source = pathTables(
      tables,
      await readFile(new URL(`../assembly/${numbering}`, import.meta.url), "utf8"),
      name,
    );
    const present = await readFile(url, "utf8").catch(() => "");
    if (present === source) continue;
    await mkdir(new URL(".", url), { recursive: true });
    await writeFile(url, source);
  }
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  await generateDetails();
}
