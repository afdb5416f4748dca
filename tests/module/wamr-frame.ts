/**
 * The size of a function's frame on the operand stack of WAMR 2.4.1's fast interpreter, which Fluent Bit has:
 *
 *   header + 4 * (constants + parameters + locals + slots) bytes
 *
 * The header is what comes before `operand` in `struct WASMInterpFrame` (wasm_interp.h): 40 bytes on a 64-bit host, as Fluent
 * Bit builds it; 20 on a 32-bit one. The sum is `wasm_interp_interp_frame_size` (wasm_interp.h) of what
 * `wasm_interp_call_func_bytecode` adds up after its label `call_func_from_entry` (wasm_interp_fast.c).
 *
 * Slots are what the loader, `wasm_loader_prepare_bytecode` (wasm_loader.c), finds in two passes. `local.get` and constants
 * take none: the operand is the local or the constant itself. Any other result gets the next free one, in
 * `wasm_loader_push_frame_offset`, and gives it back in `wasm_loader_pop_frame_offset`, but for the very first one. A local
 * that is on the stack as an operand while it is set, or while a block begins, is copied to a slot of its own, which
 * is never used again (`preserve_referenced_local`). One more is for the host.
 */
import { readInstructions, type FunctionBody, type Instruction } from "#bench/wasm/instructions.js";
import {
  BLOCK,
  BR,
  BR_IF,
  BR_TABLE,
  ELSE,
  END,
  GLOBAL_GET,
  GLOBAL_SET,
  I64_CONST,
  IF,
  LOOP,
  NOP,
  RETURN,
  UNREACHABLE,
} from "#bench/wasm/opcodes.js";
import { cellsOf, effectOf, type Cells } from "./wamr-signatures.js";
import { Slots, type Place } from "./wamr-slots.js";
import type { ModuleFunctions, Signature } from "./wasm-module.js";

/** All in cells of 4 bytes. */
export interface Frame {
  parameters: number;
  locals: number;
  constants: number;
  slots: number;
}

const HEADER_BYTES = 40;
const CELL_BYTES = 4;

/** Returns the size in bytes of a frame of this many cells. */
export function frameBytes(cells: number): number {
  return HEADER_BYTES + CELL_BYTES * cells;
}

/** Returns the frame of a defined function. Throws a RangeError for invalid code. */
export function frameOf(binary: Uint8Array, body: FunctionBody, module: ModuleFunctions): Frame {
  const signature = signatureOf(module, body.index);
  const localTypes = module.locals.get(body.index) ?? [];
  const instructions = [...readInstructions(binary, body)];
  const first = new Pass(module, signature, localTypes);
  for (const instruction of instructions) first.step(instruction);
  const second = new Pass(module, signature, localTypes, first.slots.highest);
  for (const instruction of instructions) second.step(instruction);
  const parameters = sum(signature.parameters.map(cellsOf));
  return {
    parameters,
    locals: sum(localTypes.map(cellsOf)),
    constants: constantCells(instructions),
    slots: second.slots.preserved - second.start + 1,
  };
}

/** Returns the signature of a function, imported or not. */
export function signatureOf({ types, typeOf }: ModuleFunctions, index: number): Signature {
  return at(types, at(typeOf, index));
}

/** Adds numbers up. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const DROP = 0x1a;
const SELECT = 0x1b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const LOCAL_TEE = 0x22;
const I32_CONST = 0x41;
const F32_CONST = 0x43;
const F64_CONST = 0x44;

/**
 * Returns the cells of constants, each value once, dead code included: i32 and f32 share a table by their bits, and so do i64 and
 * f64.
 */
function constantCells(instructions: readonly Instruction[]): number {
  const narrow = new Set<unknown>();
  const wide = new Set<unknown>();
  const bits = new DataView(new ArrayBuffer(8));
  for (const { opcode, immediates } of instructions) {
    const value = immediates[0];
    if (opcode === I32_CONST) narrow.add(Number(value));
    if (opcode === I64_CONST) wide.add(value);
    if (opcode === F32_CONST) {
      bits.setFloat32(0, Number(value));
      narrow.add(bits.getInt32(0));
    }
    if (opcode === F64_CONST) {
      bits.setFloat64(0, Number(value));
      wide.add(bits.getBigInt64(0));
    }
  }
  return narrow.size + 2 * wide.size;
}

/** The loader's pass over a function. */
class Pass {
  readonly slots: Slots;
  /** Cells of its parameters and locals. */
  readonly start: number;
  private readonly places: Place[] = [];
  private lastOpcode = NOP;

  constructor(
    private readonly module: ModuleFunctions,
    signature: Signature,
    locals: readonly number[],
    highest?: number,
  ) {
    let at = 0;
    for (const cells of [...signature.parameters, ...locals].map(cellsOf)) {
      this.places.push({ at, cells });
      at += cells;
    }
    this.start = at;
    this.slots = new Slots(at, resultOf(signature), highest);
  }

  step(instruction: Instruction): void {
    const { opcode, immediates } = instruction;
    const effect = effectOf(opcode);
    if (effect !== undefined) this.apply(effect.takes, effect.leaves);
    else if (!this.stepControl(opcode, immediates.map(Number)) && !this.stepValue(opcode, Number(immediates[0]))) {
      throw new RangeError(
        `the instruction at byte ${instruction.offset}, 0x${opcode.toString(16)}, is not known here`,
      );
    }
    this.lastOpcode = opcode;
  }

  private apply(takes: readonly Cells[], leaves: Cells | undefined): void {
    for (const cells of [...takes].reverse()) this.slots.pop(cells);
    if (leaves !== undefined) this.slots.push(leaves);
  }

  /** Handles control instructions. Returns whether the opcode is one. */
  private stepControl(opcode: number, immediates: readonly number[]): boolean {
    const { slots } = this;
    const index = immediates[0] ?? 0;
    if (opcode === BLOCK || opcode === LOOP || opcode === IF) {
      slots.preserveAll();
      if (opcode === IF) slots.pop(1);
      slots.open(opcode === IF ? "if" : opcode === LOOP ? "loop" : "block", blockResult(index));
    } else if (opcode === ELSE) slots.otherwise();
    else if (opcode === END) slots.end();
    else if (opcode === BR) {
      slots.branch(index, true);
      slots.die();
    } else if (opcode === BR_IF) {
      slots.pop(1);
      slots.branch(index, false);
    } else if (opcode === BR_TABLE) {
      slots.pop(1);
      slots.branchAny(immediates);
    } else if (opcode === RETURN) {
      slots.popResult();
      slots.die();
    } else if (opcode === UNREACHABLE) slots.die();
    else return opcode === NOP;
    return true;
  }

  /** Handles calls, locals, globals, constants and polymorphic instructions. Returns whether the opcode is one. */
  private stepValue(opcode: number, index: number): boolean {
    const { slots } = this;
    if (opcode === CALL) this.call(signatureOf(this.module, index));
    else if (opcode === CALL_INDIRECT) {
      slots.pop(1);
      this.call(at(this.module.types, index));
    } else if (opcode === DROP) slots.drop();
    else if (opcode === SELECT) slots.select();
    else if (opcode === LOCAL_GET) slots.pushLocal(at(this.places, index));
    else if (opcode === LOCAL_SET) slots.setLocal(at(this.places, index), this.lastOpcode);
    else if (opcode === LOCAL_TEE) slots.teeLocal(at(this.places, index));
    else if (opcode === GLOBAL_GET) slots.push(cellsOf(at(this.module.globals, index)));
    else if (opcode === GLOBAL_SET) slots.pop(cellsOf(at(this.module.globals, index)));
    else if (opcode === I32_CONST || opcode === F32_CONST) slots.pushConstant(1);
    else if (opcode === I64_CONST || opcode === F64_CONST) slots.pushConstant(2);
    else return false;
    return true;
  }

  private call(signature: Signature): void {
    this.apply(signature.parameters.map(cellsOf), resultOf(signature));
  }
}

/** Returns an entry of a list. Throws a RangeError if there is none. */
function at<Entry>(list: readonly Entry[], index: number): Entry {
  const entry = list[index];
  if (entry === undefined) throw new RangeError(`an index, ${index}, of nothing`);
  return entry;
}

function resultOf({ results }: Signature): Cells | undefined {
  if (results.length > 1) throw new RangeError("several results have no place in this module");
  return results[0] === undefined ? undefined : cellsOf(results[0]);
}

/** Returns the result of a block type, which is a signed number: a value type, or -64 for none. */
function blockResult(type: number): Cells | undefined {
  if (type >= 0) throw new RangeError("a block with parameters has no place in this module");
  return type === -64 ? undefined : cellsOf(type & 0x7f);
}
