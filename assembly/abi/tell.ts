/** Lines for the operator, on standard error, each written by one call. */
import { problemLength, problemStart, writeConfigError } from "../config/load";
import { isInForce, writeOrigin } from "../config/origin";
import { startWriting, writeAscii, writeByte, writeBytes, writeUnsigned, writtenSince } from "../bytes/writer";
import { writeKeywardRule } from "../annotate/rule-text";
import { fdWrite } from "./preview1";

const STDERR: i32 = 2;
const SPACE: u8 = 0x20;
/** Room for a line about a mistake, which is at most 512 bytes itself. */
const ROOM: usize = 768;
const line = memory.data(768, 8);
const slots = memory.data(16, 8);

/** Starts a line with `keyward: `; what is written next becomes part of it, as far as there is room. */
export function startLine(): void {
  memory.fill(line, SPACE, ROOM); // what does not fit is left out
  startWriting(line, ROOM - 1);
  writeAscii("keyward: ");
}

/** Ends the line and writes it. Errors of the host are ignored. */
export function tellLine(): void {
  writeByte(0x0a);
  let length = writtenSince(line);
  if (length > ROOM - 1) {
    length = ROOM;
    store<u8>(line, 0x0a, ROOM - 1);
  }
  store<usize>(slots, line);
  store<usize>(slots, length, 4);
  fdWrite(STDERR, slots, 1, slots + 8);
}

/** Logs the mistake in the configuration. */
export function tellConfigProblem(): void {
  startLine();
  writeAscii("keyward.json: ");
  writeBytes(problemStart(), problemLength());
  writeAscii("; the whole configuration is ignored, and every match alerts");
  tellLine();
}

/**
 * Logs what the module is and which configuration is in force, in the words of annotations. `directories`: how many a
 * configuration was looked for in.
 */
export function tellOrigin(directories: u32): void {
  startLine();
  writeByte(0x7b);
  writeKeywardRule();
  writeConfigError();
  writeOrigin();
  writeByte(0x7d);
  if (!isInForce && problemLength() == 0) {
    writeAscii(", no configuration found in ");
    writeUnsigned(directories);
    writeAscii(" opened directories");
  }
  tellLine();
}
