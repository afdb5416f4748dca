/** What stands in for a record that the host could not hand over, so that no loss is silent. */
import { writeConfigError } from "../config/load";
import { startWriting, writeAscii, writeByte, writeUnsigned } from "../bytes/writer";

const ROOM: usize = 768;
const text = memory.data(768, 8);

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
