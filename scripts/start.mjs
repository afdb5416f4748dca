/** `npm start`: installs and builds what is missing, then tags the sample and shows what was found. */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
process.exit(runNode(["build/node/demo.js"]));
