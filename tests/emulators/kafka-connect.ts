import { instantiateSync } from "@assemblyscript/loader";
import type { FilterName } from "#keyward/records/judge.js";

/** The result for a record. */
export interface ConnectJudgement {
  bytes: Uint8Array;
  /** The header `keyward_verdict`; empty if absent. */
  verdict: string;
  /** The header `keyward_matches`. */
  matches: number | undefined;
}

interface ModuleExports {
  [name: string]: unknown;
  memory: WebAssembly.Memory;
  configure: (address: number, length: number) => number;
  malloc: (size: number) => number;
  tagRecord: (record: number, length: number) => number;
  keepRecord: (record: number, length: number) => number;
  lengthOf: (text: number) => number;
  verdict: () => number;
  matchCount: () => number;
  unreadReason: () => number;
}

/** The transform in a Kafka Connect task, with the same calls as connect/ (Matcher.java). */
export class ConnectTask {
  readonly #exports: ModuleExports;
  readonly #filter: FilterName;

  /** Throws all errors of an invalid configuration. */
  constructor(module: WebAssembly.Module, filter: FilterName, config?: string) {
    this.#exports = instantiateSync<ModuleExports>(module, {}).exports;
    this.#filter = filter;
    const text = config === undefined ? undefined : Buffer.from(config);
    const mistakes = this.#exports.configure(text === undefined ? 0 : this.#copyIn(text), text?.length ?? 0);
    if (mistakes === 0) throw new Error("no memory to list the mistakes");
    const told = this.#textAt(mistakes);
    if (told !== "") throw new Error(told);
  }

  /** Judges a record; undefined if it is dropped. */
  judge(record: Uint8Array): ConnectJudgement | undefined {
    const { tagRecord, keepRecord, lengthOf, verdict, matchCount } = this.#exports;
    const block = this.#copyIn(record);
    if (block === 0) return { bytes: record, verdict: "unread", matches: undefined };
    const result = (this.#filter === "keep" ? keepRecord : tagRecord)(block, record.length);
    if (result === 0) return undefined;
    const isAnnotated = result !== block;
    const bytes = isAnnotated ? this.#bytes(result, lengthOf(result)) : record;
    return { bytes, verdict: this.#textAt(verdict()), matches: isAnnotated ? matchCount() : undefined };
  }

  /** Returns why the last record could not be judged. */
  unreadReason(): string {
    return this.#textAt(this.#exports.unreadReason());
  }

  /** Returns the address of a block with the bytes, or 0. */
  #copyIn(bytes: Uint8Array): number {
    const block = this.#exports.malloc(bytes.length);
    if (block !== 0) new Uint8Array(this.#exports.memory.buffer).set(bytes, block);
    return block;
  }

  #bytes(start: number, length: number): Buffer {
    return Buffer.from(new Uint8Array(this.#exports.memory.buffer).slice(start, start + length));
  }

  #textAt(address: number): string {
    const memory = Buffer.from(this.#exports.memory.buffer);
    return memory.toString("latin1", address, memory.indexOf(0, address));
  }
}
