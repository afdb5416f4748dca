/**
 * Reports of records that the host could not hand over, or that could not be judged in full, so that neither is silent.
 */
import { ranShort } from "../bytes/arena";
import { writeConfigError } from "../config/load";
import { writeOrigin } from "../config/origin";
import { startWriting, writeAscii, writeByte, writeUnsigned } from "../bytes/writer";
import { writeActions } from "../table/texts";
import { Reading, reading } from "../pipeline";
import { startLine, tellLine } from "./tell";

/** A rule's names are in its table, which takes at most 4 KiB; a mistake in the configuration takes 512 bytes. */
const ROOM: usize = 4096 + 768;
const text = memory.data(<i32>ROOM, 8);
/** Unread records so far, and the number of the next one to report. */
let unread: u32 = 0;
let nextTold: u32 = 1;

/**
 * Returns the address of a NUL-terminated object that reports a lost record of `length` bytes; good until the next
 * call.
 */
export function writeLost(length: u32): usize {
  startWriting(text, ROOM);
  writeAscii('{"keyward":{"verdict":"lost","bytes":');
  writeUnsigned(length);
  writeAscii(LOST_REASON);
  writeNotice();
  writeAscii("}}");
  writeByte(0);
  return text;
}

export const LOST_REASON: string = ',"reason":"the host had no memory to hand the record to the filter"';

/** Writes what the notice of a record has after its reason. */
export function writeNotice(): void {
  // A second filter, which looks for these, then lets it pass.
  writeAscii(',"actions":["');
  writeActions('","', '","');
  writeAscii('"]');
  writeConfigError();
  writeOrigin();
}

/**
 * Logs a record of `length` bytes that names an action and could not be judged, for the reason in `reading`: the first,
 * the tenth, the hundredth and so on, so that a stream of them does not fill the log.
 */
export function tellUnread(length: usize): void {
  unread += 1;
  if (unread != nextTold) return;
  nextTold *= 10;
  startLine();
  writeUnsigned(unread);
  writeAscii(unread == 1 ? " record names " : " records name ");
  writeActions(", ", " or ");
  writeAscii(" and could not be judged; it passed unchanged. The last one, of ");
  writeUnsigned(<u32>length);
  writeAscii(" bytes, ");
  writeAscii(reasonText());
  tellLine();
}

/** Returns why the last record could not be judged. */
export function reasonText(): string {
  if (reading == Reading.NOT_JSON) return "is not a JSON object or array";
  if (reading == Reading.UNKNOWN) return "holds no CloudTrail event that Keyward recognizes";
  return ranShort ? "needs more memory than there is" : "is cut off, or nested deeper than 16 steps or 4 strings";
}
