// Writes assembly/config/generated/version.ts: the version in the modules, from package.json.
import { mkdir, readFile, writeFile } from "node:fs/promises";

const MANIFEST = new URL("../package.json", import.meta.url);
const TARGET = new URL("../assembly/config/generated/version.ts", import.meta.url);

/** Writes the file if it is not up to date. */
export async function generateVersion() {
  const { version } = JSON.parse(await readFile(MANIFEST, "utf8"));
  const source = `/** Keyward's version. Generated from package.json: edit that. */\nexport const VERSION: string = ${JSON.stringify(version)};\n`;
  await mkdir(new URL(".", TARGET), { recursive: true });
  const present = await readFile(TARGET, "utf8").catch(() => "");
  if (present !== source) await writeFile(TARGET, source);
}
