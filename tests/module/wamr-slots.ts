/**
 * The slots that WAMR's loader gives to the operands of a function, as it goes through its code: see wamr-frame.ts. What is
 * odd about them is so in the loader, and counted as it is there.
 */
import { directCells, type Cells } from "./wamr-signatures.js";

/** An operand: where its value is, in cells from the first parameter; negative for a constant. */
interface Operand {
  at: number;
  cells: Cells;
}

export interface Block {
  kind: "function" | "block" | "loop" | "if";
  /** The cells of its result; undefined for none. */
  result: Cells | undefined;
  /** How many operands stand below it. */
  height: number;
  /** The first free slot when it began: its result goes there. */
  free: number;
  hasElse: boolean;
  /** Whether the rest of it cannot be reached: then operands may be missing. */
  isDead: boolean;
}

/** Where a local is, in cells from the first parameter, and how many it takes. */
export interface Place {
  at: number;
  cells: Cells;
}

const CONSTANT = -1;

export class Slots {
  /** The end of the slots that were in use at once; the second pass has it from the first. */
  highest: number;
  /** The end of the slots for copies of locals, which begin where the others end; grows in the second pass only. */
  preserved: number;
  private free: number;
  private readonly isFirst: boolean;
  private readonly operands: Operand[] = [];
  private readonly blocks: Block[] = [];

  /** `start` is the first slot, after the locals; `highest` what the first pass found, for the second. */
  constructor(
    private readonly start: number,
    result: Cells | undefined,
    highest: number | undefined,
  ) {
    this.free = start;
    this.isFirst = highest === undefined;
    this.highest = highest ?? start;
    this.preserved = highest ?? Infinity;
    this.open("function", result);
  }

  /** Takes a result's slot. */
  push(cells: Cells): void {
    this.operands.push({ at: this.free, cells });
    this.free += cells;
    if (this.free > this.highest) {
      if (!this.isFirst) throw new RangeError("the second pass needs more slots than the first");
      this.highest = this.free;
    }
  }

  /** Gives an operand's slot back; the first slot never is. */
  pop(cells: Cells): void {
    const operand = this.top();
    if (operand === undefined) {
      if (!this.block().isDead) throw new RangeError("an operand is missing");
      return;
    }
    this.operands.pop();
    if (operand.at > this.start && operand.at < this.highest) this.free -= cells;
  }

  /** Takes the function's result. */
  popResult(): void {
    const result = this.block(this.blocks.length - 1).result;
    if (result !== undefined) this.pop(result);
  }

  /** An operand that takes no slot: the value of a local. */
  pushLocal({ at, cells }: Place): void {
    this.operands.push({ at, cells });
  }

  /** One that is a constant. */
  pushConstant(cells: Cells): void {
    this.operands.push({ at: CONSTANT, cells });
  }

  drop(): void {
    const top = this.top();
    if (top !== undefined) this.pop(top.cells);
  }

  select(): void {
    this.pop(1);
    const cells = this.top()?.cells;
    this.drop();
    this.drop();
    this.push(cells ?? 1);
  }

  /** A value is kept and goes to a local as well. */
  teeLocal(place: Place): void {
    if (this.block().isDead) {
      this.pop(place.cells);
      this.push(place.cells);
    }
    this.preserve(place);
  }

  /** Branches to any of several blocks; the operands are the same for each. */
  branchAny(depths: readonly number[]): void {
    const before = [...this.operands];
    for (const depth of depths) {
      this.branch(depth, false);
      this.operands.splice(0, Infinity, ...before);
    }
    this.die();
  }

  /** The last operand of the innermost block. */
  top(): Operand | undefined {
    return this.operands.length > this.block().height ? this.operands.at(-1) : undefined;
  }

  /** What stands on the stack as a local that is about to change is copied, once for all. Returns whether it was there. */
  preserve({ at, cells }: Place): boolean {
    const found = this.operands.filter((operand) => operand.at === at);
    if (found.length === 0) return false;
    for (const operand of found) operand.at = this.preserved;
    if (!this.isFirst) this.preserved += cells;
    return true;
  }

  preserveAll(): void {
    for (const operand of this.operands) {
      if (operand.at >= 0 && operand.at < this.start) this.preserve({ ...operand });
    }
  }

  /** Takes what a local is set to; after some instructions their result goes straight there. */
  setLocal(place: Place, lastOpcode: number): void {
    const isPreserved = this.preserve(place);
    const direct = directCells(lastOpcode);
    // Past the first 256 cells nothing is written straight into a local.
    if (isPreserved || direct === 0 || place.at > 0xff) {
      this.pop(place.cells);
      return;
    }
    this.operands.pop();
    this.free -= direct;
  }

  open(kind: Block["kind"], result: Cells | undefined): void {
    const { length } = this.operands;
    this.blocks.push({ kind, result, height: length, free: this.free, hasElse: false, isDead: false });
  }

  /** The rest of the block cannot be reached. What stands on the stack is dropped, and its slots are not given back. */
  die(): void {
    const block = this.block();
    this.operands.length = block.height;
    block.isDead = true;
  }

  /** A branch to the block so many blocks out. */
  branch(depth: number, isLast: boolean): void {
    const target = this.block(depth);
    const result = target.kind === "loop" ? undefined : target.result;
    if (result === undefined) return;
    this.refill(result);
    if (isLast) this.free = target.free + result;
  }

  /** In dead code a result that is missing is made up. */
  private refill(result: Cells | undefined): void {
    if (!this.block().isDead || result === undefined) return;
    this.pop(result);
    this.operands.push({ at: 0, cells: result });
  }

  otherwise(): void {
    const block = this.block();
    this.refill(block.result);
    this.operands.length = block.height;
    this.free = block.free;
    block.isDead = false;
    block.hasElse = true;
  }

  end(): void {
    this.refill(this.block().result);
    if (this.block().kind === "if" && !this.block().hasElse) this.otherwise();
    const block = this.blocks.pop();
    if (block?.result === undefined || this.operands.at(-1)?.at === block.free) return;
    this.operands.pop();
    this.free = block.free;
    this.push(block.result);
  }

  private block(depth = 0): Block {
    const block = this.blocks.at(-1 - depth);
    if (block === undefined) throw new RangeError(`no block ${depth} levels out`);
    return block;
  }
}
