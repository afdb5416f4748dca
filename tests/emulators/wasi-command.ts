import { isOrigin } from "./origin.js";
import { instantiateSync } from "@assemblyscript/loader";
import { isTrap } from "#keyward/hosts/guest.js";
import { Wasi, WasiExit, type WasiOptions } from "#keyward/wasi.js";

export interface CommandOptions extends Pick<WasiOptions, "files" | "env"> {
  /** The arguments after the command's name. */
  args?: readonly string[];
  /** Returns how many of the possible bytes a read gives or a write takes; default: all. */
  portion?: (most: number) => number;
  /** Bytes read from the output before its reader goes away; default: it stays. */
  readerTakes?: number;
}

export interface CommandRun {
  output: Buffer;
  /** The line with what the module is, and the rest of standard error. */
  origin: string;
  told: string;
  /** The exit code, or the trap. */
  code: number | string;
  /** Final size of the module's memory in bytes. */
  memoryBytes: number;
}

const BROKEN_PIPE = 64;

interface CommandExports {
  memory: WebAssembly.Memory;
  _start: () => void;
  [name: string]: unknown;
}

/** Runs a WASI command over an input, like a pipe. */
export function runCommand(module: WebAssembly.Module, input: Uint8Array, options: CommandOptions = {}): CommandRun {
  const { args = [], portion = (most: number) => most, readerTakes = Infinity } = options;
  const written: Buffer[] = [];
  let taken = 0;
  let [origin, told] = ["", ""];
  let at = 0;
  const wasi = new Wasi({
    ...(options.files && { files: options.files }),
    env: options.env ?? {},
    args: ["keyward", ...args],
    stderr: (text) => {
      if (isOrigin(text)) origin += text;
      else told += text;
    },
    stdin: (size) => {
      const most = Math.min(size, input.length - at);
      const start = at;
      if (most > 0) at += portion(most);
      return input.subarray(start, at);
    },
    stdout: (buffers) => {
      if (taken >= readerTakes) return -BROKEN_PIPE;
      const length = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
      // Only what is taken is copied: a module offers all of the rest again and again.
      const part = Buffer.concat(buffers, Math.min(portion(length), readerTakes - taken));
      written.push(part);
      taken += part.length;
      return part.length;
    },
  });
  const { exports } = instantiateSync<CommandExports>(module, wasi.imports);
  wasi.attach(exports.memory);
  const code = run(exports);
  return { output: Buffer.concat(written), origin, told, code, memoryBytes: exports.memory.buffer.byteLength };
}

function run(exports: CommandExports): number | string {
  try {
    exports._start();
    return 0;
  } catch (error) {
    if (error instanceof WasiExit) return error.code;
    if (isTrap(error)) return `trap: ${String(error)}`;
    throw error;
  }
}
