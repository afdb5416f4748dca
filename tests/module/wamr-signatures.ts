/**
 * What each instruction takes from the operand stack and leaves there, in WAMR's cells of 4 bytes: i32 and f32 take one, i64 and
 * f64 two. Instructions for control, locals, globals, constants and calls depend on more than their opcode and are not in this
 * table.
 */
import { BULK_PREFIX, prefixed } from "#bench/wasm/opcodes.js";

/** Size of a value in cells. */
export type Cells = 1 | 2;

export interface StackEffect {
  /** Operands taken, deepest first. */
  takes: readonly Cells[];
  /** Size of the result; undefined for none. */
  leaves: Cells | undefined;
}

/** Returns the cells of a value of a type. Throws a RangeError for a larger type, or a reference. */
export function cellsOf(type: number): Cells {
  if (type === 0x7f || type === 0x7d) return 1;
  if (type === 0x7e || type === 0x7c) return 2;
  throw new RangeError(`a value of type 0x${type.toString(16)} has no place in this module`);
}

/**
 * The table, by ranges of opcodes (WebAssembly core specification, 5.4): first and last opcode, and the cells taken and left, as
 * digits.
 */
const RANGES: readonly (readonly [number, number, string, string])[] = [
  [0x28, 0x28, "1", "1"], // i32.load
  [0x29, 0x29, "1", "2"], // i64.load
  [0x2a, 0x2a, "1", "1"], // f32.load
  [0x2b, 0x2b, "1", "2"], // f64.load
  [0x2c, 0x2f, "1", "1"], // i32.load8, 16
  [0x30, 0x35, "1", "2"], // i64.load8, 16, 32
  [0x36, 0x36, "11", ""], // i32.store
  [0x37, 0x37, "12", ""], // i64.store
  [0x38, 0x38, "11", ""], // f32.store
  [0x39, 0x39, "12", ""], // f64.store
  [0x3a, 0x3b, "11", ""], // i32.store8, 16
  [0x3c, 0x3e, "12", ""], // i64.store8, 16, 32
  [0x3f, 0x3f, "", "1"], // memory.size
  [0x40, 0x40, "1", "1"], // memory.grow
  [0x45, 0x45, "1", "1"], // i32.eqz
  [0x46, 0x4f, "11", "1"], // comparisons of i32
  [0x50, 0x50, "2", "1"], // i64.eqz
  [0x51, 0x5a, "22", "1"], // comparisons of i64
  [0x5b, 0x60, "11", "1"], // comparisons of f32
  [0x61, 0x66, "22", "1"], // comparisons of f64
  [0x67, 0x69, "1", "1"], // clz, ctz, popcnt
  [0x6a, 0x78, "11", "1"], // arithmetic of i32
  [0x79, 0x7b, "2", "2"],
  [0x7c, 0x8a, "22", "2"], // arithmetic of i64
  [0x8b, 0x91, "1", "1"],
  [0x92, 0x98, "11", "1"], // arithmetic of f32
  [0x99, 0x9f, "2", "2"],
  [0xa0, 0xa6, "22", "2"], // arithmetic of f64
  [0xa7, 0xa7, "2", "1"], // i32.wrap_i64
  [0xa8, 0xa9, "1", "1"], // i32.trunc_f32
  [0xaa, 0xab, "2", "1"], // i32.trunc_f64
  [0xac, 0xaf, "1", "2"], // i64.extend_i32, i64.trunc_f32
  [0xb0, 0xb1, "2", "2"], // i64.trunc_f64
  [0xb2, 0xb3, "1", "1"], // f32.convert_i32
  [0xb4, 0xb6, "2", "1"], // f32.convert_i64, f32.demote_f64
  [0xb7, 0xb8, "1", "2"], // f64.convert_i32
  [0xb9, 0xba, "2", "2"], // f64.convert_i64
  [0xbb, 0xbb, "1", "2"], // f64.promote_f32
  [0xbc, 0xbc, "1", "1"], // reinterpretations
  [0xbd, 0xbd, "2", "2"],
  [0xbe, 0xbe, "1", "1"],
  [0xbf, 0xbf, "2", "2"],
  [0xc0, 0xc1, "1", "1"], // sign extension of i32
  [0xc2, 0xc4, "2", "2"], // sign extension of i64
  [prefixed(BULK_PREFIX, 0), prefixed(BULK_PREFIX, 1), "1", "1"], // saturating truncation
  [prefixed(BULK_PREFIX, 2), prefixed(BULK_PREFIX, 3), "2", "1"],
  [prefixed(BULK_PREFIX, 4), prefixed(BULK_PREFIX, 5), "1", "2"],
  [prefixed(BULK_PREFIX, 6), prefixed(BULK_PREFIX, 7), "2", "2"],
  [prefixed(BULK_PREFIX, 8), prefixed(BULK_PREFIX, 8), "111", ""], // memory.init
  [prefixed(BULK_PREFIX, 9), prefixed(BULK_PREFIX, 9), "", ""], // data.drop
  [prefixed(BULK_PREFIX, 10), prefixed(BULK_PREFIX, 11), "111", ""], // memory.copy, memory.fill
];

const EFFECTS = new Map<number, StackEffect>();
for (const [first, last, takes, leaves] of RANGES) {
  const effect = {
    takes: Array.from(takes, (digit) => Number(digit) as Cells),
    leaves: leaves ? (Number(leaves) as Cells) : undefined,
  };
  for (let opcode = first; opcode <= last; opcode++) EFFECTS.set(opcode, effect);
}

/** Returns an opcode's effect on the stack; undefined if it is not in the table. */
export function effectOf(opcode: number): StackEffect | undefined {
  return EFFECTS.get(opcode);
}

/** Returns the cells of the last instruction's result if WAMR writes that directly into a local that is set next; else 0. */
export function directCells(opcode: number): number {
  if (opcode >= 0x28 && opcode <= 0x35) return effectOf(opcode)?.leaves ?? 0;
  if (opcode >= 0x45 && opcode <= 0xbf) return effectOf(opcode)?.leaves ?? 0;
  return 0;
}
