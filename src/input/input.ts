import { fstatSync, type Stats } from "node:fs";
import { stat } from "node:fs/promises";

/** The name of standard input on the command line. */
export const STANDARD_INPUT = "-";

/** Returns the name of an input in messages. */
export function inputName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

/** Returns the total size of regular files in bytes, before decompression; undefined if one is not a regular file. */
export async function totalSize(paths: string[]): Promise<number | undefined> {
  let total = 0;
  for (const path of paths) {
    const stats = await inputStats(path);
    if (!stats?.isFile()) return undefined;
    total += stats.size;
  }
  return total;
}

/** Returns the file status of an input; undefined if it is not available. */
export async function inputStats(path: string): Promise<Stats | undefined> {
  try {
    return path === STANDARD_INPUT ? fstatSync(0) : await stat(path);
  } catch {
    return undefined;
  }
}
