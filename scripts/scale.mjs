/** `npm run scale`: builds what is out of date, then runs Keyward in pipelines whose machines fail. `npm run scale -- --help` has its options. */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
process.exit(runNode(["build/tests/scale/main.js", ...process.argv.slice(2)]));
