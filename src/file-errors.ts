import { INPUTS } from "./messages/inputs.js";

/** Plain words for the most common errors of files and streams. */
const REASONS: Record<string, string> = {
  EACCES: INPUTS.permissionDenied,
  EISDIR: INPUTS.isADirectory,
  ELOOP: INPUTS.tooManyLinks,
  ENAMETOOLONG: INPUTS.nameTooLong,
  ENOENT: INPUTS.noSuchFile,
  ENOSPC: INPUTS.noSpace,
  ENOTDIR: INPUTS.notADirectory,
  EPERM: INPUTS.notPermitted,
  EROFS: INPUTS.readOnly,
};

/** A problem with one file or stream, as one line for people: `PATH: reason`. */
export class FileError extends Error {
  override name = "FileError";

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options);
  }
}

/** An input cannot be read, or not to its end; others still can. */
export class InputError extends FileError {
  override name = "InputError";
}

/** The output cannot be written, which ends the work. */
export class OutputError extends FileError {
  override name = "OutputError";
}

/** Returns the system's code of an error ("ENOENT"), or "" if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Returns why an operation failed, in a few words without the path. */
export function describeError(error: unknown): string {
  const known = REASONS[errorCode(error)];
  if (known !== undefined) return known;
  const message = error instanceof Error ? error.message : String(error);
  // Node writes "EIO: i/o error, read"; the middle part is the system's text.
  return /^E[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;
}
