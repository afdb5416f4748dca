/** `npm run mutate`: builds what is out of date, then makes mistakes in assembly/ and checks whether a test notices. */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
process.exit(runNode(["build/tests/mutation/main.js", ...process.argv.slice(2)]));
