/**
 * Bundles the library for browsers into build/browser/keyward.js: one ES module without imports. Node's Buffer, which the code
 * uses everywhere, comes from the package `buffer`.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
import { minify } from "terser";
import { root } from "./project.mjs";

const ENTRY = join(root, "build/node/index.js");
const OUTPUT = join(root, "build/browser/keyward.js");
/** 100 KB of this is the module. */
const MAX_BYTES = 320 * 1024;
const HELD = ["buffer", "base64-js", "ieee754"];

/** Imports the package where a file of Keyward's uses the global. */
const importBuffer = {
  name: "import-buffer",
  transform: (code, id) =>
    id.startsWith(join(root, "build/node/")) && /\bBuffer\b/.test(code)
      ? { code: `import { Buffer } from "buffer/";\n${code}`, map: null }
      : null,
};

/** Returns the bundle. Any warning of the bundler fails the build: a Node module that came in, a missing export. */
async function bundle() {
  const bundler = await rollup({
    input: ENTRY,
    plugins: [importBuffer, nodeResolve({ browser: true, preferBuiltins: false }), commonjs()],
    onLog(level, log) {
      if (level !== "debug" && level !== "info") throw new Error(`rollup: ${log.message}`);
    },
  });
  const { output } = await bundler.generate({ format: "es" });
  await bundler.close();
  if (output.length !== 1) throw new Error(`the bundle has ${output.length} files instead of one`);
  return (await minify(output[0].code, { module: true, format: { comments: false } })).code;
}

/** Returns the notices that the bundled packages' licenses require. */
function licenses() {
  const parts = HELD.map((name) => {
    const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`));
    return `${name} ${version} (${license})\n\n${read(`node_modules/${name}/LICENSE`).trim()}`;
  });
  return `/*!\nKeyward (Apache-2.0 and Elastic-2.0), with these packages:\n\n${parts.join("\n\n----\n\n")}\n*/\n`;
}

function read(path) {
  return readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
}

const code = licenses() + (await bundle());
if (code.length > MAX_BYTES) throw new Error(`${OUTPUT} has ${code.length} bytes, more than ${MAX_BYTES}`);
mkdirSync(dirname(OUTPUT), { recursive: true });
writeFileSync(OUTPUT, code);
