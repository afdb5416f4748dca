/**
 * As much of WASI preview 1 as a module uses to read a configuration (wasi_snapshot_preview1): one directory of files that
 * are given, and standard error.
 */
const OK = 0;
const BAD_DESCRIPTOR = 8;
const NO_ENTRY = 44;
const STDERR = 2;
/** The first directory that a host opens. */
const DIRECTORY = 3;

export interface WasiOptions {
  /** The files of the one directory that is opened, by name; without them no directory is. */
  files?: Record<string, Uint8Array | string>;
  /** Takes what the module writes to standard error. */
  stderr?: (text: string) => void;
}

/** The imports of one instance; `attach` has to be called with its memory before any of them is. */
export class Wasi {
  readonly imports: { wasi_snapshot_preview1: Record<string, (...values: number[]) => number> };
  readonly #options: WasiOptions;
  readonly #open = new Map<number, { bytes: Buffer; at: number }>();
  #next = DIRECTORY + 1;
  #memory: WebAssembly.Memory | undefined;

  constructor(options: WasiOptions = {}) {
    this.#options = options;
    this.imports = {
      wasi_snapshot_preview1: {
        fd_prestat_get: (descriptor = 0, prestat = 0) => this.#prestat(descriptor, prestat),
        path_open: (_directory, _flags, path = 0, length = 0, ...rest) => this.#openFile(path, length, rest[4] ?? 0),
        fd_read: (descriptor = 0, buffers = 0, _count, read = 0) => this.#read(descriptor, buffers, read),
        fd_write: (descriptor = 0, buffers = 0, _count, written = 0) => this.#write(descriptor, buffers, written),
        fd_close: (descriptor = 0) => (this.#open.delete(descriptor) ? OK : BAD_DESCRIPTOR),
      },
    };
  }

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  get #bytes(): Buffer {
    return Buffer.from(this.#memory?.buffer ?? new ArrayBuffer(0));
  }

  #prestat(descriptor: number, prestat: number): number {
    if (descriptor !== DIRECTORY || this.#options.files === undefined) return BAD_DESCRIPTOR;
    // A directory, whose name is one byte long.
    this.#bytes.writeUInt32LE(0, prestat);
    this.#bytes.writeUInt32LE(1, prestat + 4);
    return OK;
  }

  #openFile(path: number, length: number, opened: number): number {
    const file = this.#options.files?.[this.#bytes.toString("utf8", path, path + length)];
    if (file === undefined) return NO_ENTRY;
    this.#open.set(this.#next, { bytes: Buffer.from(file as string), at: 0 });
    this.#bytes.writeUInt32LE(this.#next++, opened);
    return OK;
  }

  #read(descriptor: number, buffers: number, read: number): number {
    const file = this.#open.get(descriptor);
    if (file === undefined) return BAD_DESCRIPTOR;
    const bytes = this.#bytes;
    const copied = file.bytes.copy(
      bytes,
      bytes.readUInt32LE(buffers),
      file.at,
      file.at + bytes.readUInt32LE(buffers + 4),
    );
    file.at += copied;
    bytes.writeUInt32LE(copied, read);
    return OK;
  }

  #write(descriptor: number, buffers: number, written: number): number {
    if (descriptor !== STDERR) return BAD_DESCRIPTOR;
    const bytes = this.#bytes;
    const start = bytes.readUInt32LE(buffers);
    const length = bytes.readUInt32LE(buffers + 4);
    this.#options.stderr?.(bytes.toString("utf8", start, start + length));
    bytes.writeUInt32LE(length, written);
    return OK;
  }
}
