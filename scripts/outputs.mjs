/**
 * Records every output of every module and command, to show after a change of the insides that they are byte for byte what
 * they were: `node scripts/outputs.mjs record`, later `node scripts/outputs.mjs compare`. `--help` lists what it can do.
 */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

build();
process.exit(runNode(["build/tests/outputs/main.js", ...process.argv.slice(2)]));
