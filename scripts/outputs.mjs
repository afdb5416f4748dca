/**
 * Records every output of every module and command, to show that a refactoring leaves them byte for byte the same: `node
 * scripts/outputs.mjs record`, later `node scripts/outputs.mjs compare`. `--help` lists the options.
 */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
process.exit(runNode(["build/tests/outputs/main.js", ...process.argv.slice(2)]));
