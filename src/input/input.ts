import { fstatSync, type Stats } from "node:fs";
import { stat } from "node:fs/promises";

/** The name on the command line that stands for standard input. */
export const STANDARD_INPUT = "-";

/** What an input is called in messages. */
export function inputName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

/** The sizes of regular files together, in bytes before decompression; undefined when one is no such file. */
export async function totalSize(paths: string[]): Promise<number | undefined> {
  let total = 0;
  for (const path of paths) {
    const stats = await inputStats(path);
    if (!stats?.isFile()) return undefined;
    total += stats.size;
  }
  return total;
}

/** What the system says of an input; undefined when it cannot be asked. */
export async function inputStats(path: string): Promise<Stats | undefined> {
  try {
    return path === STANDARD_INPUT ? fstatSync(0) : await stat(path);
  } catch {
    return undefined;
  }
}
