/** Which function of a module calls which, and the deepest chain of frames on WAMR's operand stack. */
import { readFunctions, readInstructions } from "#bench/wasm/instructions.js";
import { cellsOf } from "./wamr-signatures.js";
import { frameBytes, frameOf, signatureOf, sum, type Frame } from "./wamr-frame.js";
import type { ModuleFunctions } from "./wasm-module.js";

/** A chain of calls, outermost function first. */
export interface Chain {
  functions: readonly number[];
  /** Stack that it needs, in bytes. */
  bytes: number;
}

const CALL = 0x10;
const CALL_INDIRECT = 0x11;
/** A host or an imported function gets at least this many cells (`wasm_interp_call_func_native`, wasm_interp_fast.c). */
const MIN_CELLS = 2;

export class CallGraph {
  readonly frames = new Map<number, Frame>();
  private readonly calls = new Map<number, readonly number[]>();
  private readonly chains = new Map<number, Chain>();

  /** Reads the calls and frames of every function. Throws a RangeError for invalid code. */
  constructor(
    binary: Uint8Array,
    private readonly module: ModuleFunctions,
  ) {
    for (const body of readFunctions(binary)) {
      const called = new Set<number>();
      for (const { opcode, immediates } of readInstructions(binary, body)) {
        if (opcode === CALL) called.add(Number(immediates[0]));
        if (opcode === CALL_INDIRECT) for (const index of this.reachedByType(Number(immediates[0]))) called.add(index);
      }
      this.calls.set(body.index, [...called]);
      this.frames.set(body.index, frameOf(binary, body, module));
    }
  }

  /** Returns everything that a function calls, directly or not, including itself. */
  reachedFrom(index: number): Set<number> {
    const reached = new Set([index]);
    for (const one of reached) for (const called of this.calls.get(one) ?? []) reached.add(called);
    return reached;
  }

  /** Returns a chain of calls that returns to one of its functions; undefined if there is none. */
  findCycle(index: number): number[] | undefined {
    const done = new Set<number>();
    const path: number[] = [];
    const visit = (one: number): number[] | undefined => {
      const before = path.indexOf(one);
      if (before >= 0) return [...path.slice(before), one];
      if (done.has(one)) return undefined;
      path.push(one);
      for (const called of this.calls.get(one) ?? []) {
        const cycle = visit(called);
        if (cycle !== undefined) return cycle;
      }
      path.pop();
      done.add(one);
      return undefined;
    };
    return visit(index);
  }

  /**
   * Returns the chain from a host's call of a function that needs the most stack. There must be no cycle.
   *
   * A frame needs room for two of its size (`wasm_exec_env_alloc_wasm_frame`, wasm_exec_env.h), so the last of a chain counts
   * twice. The host's own call has a frame for the result before all others (`wasm_interp_call_wasm`).
   */
  deepestFrom(index: number): Chain {
    const { functions, bytes } = this.chainFrom(index);
    return { functions, bytes: frameBytes(MIN_CELLS) + bytes };
  }

  /** Returns the size of a function's frame in bytes. */
  bytesOf(index: number): number {
    const frame = this.frames.get(index);
    if (frame !== undefined) return frameBytes(frame.parameters + frame.locals + frame.constants + frame.slots);
    return frameBytes(Math.max(MIN_CELLS, sum(signatureOf(this.module, index).parameters.map(cellsOf))));
  }

  /** Returns a function's name, or its number if the module has none. */
  nameOf(index: number): string {
    return this.module.names.get(index) ?? `#${index}`;
  }

  private chainFrom(index: number): Chain {
    const known = this.chains.get(index);
    if (known !== undefined) return known;
    const own = this.bytesOf(index);
    let deepest: Chain = { functions: [index], bytes: 2 * own };
    for (const called of this.calls.get(index) ?? []) {
      const { functions, bytes } = this.chainFrom(called);
      if (own + bytes > deepest.bytes) deepest = { functions: [index, ...functions], bytes: own + bytes };
    }
    this.chains.set(index, deepest);
    return deepest;
  }

  /** Returns the functions in a table that an indirect call of a type can reach. */
  private reachedByType(type: number): number[] {
    const wanted = JSON.stringify(this.module.types[type]);
    return this.module.table.filter((index) => JSON.stringify(signatureOf(this.module, index)) === wanted);
  }
}
