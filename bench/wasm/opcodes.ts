/**
 * WASM opcodes and their immediates (WebAssembly core specification, 5.4): MVP, sign extension, saturating truncation, bulk
 * memory, references and SIMD.
 */

export const UNREACHABLE = 0x00;
export const NOP = 0x01;
export const BLOCK = 0x02;
export const LOOP = 0x03;
export const IF = 0x04;
export const ELSE = 0x05;
export const END = 0x0b;
export const BR = 0x0c;
export const BR_IF = 0x0d;
export const BR_TABLE = 0x0e;
export const RETURN = 0x0f;
export const GLOBAL_GET = 0x23;
export const GLOBAL_SET = 0x24;
export const I64_CONST = 0x42;
export const I64_ADD = 0x7c;
export const I64_OR = 0x84;

/** Prefixes of two-part opcodes: an integer follows. */
export const BULK_PREFIX = 0xfc;
export const SIMD_PREFIX = 0xfd;

/** Returns a two-part opcode as one number, with the prefix above the lower 16 bits. */
export function prefixed(prefix: number, part: number): number {
  return prefix * 0x1_0000 + part;
}

export type Immediate =
  /** A block type: a signed 33-bit integer. */
  | "block"
  /** An index, or another unsigned integer. */
  | "index"
  /** A count, followed by that many indexes. */
  | "indexes"
  | "byte"
  /** An alignment's exponent and an offset. */
  | "memory"
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "16 bytes";

/** Returns an opcode's immediates, in order; undefined for an unknown opcode. */
export function immediatesOf(opcode: number): readonly Immediate[] | undefined {
  if (opcode >= prefixed(SIMD_PREFIX, 0)) return vectorImmediates(opcode - prefixed(SIMD_PREFIX, 0));
  if (opcode >= prefixed(BULK_PREFIX, 0)) return BULK[opcode - prefixed(BULK_PREFIX, 0)];
  const listed = PLAIN[opcode];
  if (listed !== undefined) return listed;
  if (opcode >= 0x28 && opcode <= 0x3e) return ["memory"];
  return opcode >= 0x45 && opcode <= 0xc4 ? NONE : undefined;
}

const NONE: readonly Immediate[] = [];

const PLAIN: Readonly<Record<number, readonly Immediate[]>> = {
  [UNREACHABLE]: NONE,
  [NOP]: NONE,
  [BLOCK]: ["block"],
  [LOOP]: ["block"],
  [IF]: ["block"],
  [ELSE]: NONE,
  [END]: NONE,
  [BR]: ["index"],
  [BR_IF]: ["index"],
  [BR_TABLE]: ["indexes", "index"],
  [RETURN]: NONE,
  0x10: ["index"], // call
  0x11: ["index", "index"], // call_indirect
  0x1a: NONE, // drop
  0x1b: NONE, // select
  0x1c: ["indexes"], // select of a type
  0x20: ["index"], // local.get
  0x21: ["index"], // local.set
  0x22: ["index"], // local.tee
  [GLOBAL_GET]: ["index"],
  [GLOBAL_SET]: ["index"],
  0x25: ["index"], // table.get
  0x26: ["index"], // table.set
  0x3f: ["byte"], // memory.size
  0x40: ["byte"], // memory.grow
  0x41: ["i32"],
  [I64_CONST]: ["i64"],
  0x43: ["f32"],
  0x44: ["f64"],
  0xd0: ["block"], // ref.null
  0xd1: NONE, // ref.is_null
  0xd2: ["index"], // ref.func
};

/** Saturating truncation (0 to 7), then bulk operations on memory and tables. */
const BULK: readonly (readonly Immediate[])[] = [
  ...Array.from({ length: 8 }, () => NONE),
  ["index", "byte"], // memory.init
  ["index"], // data.drop
  ["byte", "byte"], // memory.copy
  ["byte"], // memory.fill
  ["index", "index"], // table.init
  ["index"], // elem.drop
  ["index", "index"], // table.copy
  ["index"], // table.grow
  ["index"], // table.size
  ["index"], // table.fill
];

/** The last SIMD opcode, relaxed ones included. */
const LAST_VECTOR = 0x113;

function vectorImmediates(part: number): readonly Immediate[] | undefined {
  if (part <= 11 || part === 92 || part === 93) return ["memory"];
  if (part === 12 || part === 13) return ["16 bytes"];
  if (part >= 21 && part <= 34) return ["byte"];
  if (part >= 84 && part <= 91) return ["memory", "byte"];
  return part <= LAST_VECTOR ? NONE : undefined;
}
