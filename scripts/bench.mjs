/** `npm run bench`: builds what is out of date, then runs the benchmark. `npm run bench -- --help` lists its parts. */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
process.exit(runNode(["build/bench/main.js", ...process.argv.slice(2)]));
