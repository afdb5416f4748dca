/**
 * Runs a WASI command in Node's own implementation: `node node-wasi.js MODULE [--dir FOLDER] [-- ARGUMENT...]`. FOLDER is the
 * command's first directory. Ends with the command's exit code.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { WASI } from "node:wasi";

const { values, positionals } = parseArgs({ options: { dir: { type: "string" } }, allowPositionals: true });
const [path = "", ...options] = positionals;
const wasi = new WASI({
  version: "preview1",
  args: [path, ...options],
  ...(values.dir !== undefined && { preopens: { ".": values.dir } }),
  returnOnExit: true,
});
const module = new WebAssembly.Module(readFileSync(path));
process.exitCode = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject() as WebAssembly.Imports));
