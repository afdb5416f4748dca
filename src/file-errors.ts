/** Plain words for the most common errors of files and streams. */
const REASONS: Record<string, string> = {
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "file name too long",
  ENOENT: "no such file",
  ENOSPC: "no space left on device",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "operation not permitted",
  EROFS: "read-only file system",
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
