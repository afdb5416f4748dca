/** Lines of a chunk through the filter, to standard output: the bytes between annotated lines go out as they are. */
import { recycle } from "../../bytes/arena";
import { NEWLINE } from "../../bytes/newlines";
import { writeAscii, writeUnsigned } from "../../bytes/writer";
import { isUnread, keepRecord, tagRecord } from "../../pipeline";
import { findLine, lineEnd } from "../../search/candidates";
import { findPlainLine, plainLineEnd } from "../../search/plain-candidates";
import { tellUnread } from "../lost";
import { lengthOf } from "../result-length";
import { writeOutput } from "./streams";
import { startLine, tellLine } from "../tell";

/** Whether lines without a match are left out. */
let keeps: bool = false;
/** Lines that passed unjudged. */
export let unjudged: u32 = 0;

export function leaveOutOthers(): void {
  keeps = true;
}

/**
 * Passes on the lines in [start, end), the last perhaps without its newline. Returns false if the output takes no more.
 * Caller: as for `findLine`, so READ_AFTER bytes after `end` are readable, too.
 */
export function passLines(start: usize, end: usize): bool {
  // Nothing has been written from here on.
  let pending = start;
  for (let at = start; at < end;) {
    const line = ASC_FEATURE_SIMD ? findLine(at, end, keeps) : findPlainLine(at, end, keeps);
    if (keeps && line > at) {
      if (!writeOutput(pending, at, 0, 0)) return false;
      pending = line;
    }
    if (line == end) break;
    const stop = ASC_FEATURE_SIMD ? lineEnd() : plainLineEnd();
    at = min(stop + 1, end);
    recycle();
    const result = judgeLine(line, stop);
    if (result == line) continue;
    if (!writeResult(pending, line, result, at > stop)) return false;
    pending = at;
  }
  return writeOutput(pending, end, 0, 0);
}

/**
 * Passes on one line, the newest block of the arena: `size` bytes from `line` on, and a newline after them if it has
 * one. Returns false if the output takes no more.
 */
export function passBlock(line: usize, size: usize, hasNewline: bool): bool {
  const result = judgeLine(line, line + size);
  if (result == line) return writeOutput(line, line + size + (hasNewline ? 1 : 0), 0, 0);
  return writeResult(line, line, result, hasNewline);
}

/** Judges a line, and reports it if it names an action and could not be judged. */
function judgeLine(line: usize, stop: usize): usize {
  const result = keeps ? keepRecord(line, stop - line) : tagRecord(line, stop - line);
  if (isUnread()) {
    unjudged += 1;
    tellUnread(stop - line);
  }
  return result;
}

/**
 * Writes everything pending up to `line`, then the NUL-terminated result, unless it is 0. The NUL may become a newline.
 */
function writeResult(pending: usize, line: usize, result: usize, hasNewline: bool): bool {
  if (result == 0) return writeOutput(pending, line, 0, 0);
  const end = result + lengthOf(result);
  if (hasNewline) store<u8>(end, NEWLINE);
  return writeOutput(pending, line, result, hasNewline ? end + 1 : end);
}

/** Reports a line of `size` bytes that was not judged. */
export function tellUnjudged(size: usize, reason: string): void {
  unjudged += 1;
  startLine();
  writeAscii("standard input: a line of ");
  writeUnsigned(<u32>size);
  writeAscii(" bytes");
  writeAscii(reason);
  tellLine();
}
