/**
 * The slots that WAMR's loader assigns to a function's operands: see wamr-frame.ts. Oddities are the loader's, and are counted as
 * it counts them.
 */
import { directCells, type Cells } from "./wamr-signatures.js";

/** An operand: the position of its value, in cells from the first parameter; negative for a constant. */
interface Operand {
  at: number;
  cells: Cells;
}

export interface Block {
  kind: "function" | "block" | "loop" | "if";
  /** Size of its result in cells; undefined for none. */
  result: Cells | undefined;
  /** Number of operands below it. */
  height: number;
  /** The first free slot at its start: its result goes there. */
  free: number;
  hasElse: boolean;
  /** Whether the rest of it is unreachable: operands may then be missing. */
  isDead: boolean;
}

/** Position of a local, in cells from the first parameter, and its size. */
export interface Place {
  at: number;
  cells: Cells;
}

const CONSTANT = -1;

export class Slots {
  /** End of the slots in use at once; the second pass takes it from the first. */
  highest: number;
  /** End of the slots for copies of locals, which follow the others; grows in the second pass only. */
  preserved: number;
  private free: number;
  private readonly isFirst: boolean;
  private readonly operands: Operand[] = [];
  private readonly blocks: Block[] = [];

  /** `start`: the first slot, after the locals; `highest`: the first pass's result, for the second. */
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

  /** Allocates a result's slot. */
  push(cells: Cells): void {
    this.operands.push({ at: this.free, cells });
    this.free += cells;
    if (this.free > this.highest) {
      if (!this.isFirst) throw new RangeError("the second pass needs more slots than the first");
      this.highest = this.free;
    }
  }

  /** Frees an operand's slot; the first slot is never freed. */
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

  /** Pushes an operand without a slot: the value of a local. */
  pushLocal({ at, cells }: Place): void {
    this.operands.push({ at, cells });
  }

  /** Pushes a constant. */
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

  /** Keeps a value and also writes it to a local. */
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

  /** Returns the last operand of the innermost block. */
  top(): Operand | undefined {
    return this.operands.length > this.block().height ? this.operands.at(-1) : undefined;
  }

  /** Copies the operands that are a local about to change, once for all of them. Returns whether there were any. */
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

  /** Takes the value for a local; some instructions write their result directly there. */
  setLocal(place: Place, lastOpcode: number): void {
    const isPreserved = this.preserve(place);
    const direct = directCells(lastOpcode);
    // Past the first 256 cells, nothing is written directly into a local.
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

  /** Marks the rest of the block as unreachable. The stack is dropped without freeing its slots. */
  die(): void {
    const block = this.block();
    this.operands.length = block.height;
    block.isDead = true;
  }

  /** Branches to the block this many levels out. */
  branch(depth: number, isLast: boolean): void {
    const target = this.block(depth);
    const result = target.kind === "loop" ? undefined : target.result;
    if (result === undefined) return;
    this.refill(result);
    if (isLast) this.free = target.free + result;
  }

  /** In dead code, missing results are made up. */
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
