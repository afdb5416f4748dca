/** Writes build/node/inline/core-module.js: keyward.core.wasm as text in a JavaScript file. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.mjs";

const FOLDER = join(root, "build/node/inline");

const text = readFileSync(join(root, "build/keyward.core.wasm")).toString("base64");
mkdirSync(FOLDER, { recursive: true });
writeFileSync(
  join(FOLDER, "core-module.js"),
  `/** The bytes of keyward.core.wasm. Written by scripts/write-inline-module.mjs. */
export const coreModule = Uint8Array.from(atob("${text}"), (character) => character.charCodeAt(0));
`,
);
