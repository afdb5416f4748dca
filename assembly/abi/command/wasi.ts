/**
 * The adapter for pipes: a WASI command that reads NDJSON from standard input and writes it to standard output. It
 * reads by chunks, into one buffer, and writes the bytes between annotated lines straight from there, each line as soon
 * as it was read.
 */
import { claim, keepClaims } from "../../bytes/arena";
import { lastLineEnd } from "../../bytes/newlines";
import { writeAscii, writeUnsigned } from "../../bytes/writer";
import { READ_AFTER } from "../../search/candidates";
import { Request, readRequest } from "./arguments";
import { configure, directories } from "../config-file";
import { writeHelp } from "./help";
import { leaveOutOthers, passLines, unjudged } from "./lines";
import { passLong, readAfter } from "./long-line";
import { procExit } from "../preview1";
import { readInput, streamError } from "./streams";
import { startLine, tellLine, tellOrigin } from "../tell";

export { CONFIG_HEADER as config } from "../../config/embedded";

/** The most bytes that are read at once, and the most of a line that are kept before them. */
const CHUNK: usize = 262144;
/** A host's page: systems copy faster to memory from the start of one. */
const PAGE: usize = 4096;
/** The exit code if something could not be read, written, judged or understood. */
const EXIT_TROUBLE: i32 = 2;

/** Runs the command. */
export function _start(): void {
  const request = readRequest();
  if (request == Request.UNKNOWN) return procExit(EXIT_TROUBLE);
  if (request == Request.HELP) return writeHelp();
  if (request == Request.KEEP) leaveOutOthers();
  configure();
  tellOrigin(directories);
  const buffer = claim(2 * CHUNK + READ_AFTER + PAGE);
  keepClaims();
  if (buffer == 0) {
    startLine();
    writeAscii("there is no memory to read to");
    tellLine();
    return procExit(EXIT_TROUBLE);
  }
  const goesOn = run((buffer + CHUNK + PAGE - 1) & ~(PAGE - 1));
  if (streamError != 0) tellStreamError(goesOn);
  if (streamError != 0 || unjudged != 0) procExit(EXIT_TROUBLE);
}

/**
 * Passes on all of the input, which is read to `area`. Returns false if the output takes no more. Caller: CHUNK bytes
 * before `area`, and CHUNK + READ_AFTER from it on, are writable.
 */
function run(area: usize): bool {
  // What was read and not written; and from where on no newline was looked for.
  let start = area;
  let end = area;
  let fresh = area;
  while (true) {
    const lines = lastLineEnd(fresh, end);
    if (lines != 0) {
      if (!passLines(start, lines)) return false;
      start = lines;
    }
    if (end - start > CHUNK) {
      if (!passLong(start, end, area, CHUNK)) return false;
      start = fresh = area;
      end = area + readAfter;
      continue;
    }
    if (lines != 0 || end == area + CHUNK) {
      // The rest of a line goes before what is read next.
      memory.copy(area - (end - start), start, end - start);
      start = area - (end - start);
      end = area;
    }
    fresh = end;
    const read = readInput(end, area + CHUNK - end);
    if (read == 0) break;
    end += read;
  }
  return start == end || passLines(start, end);
}

/** Reports the error that ended a stream. */
function tellStreamError(isInput: bool): void {
  startLine();
  writeAscii(isInput ? "standard input" : "standard output");
  writeAscii(": error ");
  writeUnsigned(<u32>streamError);
  writeAscii(" of WASI preview 1");
  tellLine();
}
