import { randomBytes } from "node:crypto";
import { closeSync, fchmodSync, fchownSync, fsyncSync, openSync, rmSync } from "node:fs";
import { copyFile, open, realpath, rename, rm, type FileHandle } from "node:fs/promises";
import { describeError, errorCode, OutputError } from "../file-errors.js";
import { isRegularFile, oneByOne, openStandardOutput, Output, outputStats, writer } from "./output.js";

/** Where no other file may take the file's place: it is of another user, in a folder of another user, or mounted by itself. */
const IN_PLACE = new Set(["EACCES", "EBUSY", "EPERM"]);
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A file as `openOutputFile` has it, or standard output. */
export async function openOutput(path: string | undefined, shown?: (text: string) => string): Promise<Output> {
  return path === undefined ? openStandardOutput(shown) : openOutputFile(path);
}

/**
 * A file that is written whole or not at all: beside it, under a random name, which takes the file's place with its owner and mode when
 * the output is closed. So a run that fails or is interrupted leaves what was there. Where that is not possible, and where there is no
 * regular file, it is written in place. Rejects with an OutputError.
 */
export async function openOutputFile(path: string): Promise<Output> {
  try {
    const target = await realpath(path).catch(() => path);
    const stats = await outputStats(target);
    if (stats !== undefined && !stats.isFile()) return inPlace(path, await open(path, "w"));
    const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
    // Before the file is there, and opened at once: a signal finds no moment at which the file would be left behind.
    const forget = removeAtExit(temporary);
    let file: number;
    try {
      // Never through a link that somebody put there: what has the name already is not opened.
      file = openSync(temporary, "wx");
    } catch (error) {
      forget();
      if (stats === undefined || !IN_PLACE.has(errorCode(error))) throw error;
      return inPlace(path, await open(target, "r+").then(emptied));
    }
    let isOpen = true;
    const abandon = async (): Promise<void> => {
      // Once: its number may be another file's by now.
      if (isOpen) closeSync(file);
      isOpen = false;
      await rm(temporary, { force: true });
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
              if (!IN_PLACE.has(errorCode(error))) throw error;
            }
            fchmodSync(file, stats.mode);
            // Before it takes the place of something.
            fsyncSync(file);
          }
          await rename(temporary, target).catch(async (error: unknown) => {
            if (!IN_PLACE.has(errorCode(error))) throw error;
            await copyFile(temporary, target);
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

function inPlace(name: string, handle: FileHandle): Output {
  const isFile = isRegularFile(handle.fd);
  return new Output({
    name,
    isFile,
    write: isFile
      ? writer(handle.fd)
      : oneByOne(async (bytes) => {
          for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
        }),
    close: () => handle.close(),
  });
}

async function emptied(handle: FileHandle): Promise<FileHandle> {
  await handle.truncate();
  return handle;
}

/** Removes a file when the process ends before its time. Returns what is to be called when it is gone. */
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
