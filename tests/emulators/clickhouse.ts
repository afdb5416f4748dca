import { instantiateSync } from "@assemblyscript/loader";

interface ModuleExports {
  [name: string]: unknown;
  memory: WebAssembly.Memory;
  clickhouse_create_buffer: (size: number) => number;
  clickhouse_destroy_buffer: (handle: number) => void;
  keyward_match: (rows: number, count: number) => number;
  keyward_count: (rows: number, count: number) => number;
}

/**
 * One instance of a module in ClickHouse, with the functions that use it: ABI BUFFERED_V1 with RowBinary, with ClickHouse's calls
 * (executeOnBlock in src/Functions/UserDefined/UserDefinedWebAssembly.cpp). Throws what ends a query.
 */
export class ClickHouseFunctions {
  readonly #exports: ModuleExports;

  constructor(module: WebAssembly.Module) {
    const env: Record<string, unknown> = {
      clickhouse_throw: (address: number, length: number) => {
        throw new Error(Buffer.from(this.#exports.memory.buffer, address, length).toString());
      },
    };
    this.#exports = instantiateSync<ModuleExports>(module, { env }).exports;
  }

  /** Returns keyward_match of each row. */
  match(rows: readonly Uint8Array[]): string[] {
    const answers = new Answers(this.call("keyward_match", rowBinary(rows), rows.length));
    const verdicts = rows.map(() => answers.take(answers.take(1).readUInt8()).toString());
    answers.end();
    return verdicts;
  }

  /** Returns keyward_count of each row; null for NULL. */
  count(rows: readonly Uint8Array[]): (number | null)[] {
    const answers = new Answers(this.call("keyward_count", rowBinary(rows), rows.length));
    const counts = rows.map(() => (answers.take(1).readUInt8() === 1 ? null : answers.take(4).readUInt32LE()));
    answers.end();
    return counts;
  }

  /** Calls a function for a block of rows. Returns the bytes of its answers. */
  call(name: "keyward_match" | "keyward_count", block: Uint8Array, rows: number): Buffer {
    const { clickhouse_create_buffer: create, clickhouse_destroy_buffer: destroy, memory } = this.#exports;
    const input = create(block.length);
    const [address, size] = this.#bufferAt(input);
    if (size !== block.length) throw new Error(`a buffer of ${size} bytes, not ${block.length}`);
    new Uint8Array(memory.buffer).set(block, address);
    const output = this.#exports[name](input, rows);
    const [start, length] = this.#bufferAt(output);
    const answers = Buffer.from(new Uint8Array(memory.buffer).slice(start, start + length));
    destroy(output);
    destroy(input);
    return answers;
  }

  /** Size of the instance's memory in bytes. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  #bufferAt(handle: number): [address: number, size: number] {
    if (handle === 0) throw new Error("Wasm buffer is nullptr");
    const view = new DataView(this.#exports.memory.buffer);
    return [view.getUint32(handle, true), view.getUint32(handle + 4, true)];
  }
}

/** Encodes a column of strings: each one's length as an unsigned varint, and its bytes. */
export function rowBinary(rows: readonly Uint8Array[]): Buffer {
  return Buffer.concat(rows.flatMap((row) => [varint(row.length), row]));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return Buffer.from([...bytes, left]);
}

class Answers {
  #at = 0;

  constructor(readonly bytes: Buffer) {}

  take(length: number): Buffer {
    if (this.#at + length > this.bytes.length) throw new RangeError("too few answers");
    return this.bytes.subarray(this.#at, (this.#at += length));
  }

  end(): void {
    if (this.#at !== this.bytes.length) throw new RangeError(`${this.bytes.length - this.#at} bytes too many`);
  }
}
