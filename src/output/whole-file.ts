import { open, realpath, rename, rm } from "node:fs/promises";
import { openOutputFile, outputStats } from "./output.js";
import { describeError, errorCode, OutputError } from "../file-errors.js";

/** Where no other file may take the file's place: it is of another user, in a folder of another user, or mounted by itself. */
const IN_PLACE = new Set(["EACCES", "EBUSY", "EPERM"]);

/**
 * Writes a file whole or not at all: beside it, under a name of its own, which then takes the file's place with its owner
 * and mode. Where that is not possible, and where there is no regular file, it is written in place. Rejects with an
 * OutputError, or with OutputClosed when it is a pipe that nobody reads.
 */
export async function writeWholeFile(path: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const stats = await outputStats(target);
  if (stats !== undefined && !stats.isFile()) return writeInPlace(path, bytes);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      if (stats !== undefined) {
        await handle.chown(stats.uid, stats.gid);
        await handle.chmod(stats.mode);
      }
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    if (stats !== undefined && IN_PLACE.has(errorCode(error))) return writeInPlace(path, bytes);
    throw new OutputError(path, describeError(error), { cause: error });
  }
}

async function writeInPlace(path: string, bytes: Uint8Array): Promise<void> {
  const output = await openOutputFile(path);
  output.append(Buffer.from(bytes));
  await output.flush();
  await output.close();
}
