/** A reference for `findLine` that works line by line and byte by byte. */
import {
  READ_AFTER,
  findLine,
  lineEnd,
  passedNewlines,
  passedOthers,
  passedRecords,
} from "../../../assembly/search/candidates";
import { Glance, glanceAt } from "../../../assembly/json/brackets";

/** Where `word` (ASCII) is between `start` and `end`, or `end`. */
export function findWord(word: string, start: usize, end: usize): usize {
  const first = word.charCodeAt(0);
  for (; start + word.length <= end; start++) {
    if (<i32>load<u8>(start) != first) continue;
    let index = 1;
    while (index < word.length && <i32>load<u8>(start + index) == word.charCodeAt(index)) index += 1;
    if (index == word.length) return start;
  }
  return end;
}

/** Whether a line may name an action. */
export function isCandidate(start: usize, end: usize): bool {
  if (findWord("sableKey", start, end) != end || findWord("eduleKey", start, end) != end) return true;
  return findWord("\\u", start, end) != end;
}

/** Whether `findLine` stops at a line. */
function isFound(start: usize, end: usize, keep: bool): bool {
  if (isCandidate(start, end)) return true;
  return keep && glanceAt(start, end) != Glance.BRACKETED;
}

function summary(line: usize, stop: usize, start: usize, newlines: i32, records: i32, others: i32): string {
  return `${line - start} to ${stop - start}, ${newlines} newlines, ${records} records, ${others} others`;
}

/** The reference's answer, and what it passed over. */
export function foundNaively(start: usize, end: usize, keep: bool): string {
  let newlines = 0;
  let records = 0;
  let others = 0;
  let line = start;
  while (line < end) {
    const stop = findWord("\n", line, end);
    if (isFound(line, stop, keep)) return summary(line, stop, start, newlines, records, others);
    const glance = glanceAt(line, stop);
    if (glance != Glance.BLANK) records += 1;
    if (glance == Glance.OTHER) others += 1;
    if (stop < end) newlines += 1;
    line = min(stop + 1, end);
  }
  return summary(end, end, start, newlines, records, others);
}

/** The same from `findLine`. */
export function found(start: usize, end: usize, keep: bool): string {
  const line = findLine(start, end, keep);
  return summary(line, line == end ? end : lineEnd(), start, passedNewlines(), passedRecords(), passedOthers());
}

/** Room for a region of `size` bytes, with one byte before it and the bytes that `findLine` reads after it. */
export class Region {
  start: usize;

  constructor(public size: i32) {
    const block = heap.alloc(<usize>size + 1 + READ_AFTER);
    memory.fill(block, 0x2d, <usize>size + 1 + READ_AFTER);
    this.start = block + 1;
  }

  /** Fills it with this text (UTF-8), with `around` repeated before and after; returns the text's end. */
  fill(text: string, around: string): usize {
    const bytes = String.UTF8.encode(text);
    memory.copy(this.start, changetype<usize>(bytes), bytes.byteLength);
    const end = this.start + bytes.byteLength;
    store<u8>(this.start - 1, <u8>around.charCodeAt(around.length - 1));
    for (let index = 0; index < <i32>READ_AFTER; index++) {
      store<u8>(end + index, <u8>around.charCodeAt(index % around.length));
    }
    return end;
  }
}
