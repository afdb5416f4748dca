/**
 * Compiles the modules one after the other in this process: the compiler is slow until it has warmed up. Each is written where
 * asconfig.json of the project or the named folder says, with Keyward's version for `keyward inspect`. The exit code is 1 if one
 * fails.
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
  // The optimizer reports its rounds even if all is well: shown only together with a real message.
  if (error !== null || /WARNING|ERROR/.test(said)) process.stderr.write(said);
  if (error === null) {
    const { outFile } = targets[target];
    writeFileSync(outFile, withCustomSection(readFileSync(outFile), VERSION_SECTION, version()));
    continue;
  }
  console.error(`keyward: ${adapter} does not compile for ${target}: ${error.message}`);
  process.exit(1);
}
