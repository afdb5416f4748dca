/**
 * Compiles every module, one after the other in this process: the compiler is slow until it has warmed up. Each is written
 * where asconfig.json says, of the project or of the folder that is named, with Keyward's version in it as `keyward inspect`
 * reads it. The exit code is 1 when one does not compile.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { VERSION_SECTION } from "../build/node/hosts/module-kinds.js";
import { version } from "../build/node/version.js";
import { withCustomSection } from "../build/node/wasm-sections.js";
import { MODULES } from "./modules.mjs";
import { root } from "./project.mjs";
import { main } from "assemblyscript/asc";

process.chdir(process.argv[2] ?? root);
const { targets } = JSON.parse(readFileSync("asconfig.json", "utf8"));
for (const [target, adapter] of Object.entries(MODULES)) {
  let said = "";
  const stream = { write: (text) => (said += text) };
  const { error } = await main([adapter, "--target", target], { stdout: stream, stderr: stream });
  // It speaks of its optimizer's rounds also when all is well: shown only with a real message.
  if (error !== null || /WARNING|ERROR/.test(said)) process.stderr.write(said);
  if (error === null) {
    const { outFile } = targets[target];
    writeFileSync(outFile, withCustomSection(readFileSync(outFile), VERSION_SECTION, version()));
    continue;
  }
  console.error(`keyward: ${adapter} does not compile for ${target}: ${error.message}`);
  process.exit(1);
}
