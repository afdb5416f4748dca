import {
  allocate,
  isReadable,
  memoryEnd,
  ranShort,
  recycle,
  release,
  reserve,
  reserveFrom,
  tryReserve,
} from "../../../assembly/bytes/arena";
import { PAGE, growForeignPage, isFilled, startAnew } from "../support/arena";

const HUGE: usize = 0xffffffff;

describe("reserve", () => {
  beforeEach(() => {
    startAnew();
  });

  it("returns aligned room after all blocks, and moves none", () => {
    const first = allocate(10);
    const second = allocate(11);
    memory.fill(first, 1, 10);
    memory.fill(second, 2, 11);
    const room = reserve(5 * PAGE);
    expect(room).toBe(second + 16);
    memory.fill(room, 3, 5 * PAGE);
    expect(isFilled(first, 10, 1)).toBe(true);
    expect(isFilled(second, 11, 2)).toBe(true);
  });

  it("notes that memory ran short, until the record is finished; tryReserve does not", () => {
    recycle();
    expect(tryReserve(HUGE)).toBe(0);
    expect(reserve(8)).not.toBe(0);
    expect(ranShort).toBe(false);
    expect(reserve(HUGE)).toBe(0);
    expect(ranShort).toBe(true);
    recycle();
    expect(ranShort).toBe(false);
  });

  it("keeps nothing: the next room and the next block start at the same address", () => {
    const block = allocate(8);
    expect(reserve(100)).toBe(block + 8);
    expect(reserve(5 * PAGE)).toBe(block + 8);
    expect(allocate(8)).toBe(block + 8);
  });

  it("grows memory no further than the room", () => {
    allocate(2 * PAGE - 8);
    const before = memory.size();
    reserve(8);
    expect(memory.size()).toBe(before);
    reserve(9);
    expect(memory.size()).toBe(before + 1);
    reserve(8 + PAGE + 1);
    expect(memory.size()).toBe(before + 2);
  });

  it("returns 0 for more than memory can hold, and continues as if nothing had been requested", () => {
    const block = allocate(8);
    const before = memory.size();
    expect(reserve(HUGE)).toBe(0);
    expect(reserve(HUGE - PAGE)).toBe(0);
    expect(reserve(8)).toBe(block + 8);
    expect(memory.size()).toBe(before);
  });
});

describe("reserveFrom", () => {
  beforeEach(() => {
    startAnew();
  });

  it("takes room inside and after the newest block, whose bytes stay", () => {
    allocate(8);
    const block = allocate(100);
    memory.fill(block, 5, 100);
    expect(reserveFrom(block, block + 24, 6 * PAGE)).toBe(true);
    expect(isReadable(block + 24, 6 * PAGE)).toBe(true);
    expect(isFilled(block, 100, 5)).toBe(true);
  });

  it("takes room from the block's first byte, and if memory already ends there", () => {
    const block = allocate(2 * PAGE);
    const before = memory.size();
    expect(reserveFrom(block, block, 2 * PAGE)).toBe(true);
    expect(memory.size()).toBe(before);
    expect(reserveFrom(block, block + 1, 2 * PAGE)).toBe(true);
    expect(memory.size()).toBe(before + 1);
    expect(reserveFrom(block, block + 9, 4 * PAGE)).toBe(true);
    expect(memory.size()).toBe(before + 3);
  });

  it("keeps nothing: the next block still follows the newest", () => {
    const block = allocate(8);
    reserveFrom(block, block, 4 * PAGE);
    expect(allocate(8)).toBe(block + 8);
  });

  it("rejects anything but the newest block", () => {
    const first = allocate(8);
    const second = allocate(8);
    expect(reserveFrom(first, first, 8)).toBe(false);
    expect(reserveFrom(0, second, 8)).toBe(false);
    expect(reserveFrom(second + 8, second + 8, 8)).toBe(false);
    release(second);
    expect(reserveFrom(second, second, 8)).toBe(false);
    expect(reserveFrom(0, 0, 8)).toBe(false);
  });

  it("rejects a start before the block", () => {
    allocate(8);
    const block = allocate(8);
    expect(reserveFrom(block, block - 1, 8)).toBe(false);
    expect(reserveFrom(block, block, 8)).toBe(true);
  });

  it("rejects more than memory can hold", () => {
    const block = allocate(8);
    const before = memory.size();
    expect(reserveFrom(block, block, HUGE)).toBe(false);
    expect(reserveFrom(block, block + 8, HUGE - PAGE)).toBe(false);
    expect(memory.size()).toBe(before);
    expect(allocate(8)).toBe(block + 8);
  });

  it("rejects room that would extend across foreign pages", () => {
    const block = allocate(8);
    growForeignPage();
    expect(reserveFrom(block, block, 2 * PAGE + 1)).toBe(false);
    expect(reserveFrom(block, block, 2 * PAGE)).toBe(true);
  });
});

describe("after foreign pages and a reservation after them", () => {
  beforeEach(() => {
    startAnew();
  });

  // The newest block is then before the foreign pages.
  it("rejects room from the block across the foreign pages", () => {
    const block = allocate(8);
    growForeignPage();
    expect(reserve(2 * PAGE)).not.toBe(0);
    expect(reserveFrom(block, block, 3 * PAGE)).toBe(false);
  });

  it("hands out no foreign page when the block is released", () => {
    const block = allocate(8);
    const foreign = growForeignPage();
    expect(reserve(2 * PAGE)).not.toBe(0);
    release(block);
    const next = allocate(3 * PAGE);
    expect(next >= foreign + PAGE || next + 3 * PAGE <= foreign).toBe(true);
  });
});

describe("isReadable", () => {
  it("is true up to the last byte of memory, and false beyond", () => {
    const end = <usize>memoryEnd();
    expect(memoryEnd()).toBe(<u64>memory.size() * 65536);
    expect(isReadable(end - 1, 1)).toBe(true);
    expect(isReadable(end, 0)).toBe(true);
    expect(isReadable(end, 1)).toBe(false);
    expect(isReadable(end - 1, 2)).toBe(false);
    expect(isReadable(0, end)).toBe(true);
    expect(isReadable(0, end + 1)).toBe(false);
  });

  it("is false if address and length wrap around", () => {
    expect(isReadable(HUGE, HUGE)).toBe(false);
    expect(isReadable(8, HUGE)).toBe(false);
    expect(isReadable(HUGE - 3, 8)).toBe(false);
  });
});
