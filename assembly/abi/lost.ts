/**
 * Word of what memory was missing for: a record that the host could not hand over, or what could not be looked at in
 * one, so that neither is silent.
 */
import { writeConfigError } from "../config/load";
import { startWriting, writeAscii, writeByte, writeUnsigned } from "../bytes/writer";
import { startLine, tellLine } from "./tell";

const ROOM: usize = 768;
const text = memory.data(768, 8);
let isTold: bool = false;

/** The address of a NUL-terminated object that tells of a lost record of `length` bytes. */
export function writeLost(length: u32): usize {
  startWriting(text, ROOM);
  writeAscii('{"keyward":{"verdict":"lost","bytes":');
  writeUnsigned(length);
  writeAscii(',"reason":"the host had no memory to hand the record to the filter"');
  writeConfigError();
  writeAscii("}}");
  writeByte(0);
  return text;
}

/** Tells the operator, once, that memory ran short for a record of `length` bytes. */
export function tellShort(length: u32): void {
  if (isTold) return;
  isTold = true;
  startLine();
  writeAscii("there is no memory for a record of ");
  writeUnsigned(length);
  writeAscii(" bytes: what could not be judged in it, or annotated, passed as it came (said once)");
  tellLine();
}
