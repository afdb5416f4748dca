/**
 * Instruments a module to count the instructions it executes. Each run of instructions that is always executed as a whole begins
 * by adding their number to a global.
 *
 * Every instruction of the binary format counts as one, `local.get` and `i32.const` too, as an interpreter sees them;
 * `memory.copy` and `memory.fill` count as one each, however many bytes they move. `block`, `loop`, `else`, `end` and `nop` are
 * only marks and do not count. After a trap, the count may be too high by the rest of the interrupted runs.
 */
import { EXPORT_SECTION } from "#keyward/wasm-sections.js";
import { I64_ADD } from "./opcodes.js";
import { changeGlobal, exportOf, firstAddedGlobal, GLOBAL_KIND, rewriteBodies, withAdditions } from "./rewrite.js";

/** The exported global with the count, a mutable i64. Callers may set it. */
export const COUNTER_EXPORT = "executedInstructions";

/** Returns the binary with a counter. Throws a RangeError if it exports nothing, or has an instruction that cannot be decoded. */
export function instrument(binary: Uint8Array): Uint8Array {
  const counter = firstAddedGlobal(binary);
  return withAdditions(binary, {
    bodies: rewriteBodies(binary, ({ offsets }) => changeGlobal(counter, I64_ADD, BigInt(offsets.length))),
    globals: 1,
    entries: { [EXPORT_SECTION]: [exportOf(COUNTER_EXPORT, GLOBAL_KIND, counter)] },
  });
}

/** Returns the counter of an instance of an instrumented module. Throws a TypeError for other modules. */
export function counterOf(exports: Record<string, unknown>): WebAssembly.Global<"i64"> {
  const counter = exports[COUNTER_EXPORT];
  if (counter instanceof WebAssembly.Global) return counter as WebAssembly.Global<"i64">;
  throw new TypeError("the module does not count its instructions");
}
