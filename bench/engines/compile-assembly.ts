/** Compiles the modules of bench/assembly. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ASSEMBLY_FOLDER, ROOT } from "../project.js";

const COMPILER = "node_modules/assemblyscript/bin/asc.js";
const CONFIG = `${ASSEMBLY_FOLDER}/asconfig.json`;

/**
 * Compiles `bench/assembly/NAME.ts` with the asconfig.json there, and these options besides, and returns the binary. Throws the
 * compiler's output if it fails.
 */
export function compileAssembly(name: "json-as-filter" | "returns-input", options: readonly string[] = []): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-"));
  try {
    const output = join(folder, `${name}.wasm`);
    const target = ["--config", CONFIG, "--target", name, "--outFile", output];
    const args = [COMPILER, `${ASSEMBLY_FOLDER}/${name}.ts`, ...target, ...options];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    if (status !== 0) throw new Error(`${name}.ts does not compile:\n${stdout}${stderr}`);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
