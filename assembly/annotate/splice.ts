/**
 * The splice: a record's bytes, unchanged and in order, with the planned insertions between.
 *
 * The result is written once, after the record, which stays as it is: nearly always there is room. Where memory has to grow first, it
 * is written again; and where it would grow beyond the bound, the record is spread in place, from the last byte to the first.
 */
import { hasClaims, memoryEnd, reserve, reserveFrom, roomLeft, tryReserve } from "../bytes/arena";
import { startWriting, writeByte, writeBytes, writtenSince } from "../bytes/writer";
import { MAX_INSERTIONS, placeOf, planInsertions, writeInsertion } from "./insertions";

/** Memory that may be used beyond twice the record, in bytes: static data and rounding included. */
const ALLOWANCE: u64 = 196608;
/**
 * How far after its record a result in place begins, so that it is never the input's address.
 * Writing an insertion and all after it leaves the bytes up to its place and so many more alone,
 * and its text looks no further: at the bracket there, in a word of eight bytes.
 */
const GAP: usize = 16;

const lengths = memory.data(MAX_INSERTIONS * sizeof<usize>(), 8);

/**
 * Annotates the record from `record` to `end`; its places were read before, and its findings made.
 * `eventTaken` is as for `planInsertions`. Returns the address of the result, NUL-terminated, or 0
 * if memory cannot grow that far.
 */
export function splice(record: usize, end: usize, eventTaken: bool): usize {
  const count = planInsertions(end, eventTaken);
  const start = reserve(0);
  const room = roomLeft();
  startWriting(start, room);
  let from = record;
  for (let index = 0; index < count; index++) {
    const place = placeOf(index);
    writeBytes(from, place - from);
    const before = writtenSince(start);
    writeInsertion(index);
    store<usize>(lengths + ((<usize>index) << 2), writtenSince(start) - before);
    from = place;
  }
  writeBytes(from, end - from);
  const size = writtenSince(start);
  writeByte(0);
  // What found no room was counted all the same.
  return size < room ? start : spread(record, end, size, count);
}

/** Writes a result of `size` bytes where there is room for it. Returns its address, or 0. */
function spread(record: usize, end: usize, size: usize, count: i32): usize {
  const result = findRoom(record, end, size + 1);
  if (result == 0) return 0;
  // From the end to the beginning: in place, every byte moves towards the end, and what an
  // insertion's text is made from stands before it, where nothing has been written yet.
  store<u8>(result + size, 0);
  let after = end;
  let ahead = size - (end - record);
  for (let index = count - 1; index >= 0; index--) {
    const place = placeOf(index);
    const length = load<usize>(lengths + ((<usize>index) << 2));
    memory.copy(result + (place - record) + ahead, place, after - place);
    ahead -= length;
    const target = result + (place - record) + ahead;
    startWriting(target, length);
    writeInsertion(index);
    after = place;
  }
  memory.copy(result, record, after - record);
  return result;
}

/** Room for a result of `size` bytes, or 0. */
function findRoom(record: usize, end: usize, size: usize): usize {
  // What was decoded stands after the record and is written from: nothing can spread there.
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
