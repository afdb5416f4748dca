import {
  allocate,
  claim,
  claimedEnd,
  hasClaims,
  recycle,
  release,
  reserve,
  reserveFrom,
  unclaim,
} from "../../../assembly/bytes/arena";
import { PAGE, growForeignPage, startAnew } from "../support/arena";

describe("claims end", () => {
  beforeEach(() => {
    startAnew();
  });

  it("when the arena is recycled, but no block with them", () => {
    const block = allocate(8);
    const first = claim(1000);
    claim(1000);
    recycle();
    expect(hasClaims()).toBe(false);
    expect(claimedEnd()).toBe(block + 8);
    // The host may still ask for the record.
    expect(claim(8)).toBe(first);
    expect(reserveFrom(block, block, 8)).toBe(false);
    recycle();
    expect(reserveFrom(block, block, 8)).toBe(true);
  });

  it("at the first allocation after the arena was recycled, whatever was claimed in between", () => {
    const block = allocate(8);
    recycle();
    claim(1000);
    expect(allocate(8)).toBe(block);
    expect(hasClaims()).toBe(false);
    expect(claimedEnd()).toBe(block + 8);
  });

  it("when the newest block is released", () => {
    allocate(8);
    const block = allocate(100);
    claim(1000);
    release(block);
    expect(hasClaims()).toBe(false);
    expect(allocate(8)).toBe(block);
  });

  it("not when another block is released", () => {
    const first = allocate(8);
    allocate(8);
    const claimed = claim(1000);
    release(first);
    release(0);
    expect(hasClaims()).toBe(true);
    expect(claimedEnd()).toBe(claimed + 1000);
  });
});

describe("nothing", () => {
  beforeEach(() => {
    startAnew();
  });

  it("is released for block 0, even if no block is left", () => {
    const block = allocate(8);
    release(block);
    release(0);
    expect(claimedEnd()).toBe(block);
    expect(allocate(8)).toBe(block);
  });

  it("is claimed if a reservation has to start anew after foreign pages", () => {
    growForeignPage();
    allocate(3 * PAGE);
    expect(hasClaims()).toBe(false);
    growForeignPage();
    expect(reserve(3 * PAGE)).not.toBe(0);
    expect(hasClaims()).toBe(false);
  });
});

describe("room after foreign pages", () => {
  it("is as large as requested, for any size", () => {
    for (let pages = 1; pages < 4; pages++) {
      for (let more = -2; more < 3; more++) {
        startAnew();
        allocate(2 * PAGE);
        const foreign = growForeignPage();
        const size = <usize>(<i32>PAGE * pages + more);
        const start = claim(size);
        expect(start).toBe(foreign + PAGE);
        expect(start + size <= <usize>memory.size() * PAGE).toBe(true, `${size} bytes`);
      }
    }
  });
});

describe("foreign pages between two claims", () => {
  beforeEach(() => {
    startAnew();
  });

  it("are not handed out when both claims are released", () => {
    allocate(8);
    const before = claimedEnd();
    claim(8);
    const foreign = growForeignPage();
    expect(claim(2 * PAGE)).toBeGreaterThanOrEqual(foreign + PAGE);
    unclaim(before);
    const next = claim(3 * PAGE);
    expect(next >= foreign + PAGE || next + 3 * PAGE <= foreign).toBe(true);
  });

  it("are not handed out when the second claim is released", () => {
    allocate(8);
    claim(8);
    const between = claimedEnd();
    const foreign = growForeignPage();
    claim(2 * PAGE);
    unclaim(between);
    const next = allocate(3 * PAGE);
    expect(next >= foreign + PAGE || next + 3 * PAGE <= foreign).toBe(true);
  });
});
