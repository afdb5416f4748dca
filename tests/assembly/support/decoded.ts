/** What strings decode to, in separate memory and in place. */
import { decodeString } from "../../../assembly/json/decode";
import { placeBytesLast, placeLast, textBetween } from "./text";

/** Bytes around the room for a text that must not change. */
const GUARD: i32 = 16;
const FILL: u8 = 0xee;

/**
 * Decodes the string with this body (without its quotes) at the end of memory. Traps if the text differs in place, is
 * longer than the body, or anything but its room is written to.
 */
export function decoded(body: string): string {
  const source = placeLast('"' + body + '"');
  return decodeBoth(source.start, source.end);
}

/** Like `decoded`, with the `length` bytes at `from` as the body. */
export function decodedBytes(from: usize, length: i32): string {
  const bytes = heap.alloc(length + 2);
  store<u8>(bytes, 0x22);
  memory.copy(bytes + 1, from, length);
  store<u8>(bytes + length + 1, 0x22);
  const source = placeBytesLast(bytes, length + 2);
  heap.free(bytes);
  return decodeBoth(source.start, source.end);
}

function decodeBoth(at: usize, end: usize): string {
  const room = <i32>(end - at) - 2;
  const block = heap.alloc(room + 2 * GUARD);
  const into = block + GUARD;
  memory.fill(block, FILL, room + 2 * GUARD);
  const after = decodeString(at, into, end);
  const length = <i32>(after - into);
  assert(length >= 0 && length <= room, "longer than its source");
  for (let i = 0; i < GUARD; i++) {
    assert(load<u8>(block + i) == FILL, "written before the room");
    assert(load<u8>(into + room + i) == FILL, "written after the room");
  }
  const afterInPlace = decodeString(at, at + 1, end);
  assert(<i32>(afterInPlace - at) - 1 == length, "another length in place");
  assert(memory.compare(at + 1, into, length) == 0, "another text in place");
  assert(load<u8>(at) == 0x22 && load<u8>(end - 1) == 0x22, "a quote was written over");
  const text = textBetween(into, after);
  // Reading a text back tolerates bytes that are not UTF-8.
  const bytes = String.UTF8.encode(text);
  assert(bytes.byteLength == length && memory.compare(changetype<usize>(bytes), into, length) == 0, "not UTF-8");
  heap.free(block);
  return text;
}
