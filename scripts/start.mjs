/** `npm start`: installs and builds what is missing, then tags the sample and shows the findings. */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

await build();
process.exit(runNode(["build/node/demo.js"]));
