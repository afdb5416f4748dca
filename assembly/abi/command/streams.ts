/** Standard input and output of a host with WASI preview 1. */
import { fdFdstatGet, fdRead, fdWrite, pollOneoff } from "../preview1";

const STDIN: i32 = 0;
const STDOUT: i32 = 1;

/** Errors of WASI preview 1: try again; interrupted; no reader any more; no such stream; of the device. */
const AGAIN: i32 = 6;
const INTERRUPTED: i32 = 27;
const BROKEN_PIPE: i32 = 64;
const BAD_DESCRIPTOR: i32 = 8;
const IO: i32 = 29;

/** Kinds of streams that have no reader. */
const BLOCK_DEVICE: u8 = 1;
const CHARACTER_DEVICE: u8 = 2;
const REGULAR_FILE: u8 = 4;

/** Kinds of events that `poll_oneoff` waits for. */
const READABLE: u8 = 1;
const WRITABLE: u8 = 2;

/** Two buffers, an address and a length each, and the count that comes back. */
const buffers = memory.data(24, 8);
const SECOND: usize = buffers + 8;
const COUNT: usize = buffers + 16;
const subscription = memory.data(48, 8);
const events = memory.data(40, 8);

/** The error of the last call below, or 0. */
export let streamError: i32 = 0;

/** Reads up to `size` bytes to `at`. Returns how many: 0 at the end of the input, or if `streamError` is set. */
export function readInput(at: usize, size: usize): usize {
  store<usize>(buffers, at);
  store<usize>(buffers, size, 4);
  do {
    streamError = fdRead(STDIN, buffers, 1, COUNT);
  } while (isPassing(STDIN, READABLE));
  // An input that was closed at the start counts as empty.
  if (streamError == BAD_DESCRIPTOR) streamError = 0;
  else if (streamError == 0) return load<usize>(COUNT);
  return 0;
}

/**
 * Writes [first, firstEnd) and then [second, secondEnd). Returns false if not all of it went out: nobody reads the
 * output any more, or `streamError` is set.
 */
export function writeOutput(first: usize, firstEnd: usize, second: usize, secondEnd: usize): bool {
  while (first < firstEnd || second < secondEnd) {
    // Some hosts write the first buffer only, so an empty one is left out.
    const hasFirst = first < firstEnd;
    store<usize>(buffers, hasFirst ? first : second);
    store<usize>(buffers, hasFirst ? firstEnd - first : secondEnd - second, 4);
    store<usize>(SECOND, second);
    store<usize>(SECOND, secondEnd - second, 4);
    streamError = fdWrite(STDOUT, buffers, hasFirst && second < secondEnd ? 2 : 1, COUNT);
    if (isPassing(STDOUT, WRITABLE)) continue;
    if (isClosed()) {
      streamError = 0;
      return false;
    }
    if (streamError != 0) return false;
    const written = load<usize>(COUNT);
    const ofFirst = min(written, firstEnd - first);
    first += ofFirst;
    second += min(written - ofFirst, secondEnd - second);
  }
  return true;
}

/** Reports whether to repeat the last call; waits until that makes sense. */
function isPassing(stream: i32, event: u8): bool {
  if (streamError == INTERRUPTED) return true;
  if (streamError != AGAIN) return false;
  memory.fill(subscription, 0, 48);
  store<u8>(subscription, event, 8);
  store<i32>(subscription, stream, 16);
  // A host that cannot wait is asked again at once.
  pollOneoff(subscription, events, 1, events + 32);
  return true;
}

/**
 * Reports whether the last call failed because nobody reads the output any more. wasmtime and wazero have the same
 * error for that as for a failing disk: the kind of the stream tells them apart.
 */
function isClosed(): bool {
  if (streamError != IO) return streamError == BROKEN_PIPE;
  if (fdFdstatGet(STDOUT, events) != 0) return false;
  const kind = load<u8>(events);
  return kind != BLOCK_DEVICE && kind != CHARACTER_DEVICE && kind != REGULAR_FILE;
}
