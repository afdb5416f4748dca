/** `npm run fuzz`: builds what is out of date, then fuzzes. `npm run fuzz -- --help` lists what it can do. */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
// Ctrl-C ends the fuzzer with its summary; this process waits for that.
process.on("SIGINT", () => undefined);
process.exit(runNode(["build/tests/fuzz/main.js", ...process.argv.slice(2)]));
