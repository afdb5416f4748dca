/** Writes build/node/inline/: keyward.core.wasm as text in a file of JavaScript, and its types. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.mjs";

const FOLDER = join(root, "build/node/inline");
const TYPES = "core-module.d.ts";

const text = readFileSync(join(root, "build/keyward.core.wasm")).toString("base64");
mkdirSync(FOLDER, { recursive: true });
copyFileSync(join(root, "src/inline", TYPES), join(FOLDER, TYPES));
writeFileSync(
  join(FOLDER, "core-module.js"),
  `/** The bytes of keyward.core.wasm. Written by scripts/write-inline-module.mjs. */
export const coreModule = Uint8Array.from(atob("${text}"), (character) => character.charCodeAt(0));
`,
);
