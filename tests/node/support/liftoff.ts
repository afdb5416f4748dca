/**
 * For tests with Binaryen, imported before it: only the baseline compiler compiles WASM. Optimizing Binaryen takes more than a
 * second of CPU, which the process waits for when it ends.
 */
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--liftoff-only");
