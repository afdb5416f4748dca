/**
 * Compiles every module, one after the other in this process: the compiler is slow until it has warmed up. Each is written
 * where asconfig.json says, of the project or of the folder that is named. The exit code is 1 when one does not compile.
 */
import { MODULES } from "./modules.mjs";
import { root } from "./project.mjs";
import { main } from "assemblyscript/asc";

process.chdir(process.argv[2] ?? root);
for (const [target, adapter] of Object.entries(MODULES)) {
  let said = "";
  const stream = { write: (text) => (said += text) };
  const { error } = await main([adapter, "--target", target], { stdout: stream, stderr: stream });
  // It speaks of its optimizer's rounds also when all is well: shown only with a real message.
  if (error !== null || /WARNING|ERROR/.test(said)) process.stderr.write(said);
  if (error === null) continue;
  console.error(`keyward: ${adapter} does not compile for ${target}: ${error.message}`);
  process.exit(1);
}
