/**
 * The part of WASI preview 1 (wasi_snapshot_preview1) that the modules use: one directory with given files, the three standard
 * streams, arguments and environment.
 */
const OK = 0;
const BAD_DESCRIPTOR = 8;
const NO_ENTRY = 44;
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
/** Size of a descriptor's status. */
const FDSTAT_BYTES = 24;
/** The descriptor of the first directory that a host opens. */
const DIRECTORY = 3;

export interface WasiOptions {
  /** The files in the one open directory, by name; without them, no directory is open. */
  files?: Record<string, Uint8Array | string>;
  /** Takes the module's standard error. */
  stderr?: (text: string) => void;
  /** The arguments; the first is the command's name. */
  args?: readonly string[];
  env?: Record<string, string>;
  /** Returns up to `size` bytes of standard input, none at its end; a number is a WASI error. Without it, the stream is closed. */
  stdin?: (size: number) => Uint8Array | number;
  /**
   * Takes the buffers that the module writes to standard output, valid only during the call. Returns how many bytes it took, or a
   * negated WASI error. Without it, the stream is closed.
   */
  stdout?: (buffers: readonly Uint8Array[]) => number;
  /** The WASI file type of standard output (4 is a regular file); default: unknown, such as a pipe. */
  stdoutKind?: number;
}

/** A module ended itself. */
export class WasiExit extends Error {
  override name = "WasiExit";

  constructor(readonly code: number) {
    super(`the module ended itself with code ${code}`);
  }
}

type Call = (...values: number[]) => number;

/** The imports of one instance; `attach` must be called with its memory before any of them. */
export class Wasi {
  readonly imports: { wasi_snapshot_preview1: Record<string, Call> };
  readonly #options: WasiOptions;
  readonly #open = new Map<number, { bytes: Buffer; at: number }>();
  #next = DIRECTORY + 1;
  #memory: WebAssembly.Memory | undefined;

  constructor(options: WasiOptions = {}) {
    this.#options = options;
    const environment = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
    this.imports = {
      wasi_snapshot_preview1: {
        fd_prestat_get: (descriptor = 0, prestat = 0) => this.#prestat(descriptor, prestat),
        path_open: (_directory, _flags, path = 0, length = 0, ...rest) => this.#openFile(path, length, rest[4] ?? 0),
        fd_read: (descriptor = 0, buffers = 0, _count, read = 0) => this.#read(descriptor, buffers, read),
        fd_write: (descriptor = 0, buffers = 0, count = 0, written = 0) =>
          this.#write(descriptor, this.#buffersAt(buffers, count), written),
        fd_close: (descriptor = 0) => (this.#open.delete(descriptor) ? OK : BAD_DESCRIPTOR),
        fd_fdstat_get: (descriptor = 0, stat = 0) => this.#stat(descriptor, stat),
        args_sizes_get: (count = 0, size = 0) => this.#putSizes(options.args ?? [], count, size),
        args_get: (texts = 0, bytes = 0) => this.#putTexts(options.args ?? [], texts, bytes),
        environ_sizes_get: (count = 0, size = 0) => this.#putSizes(environment, count, size),
        environ_get: (texts = 0, bytes = 0) => this.#putTexts(environment, texts, bytes),
        // Any waiting is over at once.
        poll_oneoff: (_subscriptions, _events, count = 0, stored = 0) => {
          this.#bytes.writeUInt32LE(count, stored);
          return OK;
        },
        proc_exit: (code = 0) => {
          throw new WasiExit(code);
        },
      },
    };
  }

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  get #bytes(): Buffer {
    return Buffer.from(this.#memory?.buffer ?? new ArrayBuffer(0));
  }

  #buffersAt(address: number, count: number): Buffer[] {
    const bytes = this.#bytes;
    return Array.from({ length: count }, (_, index) => {
      const start = bytes.readUInt32LE(address + 8 * index);
      return bytes.subarray(start, start + bytes.readUInt32LE(address + 8 * index + 4));
    });
  }

  #stat(descriptor: number, stat: number): number {
    if (descriptor !== STDOUT || this.#options.stdout === undefined) return BAD_DESCRIPTOR;
    this.#bytes.fill(0, stat, stat + FDSTAT_BYTES);
    this.#bytes.writeUInt8(this.#options.stdoutKind ?? 0, stat);
    return OK;
  }

  #prestat(descriptor: number, prestat: number): number {
    if (descriptor !== DIRECTORY || this.#options.files === undefined) return BAD_DESCRIPTOR;
    // A directory with a name of one byte.
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
    const [buffer = Buffer.alloc(0)] = this.#buffersAt(buffers, 1);
    let copied: number;
    if (descriptor === STDIN && this.#options.stdin !== undefined) {
      const taken = this.#options.stdin(buffer.length);
      if (typeof taken === "number") return taken;
      buffer.set(taken);
      copied = taken.length;
    } else {
      const file = this.#open.get(descriptor);
      if (file === undefined) return BAD_DESCRIPTOR;
      copied = file.bytes.copy(buffer, 0, file.at, file.at + buffer.length);
      file.at += copied;
    }
    this.#bytes.writeUInt32LE(copied, read);
    return OK;
  }

  #write(descriptor: number, buffers: readonly Buffer[], written: number): number {
    const { stdout, stderr } = this.#options;
    let taken = buffers.reduce((sum, { length }) => sum + length, 0);
    if (descriptor === STDERR) stderr?.(Buffer.concat(buffers).toString());
    else if (descriptor === STDOUT && stdout !== undefined) taken = stdout(buffers);
    else return BAD_DESCRIPTOR;
    if (taken < 0) return -taken;
    this.#bytes.writeUInt32LE(taken, written);
    return OK;
  }

  #putSizes(texts: readonly string[], count: number, size: number): number {
    this.#bytes.writeUInt32LE(texts.length, count);
    this.#bytes.writeUInt32LE(
      texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0),
      size,
    );
    return OK;
  }

  #putTexts(texts: readonly string[], addresses: number, at: number): number {
    const bytes = this.#bytes;
    texts.forEach((text, index) => {
      bytes.writeUInt32LE(at, addresses + 4 * index);
      at += bytes.write(`${text}\0`, at);
    });
    return OK;
  }
}
