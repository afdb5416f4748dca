import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  rmSync,
} from "node:fs";
import { open, realpath, rename, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { describeError, errorCode, OutputError } from "../file-errors.js";
import { oneByOne, openStandardOutput, Output, outputStats, writer } from "./output.js";
import { INPUTS } from "../messages/inputs.js";

/** Errors that mean that the file cannot be replaced, or none made next to it: another user's file or folder, or a mount. */
const NOT_REPLACED = new Set(["EACCES", "EBUSY", "EPERM", "EROFS"]);
/** Readable for its owner only. */
const PRIVATE = 0o600;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Opens a file, like `openOutputFile`, or standard output. */
export async function openOutput(path: string | undefined, shown?: (text: string) => string): Promise<Output> {
  return path === undefined ? openStandardOutput(shown) : openOutputFile(path);
}

/**
 * Opens a file that is written whole or not at all: under a random name next to it, which replaces the file, with its owner and
 * mode, when the output is closed. So a run that fails or is interrupted leaves the old content. If no file can be made next to
 * it, it is made in the system's temporary folder and copied. Anything that is not a regular file is written in place. Rejects
 * with an OutputError.
 */
export async function openOutputFile(path: string): Promise<Output> {
  try {
    const target = await realpath(path).catch(() => path);
    const stats = await outputStats(target);
    if (stats !== undefined && !stats.isFile()) return inPlace(path, await open(path, "w"));
    const { file, temporary, forget } = openTemporary(target, stats !== undefined);
    let isOpen = true;
    let isKept = false;
    const abandon = async (): Promise<void> => {
      // Close once: the descriptor may belong to another file later.
      if (isOpen) closeSync(file);
      isOpen = false;
      if (!isKept) await rm(temporary, { force: true });
      forget();
    };
    return new Output({
      name: path,
      isFile: true,
      write: writer(file),
      abandon,
      close: async () => {
        try {
          if (stats !== undefined) {
            try {
              fchownSync(file, stats.uid, stats.gid);
            } catch (error) {
              if (!NOT_REPLACED.has(errorCode(error))) throw error;
            }
            fchmodSync(file, stats.mode);
            // Before it replaces anything.
            fsyncSync(file);
          }
          await rename(temporary, target).catch(async (error: unknown) => {
            if (!NOT_REPLACED.has(errorCode(error)) && errorCode(error) !== "EXDEV") throw error;
            // While the target is incomplete, this is the only complete result.
            forget();
            isKept = true;
            try {
              await copyInto(target, temporary);
              isKept = false;
            } catch (failed) {
              throw new Error(INPUTS.resultIsIn(describeError(failed), temporary), { cause: failed });
            }
          });
        } finally {
          await abandon();
        }
      },
    });
  } catch (error) {
    throw new OutputError(path, describeError(error), { cause: error });
  }
}

interface Temporary {
  file: number;
  temporary: string;
  /** Call it once the file is gone. */
  forget: () => void;
}

/** Opens a temporary file for the target, next to it if possible. */
function openTemporary(target: string, isThere: boolean): Temporary {
  const name = `${randomBytes(6).toString("hex")}.tmp`;
  try {
    return openNew(`${target}.${name}`);
  } catch (error) {
    if (!isThere || !NOT_REPLACED.has(errorCode(error))) throw error;
    // Fails now if the result could not be copied in the end.
    accessSync(target, constants.W_OK);
    return openNew(join(tmpdir(), `keyward.${name}`), PRIVATE);
  }
}

function openNew(temporary: string, mode?: number): Temporary {
  // Registered before the file exists, and opened synchronously: no signal in between can leave the file.
  const forget = removeAtExit(temporary);
  try {
    // Never through a link that someone put there: an existing name is not opened.
    return { file: openSync(temporary, "wx", mode), temporary, forget };
  } catch (error) {
    forget();
    throw error;
  }
}

/** Copies, so that the file keeps its owner and mode: a writer need not be the owner. */
async function copyInto(target: string, source: string): Promise<void> {
  const handle = await open(target, "r+");
  await handle.truncate();
  await pipeline(createReadStream(source), handle.createWriteStream());
}

/** Opens what is not a regular file, e.g. a pipe or a terminal. */
function inPlace(name: string, handle: FileHandle): Output {
  return new Output({
    name,
    write: oneByOne(async (bytes) => {
      for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
    }),
    close: () => handle.close(),
  });
}

/** Removes a file if the process ends early. Returns what to call once the file is gone. */
function removeAtExit(path: string): () => void {
  const remove = (): void => {
    rmSync(path, { force: true });
  };
  const end = (signal: NodeJS.Signals): void => {
    remove();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    process.off("exit", remove);
    for (const signal of SIGNALS) process.off(signal, end);
  };
  process.on("exit", remove);
  for (const signal of SIGNALS) process.on(signal, end);
  return forget;
}
