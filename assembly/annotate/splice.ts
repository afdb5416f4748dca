/**
 * The splice: a record's bytes, unchanged and in order, with the planned insertions between.
 *
 * The result is written once, after the record, which stays as it is: nearly always there is room. If memory must grow
 * first, it is written again; and if it would grow beyond the bound, the record is spread in place, from the last byte
 * to the first.
 */
import { hasClaims, memoryEnd, reserve, reserveFrom, roomLeft, tryReserve } from "../bytes/arena";
import { startWriting, writeByte, writeBytes, writtenSince } from "../bytes/writer";
import { MAX_INSERTIONS, planInsertions, positionOf, writeInsertion } from "./insertions";

/** Memory that may be used beyond twice the record, in bytes, static data and rounding included. */
const ALLOWANCE: u64 = 196608;
/**
 * How far after its record's start a result in place begins, so that it is never the input's address. Writing an
 * insertion and all that follows it leaves the bytes up to its position and GAP more unchanged; its text is made from
 * no others: the bracket there, in a word of eight bytes.
 */
const GAP: usize = 16;

const lengths = memory.data(MAX_INSERTIONS * sizeof<usize>(), 8);

/**
 * Annotates the record in [record, end); `eventTaken` is as for `planInsertions`. Returns the address of the
 * NUL-terminated result, or 0 if memory cannot grow that far.
 *
 * Caller: as for insertions.ts. The result is good until the next call into the arena. It may overwrite the record, but
 * only if the record is the newest block and nothing is claimed.
 */
export function splice(record: usize, end: usize, eventTaken: bool): usize {
  const count = planInsertions(end, eventTaken);
  const start = reserve(0);
  const room = roomLeft();
  startWriting(start, room);
  let from = record;
  for (let index = 0; index < count; index++) {
    const position = positionOf(index);
    writeBytes(from, position - from);
    const before = writtenSince(start);
    writeInsertion(index);
    store<usize>(lengths + ((<usize>index) << 2), writtenSince(start) - before);
    from = position;
  }
  writeBytes(from, end - from);
  const size = writtenSince(start);
  writeByte(0);
  // What did not fit was counted all the same.
  return size < room ? start : spread(record, end, size, count);
}

/** Writes the result of `size` bytes again, where there is room for it. Returns its address, or 0. */
function spread(record: usize, end: usize, size: usize, count: i32): usize {
  const result = findRoom(record, end, size + 1);
  if (result == 0) return 0;
  // From the end to the beginning: in place, every byte moves towards the end, and an insertion's text is made from
  // bytes before it, which have not been overwritten yet.
  store<u8>(result + size, 0);
  let after = end;
  let ahead = size - (end - record);
  for (let index = count - 1; index >= 0; index--) {
    const position = positionOf(index);
    const length = load<usize>(lengths + ((<usize>index) << 2));
    memory.copy(result + (position - record) + ahead, position, after - position);
    ahead -= length;
    const target = result + (position - record) + ahead;
    startWriting(target, length);
    writeInsertion(index);
    after = position;
  }
  memory.copy(result, record, after - record);
  return result;
}

/** Returns room for a result of `size` bytes, or 0. */
function findRoom(record: usize, end: usize, size: usize): usize {
  // Decoded strings are after the record, and the text is made from them: nothing may be written over them.
  if (hasClaims()) return reserve(size);
  const bound = <u64>(end - record) * 2 + ALLOWANCE;
  const after = reserve(0);
  const needed = (<u64>after + <u64>size + 0xffff) & ~(<u64>0xffff);
  if (needed <= bound || needed <= memoryEnd()) {
    const room = tryReserve(size);
    if (room != 0) return room;
  }
  const inPlace = record + GAP;
  if (reserveFrom(record, inPlace, size)) return inPlace;
  return reserve(size);
}
