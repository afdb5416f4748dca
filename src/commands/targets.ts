import { findFiles } from "../input/find-files.js";
import { STANDARD_INPUT } from "../input/input.js";
import { outputStats } from "../output/output.js";
import type { Messages } from "../terminal/messages.js";
import { parseFileLine, type FileLine } from "./file-line.js";
import { refuseInputAsOutput } from "./same-file.js";

/** What is to be read: a file, or the record at a line of one. */
export interface Target extends FileLine {
  isRegular: boolean;
}

interface Targets {
  targets: Target[];
  /** Whether all that is named could be looked at. */
  isWhole: boolean;
}

interface Files {
  output?: string | undefined;
  /** What is read besides. */
  others?: readonly (string | undefined)[];
  /** The names that are taken in folders, by default those of logs. */
  names?: RegExp;
}

type Rest = [files: Files, messages: Messages];

/** What the words name: files, the lines of files, and the files in folders; and whether all that could be looked at. Nothing that is read may be what is written. */
export async function targetsOf(words: readonly string[], files: Files, messages: Messages): Promise<Targets> {
  return filesIn(await Promise.all(words.map(parseFileLine)), files, messages);
}

/** The same where no word names a line. */
export async function filesOf(words: readonly string[], ...others: Rest): Promise<Targets> {
  return filesIn(
    words.map((path) => ({ path })),
    ...others,
  );
}

async function filesIn(
  named: readonly FileLine[],
  { output, others = [], names }: Files,
  messages: Messages,
): Promise<Targets> {
  const read = [...named.map(({ path }) => path), ...others];
  await refuseInputAsOutput(
    read.filter((path) => path !== undefined),
    output,
  );
  const stats = await outputStats(output);
  let isWhole = true;
  const targets = named.flatMap((one): Target[] => {
    if (one.line !== undefined || one.path === STANDARD_INPUT) {
      return [{ ...one, isRegular: one.path !== STANDARD_INPUT }];
    }
    const { files, broken } = findFiles([one.path], { output: stats, names });
    // It says so when it is read.
    if (broken.some(({ file }) => file === one.path)) return [{ ...one, isRegular: false }];
    for (const { file, reason } of broken) messages.line(`${file}: ${reason}`);
    if (files.length === 0 || broken.length > 0) isWhole = false;
    if (files.length + broken.length === 0) messages.line(`${one.path}: no file in it is read`);
    return files.map(({ path, isRegular }) => ({ path, isRegular }));
  });
  return { targets, isWhole };
}
