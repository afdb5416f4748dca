// Writes src/rules/generated/default-rule.ts: the rule in rules/ as code, so that no file needs to be read.
import { mkdir, readFile, writeFile } from "node:fs/promises";

const RULE = new URL("../rules/aws-kms-key-loss.json", import.meta.url);
const TARGET = new URL("../src/rules/generated/default-rule.ts", import.meta.url);

/** Writes the file if it is not up to date. */
export async function generateDefaultRule() {
  const rule = (await readFile(RULE, "utf8")).trimEnd();
  const source = [
    "/** The rule by Elastic (Elastic License 2.0, rules/LICENSE) that every module is built with. Generated from rules/: edit that. */",
    `export const DEFAULT_RULE = ${rule};\n`,
  ].join("\n");
  const present = await readFile(TARGET, "utf8").catch(() => "");
  if (present === source) return;
  await mkdir(new URL(".", TARGET), { recursive: true });
  await writeFile(TARGET, source);
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  await generateDefaultRule();
}
