/** The modules under test, as built. */
import { readFile } from "node:fs/promises";
import { compileModule } from "#keyward/module-files.js";
import { CORE_MODULE } from "#keyward/module-files.js";
import { MODULE_PATH } from "../oracle/project.js";
import { withCoverage } from "./coverage.js";
import type { FuzzModules } from "./fuzzer.js";

/** Reads both built modules and, if `guided`, the one with coverage; `runs`: how much there is to cover. */
export async function readModules(guided: boolean): Promise<{ modules: FuzzModules; runs: number }> {
  const binary = await readFile(MODULE_PATH);
  const noted = guided ? withCoverage(binary) : undefined;
  const modules = {
    binary,
    fluentBit: await compileModule(MODULE_PATH),
    core: await compileModule(CORE_MODULE),
    coverage: noted && (await compileModule(noted.binary)),
  };
  return { modules, runs: noted?.runs ?? 0 };
}
