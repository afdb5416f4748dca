/** Paths of the project's files, seen from build/bench. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The Fluent Bit module as built. */
export const MODULE_PATH = join(ROOT, "build", "keyward.wasm");

/** The module for hosts with SIMD that hand over chunks; it may not exist. */
export const CORE_PATH = join(ROOT, "build", "keyward.core.wasm");

/** The command line. */
export const CLI_PATH = join(ROOT, "build", "node", "cli.js");

/** The recorded instruction counts, to compare with new ones. */
export const COUNTS_PATH = join(ROOT, "bench", "counts.json");

export const RESULTS_FOLDER = join(ROOT, "bench", "results");
/** Where the charts of docs/explanation/performance.md are drawn to. */
export const IMAGES_FOLDER = join(ROOT, "docs", "images");

/** The AssemblyScript sources that the benchmark compiles. */
export const ASSEMBLY_FOLDER = "bench/assembly";
