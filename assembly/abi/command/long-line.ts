/** A line that no chunk has room for: collected in a block of its own, as far as there is memory. */
import { allocate, recycle, release } from "../../bytes/arena";
import { seekNewline } from "../../bytes/newlines";
import { passBlock, tellUnjudged } from "./lines";
import { readInput, writeOutput } from "./streams";

/** How many of the bytes at `rest`, which `passLong` was given, were read after the line. */
export let readAfter: usize = 0;

/**
 * Passes on the line that begins with [start, end) and goes on in the input. What is read after it is stored at `rest`.
 * Returns false if the output takes no more. Caller: `rest` has room for `most` bytes, and 15 readable ones after them.
 */
export function passLong(start: usize, end: usize, rest: usize, most: usize): bool {
  readAfter = 0;
  recycle();
  let length = end - start;
  const block = growBlock(0, length, most);
  if (block == 0) return passInPieces(start, end, rest, most);
  memory.copy(block, start, length);
  while (true) {
    const from = block + length;
    const read = readInput(from, most);
    const newline = seekNewline(from, from + read);
    const isWhole = newline < from + read;
    if (isWhole || read == 0) {
      readAfter = isWhole ? from + read - newline - 1 : 0;
      memory.copy(rest, newline + 1, readAfter);
      // A block no longer than the line, so that memory for judging begins right after it.
      recycle();
      if (allocate(newline - block + 1) != block) return writeOutput(block, isWhole ? newline + 1 : newline, 0, 0);
      return passBlock(block, newline - block, isWhole);
    }
    length += read;
    if (growBlock(block, length, most) != block) return passInPieces(block, block + length, rest, most);
  }
}

/**
 * Returns the block with its first `length` bytes, and room after them for `most` more and a vector; 0 if there is no
 * memory. Caller: `block` is the newest, or 0. Memory grows by a quarter, so that hosts which move it do so a few times
 * only.
 */
function growBlock(block: usize, length: usize, most: usize): usize {
  release(block);
  return allocate(length + max(most, length >> 2) + 16);
}

/** Passes on [start, end) and everything up to the end of the line, unjudged. */
function passInPieces(start: usize, end: usize, rest: usize, most: usize): bool {
  tellUnjudged(end - start, " and more passes in pieces: there is no memory to judge it");
  while (true) {
    if (!writeOutput(start, end, 0, 0)) return false;
    const read = readInput(rest, most);
    if (read == 0) return true;
    const newline = seekNewline(rest, rest + read);
    if (newline < rest + read) {
      if (!writeOutput(rest, newline + 1, 0, 0)) return false;
      readAfter = rest + read - newline - 1;
      memory.copy(rest, newline + 1, readAfter);
      return true;
    }
    start = rest;
    end = rest + read;
  }
}
