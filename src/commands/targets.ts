import { findFiles } from "../input/find-files.js";
import { STANDARD_INPUT } from "../input/input.js";
import { outputStats } from "../output/output.js";
import type { Messages } from "../terminal/messages.js";
import { parseFileLine, type FileLine } from "./file-line.js";
import { refuseInputAsOutput } from "./same-file.js";
import { INPUTS } from "../messages/inputs.js";

/** What to read: a file, or the record at one of its lines. */
export interface Target extends FileLine {
  isRegular: boolean;
}

interface Targets {
  targets: Target[];
  /** Whether everything named could be opened. */
  isWhole: boolean;
}

interface Files {
  output?: string | undefined;
  /** Other files that are read. */
  others?: readonly (string | undefined)[];
  /** The names to read in folders; default: those of logs. */
  names?: RegExp;
}

type Rest = [files: Files, messages: Messages];

/**
 * Resolves arguments to files, lines of files, and files in folders, and says whether all of them could be opened. Refuses an
 * output that is also an input.
 */
export async function targetsOf(words: readonly string[], files: Files, messages: Messages): Promise<Targets> {
  return filesIn(await Promise.all(words.map(parseFileLine)), files, messages);
}

/** The same, for arguments without lines. */
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
    // Its error is reported when it is read.
    if (broken.some(({ file }) => file === one.path)) return [{ ...one, isRegular: false }];
    for (const { file, reason } of broken) messages.line(`${file}: ${reason}`);
    if (files.length === 0 || broken.length > 0) isWhole = false;
    if (files.length + broken.length === 0) messages.line(`${one.path}: ${INPUTS.noFileToRead}`);
    return files.map(({ path, isRegular }) => ({ path, isRegular }));
  });
  return { targets, isWhole };
}
