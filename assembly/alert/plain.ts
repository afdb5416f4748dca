/**
 * An event's values in characters that mean nothing to a chat, a shell or JSON: callers choose the names of their
 * sessions, and an alert goes to where people read it.
 */
import { writeAscii, writeByte } from "../bytes/writer";
import { COLON } from "../json/chars";
import { fieldEnd, fieldStart } from "../policy/fields";

/**
 * Characters of one value. Five of them and the words around them are less than the 1,024 that PagerDuty takes of a
 * summary.
 */
const LONGEST: i32 = 200;
const SLASH: u32 = 0x2f;
const QUESTION_MARK: u8 = 0x3f;

/**
 * Writes the text of a field: a letter, a digit or one of `_+=,.@:/-` as it is, and a question mark for a run of
 * anything else.
 */
export function writePlain(field: i32): void {
  const end = fieldEnd(field);
  let room = LONGEST;
  let before: u32 = 0;
  let wasOdd = false;
  for (let at = fieldStart(field); at < end; at++) {
    const byte = <u32>load<u8>(at);
    // Without `//` and `:/` no chat turns it into a link.
    const isOdd = !isPlain(byte) || (byte == SLASH && (before == SLASH || before == COLON));
    before = byte;
    if (isOdd && wasOdd) continue;
    wasOdd = isOdd;
    if (room == 0) return writeAscii("...");
    room -= 1;
    writeByte(isOdd ? QUESTION_MARK : <u8>byte);
  }
}

function isPlain(byte: u32): bool {
  const letter = (byte | 0x20) - 0x61;
  // From `+` to `:` are the digits, `+ , - . /` and the colon.
  return letter < 26 || (byte >= 0x2b && byte <= COLON) || byte == 0x5f || byte == 0x3d || byte == 0x40;
}
