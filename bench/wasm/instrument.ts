/**
 * A module that counts the instructions it executes. Every run of instructions that is only ever executed as a whole begins,
 * in the new module, by adding their number to a global.
 *
 * Each instruction of the binary format counts one, `local.get` and `i32.const` too, as an interpreter sees them; `memory.copy`
 * and `memory.fill` count one each, however many bytes they move. `block`, `loop`, `else`, `end` and `nop` only mark places
 * and count nothing. After a trap the count can be too high by the rest of the runs that it cut short.
 */
import { EXPORT_SECTION } from "#keyward/wasm-sections.js";
import { I64_ADD } from "./opcodes.js";
import { changeGlobal, exportOf, firstAddedGlobal, GLOBAL_KIND, rewriteBodies, withAdditions } from "./rewrite.js";

/** The exported global, a mutable i64, that holds the count. A caller may set it. */
export const COUNTER_EXPORT = "executedInstructions";

/** The binary with its counter. Throws a RangeError when it exports nothing, or has an instruction that cannot be decoded. */
export function instrument(binary: Uint8Array): Uint8Array {
  const counter = firstAddedGlobal(binary);
  return withAdditions(binary, {
    bodies: rewriteBodies(binary, ({ offsets }) => changeGlobal(counter, I64_ADD, BigInt(offsets.length))),
    globals: 1,
    entries: { [EXPORT_SECTION]: [exportOf(COUNTER_EXPORT, GLOBAL_KIND, counter)] },
  });
}

/** The counter of an instance of an instrumented module. Throws a TypeError for another module's. */
export function counterOf(exports: Record<string, unknown>): WebAssembly.Global<"i64"> {
  const counter = exports[COUNTER_EXPORT];
  if (counter instanceof WebAssembly.Global) return counter as WebAssembly.Global<"i64">;
  throw new TypeError("the module does not count its instructions");
}
