import { allocate, isReadable, recycle, release, reserve } from "../../../assembly/bytes/arena";
import { PAGE, growForeignPage, isFilled, startAnew } from "../support/arena";

const HUGE: usize = 0xffffffff;

function fill(block: usize, size: usize, byte: u8): void {
  memory.fill(block, byte, size);
}

describe("allocate", () => {
  beforeEach(() => {
    startAnew();
  });

  it("aligns every block to 8 bytes, one after the other", () => {
    let before: usize = 0;
    for (let size: usize = 1; size <= 33; size++) {
      const block = allocate(size);
      expect(block % 8).toBe(0, "size " + size.toString());
      expect(block).toBeGreaterThanOrEqual(before, "size " + size.toString());
      expect(block - before < 8 || before == 0).toBe(true, "a gap before size " + size.toString());
      before = block + size;
    }
  });

  it("keeps the blocks of one round apart", () => {
    const first = allocate(10);
    const second = allocate(100000);
    const third = allocate(1);
    fill(first, 10, 1);
    fill(second, 100000, 2);
    fill(third, 1, 3);
    expect(isFilled(first, 10, 1)).toBe(true);
    expect(isFilled(second, 100000, 2)).toBe(true);
    expect(isFilled(third, 1, 3)).toBe(true);
  });

  it("takes new pages if a block does not fit", () => {
    const before = memory.size();
    const block = allocate(10 * PAGE);
    expect(memory.size()).toBeGreaterThan(before);
    expect(isReadable(block, 10 * PAGE)).toBe(true);
    fill(block, 10 * PAGE, 7);
    expect(isFilled(block, 10 * PAGE, 7)).toBe(true);
  });

  it("takes no page while the blocks fit", () => {
    const before = memory.size();
    allocate(PAGE);
    allocate(PAGE - 8);
    allocate(8);
    expect(memory.size()).toBe(before);
    allocate(1);
    expect(memory.size()).toBe(before + 1);
  });

  it("returns 0 for more than memory can hold, and continues as if nothing had been requested", () => {
    const before = memory.size();
    const first = allocate(16);
    expect(allocate(HUGE)).toBe(0);
    expect(allocate(HUGE - 7)).toBe(0);
    expect(allocate(HUGE - PAGE)).toBe(0);
    expect(allocate(16)).toBe(first + 16);
    expect(memory.size()).toBe(before);
  });

  it("continues after foreign pages, and never touches those", () => {
    const block = allocate(16);
    const foreign = growForeignPage();
    fill(foreign, PAGE, 9);
    const next = allocate(3 * PAGE);
    expect(next).toBeGreaterThanOrEqual(foreign + PAGE);
    fill(block, 16, 1);
    fill(next, 3 * PAGE, 2);
    expect(isFilled(foreign, PAGE, 9)).toBe(true);
    expect(isFilled(block, 16, 1)).toBe(true);
  });

  it("takes exactly the pages that a block needs, at its own end or after foreign ones", () => {
    let before = memory.size();
    allocate(3 * PAGE);
    expect(memory.size()).toBe(before + 1);
    allocate(PAGE);
    expect(memory.size()).toBe(before + 2);
    growForeignPage();
    before = memory.size();
    allocate(3 * PAGE);
    expect(memory.size()).toBe(before + 3);
  });

  it("uses up its own pages even if foreign ones follow", () => {
    const block = allocate(8);
    growForeignPage();
    expect(allocate(2 * PAGE - 8)).toBe(block + 8);
  });

  it("returns 0 if there is not enough memory after foreign pages", () => {
    growForeignPage();
    expect(allocate(HUGE)).toBe(0);
    expect(allocate(HUGE - PAGE)).toBe(0);
    expect(allocate(8)).not.toBe(0);
  });
});

describe("recycle", () => {
  beforeEach(() => {
    startAnew();
  });

  it("starts over at the next allocation", () => {
    const first = allocate(100);
    allocate(200);
    recycle();
    expect(allocate(300)).toBe(first);
  });

  it("leaves the blocks alone until then", () => {
    const first = allocate(100);
    const second = allocate(100);
    fill(first, 100, 1);
    fill(second, 100, 2);
    recycle();
    const room = reserve(1000);
    expect(room).toBeGreaterThanOrEqual(second + 100);
    fill(room, 1000, 3);
    expect(isFilled(first, 100, 1)).toBe(true);
    expect(isFilled(second, 100, 2)).toBe(true);
  });

  it("starts over only once", () => {
    const first = allocate(8);
    recycle();
    allocate(8);
    expect(allocate(8)).toBe(first + 8);
  });

  it("keeps memory from growing, however often the same record comes", () => {
    allocate(100000);
    reserve(300000);
    const size = memory.size();
    for (let round = 0; round < 10000; round++) {
      recycle();
      allocate(10);
      const record = allocate(100000);
      reserve(200000 - (<usize>round % 1000));
      if (round % 2 == 0) release(record);
    }
    expect(memory.size()).toBe(size);
  });

  it("bounds memory by the largest record, not by the sum of all", () => {
    const size = memory.size();
    for (let round: usize = 0; round < 1000; round++) {
      recycle();
      allocate(16);
      allocate(1000 * round);
    }
    // 1,000,000 bytes take 16 pages, two of which were there.
    expect(memory.size()).toBeLessThanOrEqual(size + 14);
  });
});

describe("release", () => {
  beforeEach(() => {
    startAnew();
  });

  it("returns the newest block to the arena", () => {
    allocate(24);
    const newest = allocate(100);
    release(newest);
    expect(allocate(50)).toBe(newest);
  });

  it("leaves any other block until it is recycled", () => {
    const first = allocate(24);
    const second = allocate(24);
    release(first);
    expect(allocate(8)).toBe(second + 24);
  });

  it("releases a block only once", () => {
    const first = allocate(24);
    const second = allocate(24);
    release(second);
    release(second);
    // A block older than the released one is not the newest.
    release(first);
    expect(allocate(8)).toBe(second);
  });

  it("ignores 0 and addresses that are not a block", () => {
    const block = allocate(24);
    release(0);
    release(block + 8);
    release(HUGE);
    expect(allocate(8)).toBe(block + 24);
  });
});
