/** A line that no chunk has room for: put together in a block of its own, as far as there is memory. */
import { allocate, recycle, release } from "../../bytes/arena";
import { findNewline } from "../../bytes/newlines";
import { passBlock, tellUnjudged } from "./lines";
import { readInput, writeOutput } from "./streams";

/** How much of what was read after the line stands at the place that `passLong` was given. */
export let readBehind: usize = 0;

/**
 * Passes on the line that begins with the bytes from `start` to `end` and goes on in the input. What was read after it
 * is put to `rest`, where there is room for `most` bytes. Returns false if the output takes no more.
 */
export function passLong(start: usize, end: usize, rest: usize, most: usize): bool {
  readBehind = 0;
  recycle();
  let length = end - start;
  const block = growBlock(0, length, most);
  if (block == 0) return passInPieces(start, end, rest, most);
  memory.copy(block, start, length);
  while (true) {
    const from = block + length;
    const read = readInput(from, most);
    const newline = findNewline(from, from + read);
    const isWhole = newline < from + read;
    if (isWhole || read == 0) {
      readBehind = isWhole ? from + read - newline - 1 : 0;
      memory.copy(rest, newline + 1, readBehind);
      // A block no longer than the line, so that what its judgement needs begins right after it.
      recycle();
      if (allocate(newline - block + 1) != block) return writeOutput(block, isWhole ? newline + 1 : newline, 0, 0);
      return passBlock(block, newline - block, isWhole);
    }
    length += read;
    if (growBlock(block, length, most) != block) return passInPieces(block, block + length, rest, most);
  }
}

/**
 * The block, with its first `length` bytes, and room after them for `most` more and for a vector; 0 if there is no memory.
 * Memory grows by a quarter, so that hosts which move it do so a few times only.
 */
function growBlock(block: usize, length: usize, most: usize): usize {
  release(block);
  return allocate(length + max(most, length >> 2) + 16);
}

/** Passes on the line's bytes from `start` to `end` and all that come until its end, unjudged. */
function passInPieces(start: usize, end: usize, rest: usize, most: usize): bool {
  tellUnjudged(end - start, " and more passes in pieces: there is no memory to judge it");
  while (true) {
    if (!writeOutput(start, end, 0, 0)) return false;
    const read = readInput(rest, most);
    if (read == 0) return true;
    const newline = findNewline(rest, rest + read);
    if (newline < rest + read) {
      if (!writeOutput(rest, newline + 1, 0, 0)) return false;
      readBehind = rest + read - newline - 1;
      memory.copy(rest, newline + 1, readBehind);
      return true;
    }
    start = rest;
    end = rest + read;
  }
}
