/** Limits how much a module can do at once: a mistake that makes a loop endless ends in a trap. */
import { EXPORT_SECTION, unsigned } from "#keyward/wasm-sections.js";
import { readFunctions, readInstructions } from "#bench/wasm/instructions.js";
import { signed } from "#bench/wasm/leb.js";
import { END, GLOBAL_GET, I64_ADD, I64_CONST, IF, LOOP, UNREACHABLE } from "#bench/wasm/opcodes.js";
import { changeGlobal, exportOf, firstAddedGlobal, GLOBAL_KIND, withAdditions } from "#bench/wasm/rewrite.js";

/** The exported global, a mutable i64: loop rounds since it was set to 0. */
export const ROUNDS_EXPORT = "loopRounds";

const [I64_GT_S, NO_RESULT] = [0x55, 0x40];

/** Returns a binary that traps when its loops have run more than `most` rounds. */
export function withFuel(binary: Uint8Array, most: number): Uint8Array {
  const rounds = firstAddedGlobal(binary);
  const change = changeGlobal(rounds, I64_ADD, 1n);
  const count = Buffer.concat([
    change,
    Buffer.of(GLOBAL_GET),
    unsigned(rounds),
    Buffer.of(I64_CONST),
    signed(BigInt(most)),
    Buffer.of(I64_GT_S, IF, NO_RESULT, UNREACHABLE, END),
  ]);
  return withAdditions(binary, {
    bodies: readFunctions(binary).map((body) => {
      const parts: Uint8Array[] = [];
      let start = body.start;
      for (const { opcode, end } of readInstructions(binary, body)) {
        if (opcode !== LOOP) continue;
        parts.push(binary.subarray(start, end), count);
        start = end;
      }
      return Buffer.concat([...parts, binary.subarray(start, body.end)]);
    }),
    globals: 1,
    entries: { [EXPORT_SECTION]: [exportOf(ROUNDS_EXPORT, GLOBAL_KIND, rounds)] },
  });
}

/** Resets an instance's count. Does nothing for other modules. */
export function refuel(exports: object): void {
  const rounds = (exports as Record<string, unknown>)[ROUNDS_EXPORT];
  if (rounds instanceof WebAssembly.Global) (rounds as WebAssembly.Global<"i64">).value = 0n;
}
