/**
 * Instruments a module to record which of its blocks were executed. A block is a run of instructions that is always executed as a
 * whole; each begins, in the new module, by setting its bit in one of many exported 64-bit globals.
 */
import { EXPORT_SECTION } from "#keyward/wasm-sections.js";
import {
  exportOf,
  firstAddedGlobal,
  GLOBAL_BITS,
  GLOBAL_KIND,
  rewriteBodies,
  setBit,
  withAdditions,
} from "#bench/wasm/rewrite.js";

/** Prefix of the exported globals, followed by the module's name and a number: `covered_core_0`. */
export const COVERED = "covered_";

export interface Block {
  /** The function's first byte: segments of a source map before it do not apply to the block. */
  functionStart: number;
  /** Offsets of its instructions in the original file, in bytes, without marks. */
  offsets: readonly number[];
}

export interface Instrumented {
  binary: Uint8Array;
  /** In the order of their bits: the 64 of the first global, lowest first, then those of the second. */
  blocks: readonly Block[];
}

/** Throws a RangeError if the module has no exports, or an instruction that cannot be decoded. */
export function instrumentBlocks(binary: Uint8Array, name: string): Instrumented {
  const first = firstAddedGlobal(binary);
  const blocks: Block[] = [];
  const bodies = rewriteBodies(binary, ({ offsets, body }) => {
    blocks.push({ functionStart: body.start, offsets });
    return setBit(first, blocks.length - 1);
  });
  const globals = Math.ceil(blocks.length / GLOBAL_BITS);
  const exports = Array.from({ length: globals }, (_, index) =>
    exportOf(`${COVERED}${name}_${index}`, GLOBAL_KIND, first + index),
  );
  return { binary: withAdditions(binary, { bodies, globals, entries: { [EXPORT_SECTION]: exports } }), blocks };
}
