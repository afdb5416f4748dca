/** `npm run coverage`: builds what is out of date, then measures which lines of assembly/ the tests execute. */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
process.exit(runNode(["build/tests/coverage/main.js"]));
