/** Alerts without an event: of a record that could not be judged, or was lost. */
import { writeHead, writeRunbook } from "../alert/alert";
import { EMPTY_SUM, sumOf } from "../bytes/sum";
import { startWriting, writeAscii, writeByte, writeUnsigned } from "../bytes/writer";
import { writeActions } from "../table/texts";
import { LOST_REASON, writeNotice } from "./lost";

/**
 * A rule's names, written three times, are in its table of at most 4 KiB; a mistake in the configuration takes 512
 * bytes.
 */
const ROOM: usize = 3 * 4096 + 1280;
const text = memory.data(<i32>ROOM, 8);

/** The reason for a notice that another filter wrote in place of a lost record. */
export const NOTICE_REASON: string = "reports a lost record: the host had no memory to hand it to an earlier filter";

/**
 * Returns the address of the NUL-terminated alert of a record of `length` bytes that names an action and could not be
 * judged for the reason; good until the next call.
 */
export function writeUnreadAlert(record: usize, length: usize, reason: string): usize {
  startWriting(text, ROOM);
  writeAscii('{"text":"A record of ');
  writeUnsigned(<u32>length);
  writeAscii(" bytes ");
  writeNamed();
  writeAscii(": it ");
  writeAscii(reason);
  writeAscii('.","summary":"A record ');
  writeNamed();
  writeHead(sumOf(record, record + length));
  writeKeyward("unread", <u32>length);
  writeAscii(',"reason":"');
  writeAscii(reason);
  writeByte(0x22);
  return close();
}

/** Does the same for a record that the host had no memory to hand over. */
export function writeLostAlert(length: u32): usize {
  startWriting(text, ROOM);
  writeAscii('{"text":"A record of ');
  writeUnsigned(length);
  writeAscii(" bytes was lost: the host had no memory to hand it to the filter; it may have named ");
  writeActions(", ", " or ");
  writeAscii('.","summary":"A record was lost: the host had no memory to hand it to the filter');
  writeHead(EMPTY_SUM);
  writeKeyward("lost", length);
  writeAscii(LOST_REASON);
  return close();
}

function writeNamed(): void {
  writeAscii("names ");
  writeActions(", ", " or ");
  writeAscii(" and could not be judged");
}

/** Writes what comes before the reason. */
function writeKeyward(verdict: string, length: u32): void {
  writeAscii(',"undo":"none');
  writeRunbook();
  writeAscii(',"keyward":{"verdict":"');
  writeAscii(verdict);
  writeAscii('","bytes":');
  writeUnsigned(length);
}

function close(): usize {
  writeNotice();
  writeAscii("}}");
  writeByte(0);
  return text;
}
