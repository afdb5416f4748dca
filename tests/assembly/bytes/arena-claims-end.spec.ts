import {
  allocate,
  claim,
  claimedEnd,
  hasClaims,
  recycle,
  release,
  reserveFrom,
  unclaim,
} from "../../../assembly/bytes/arena";
import { PAGE, growForeignPage, startAnew } from "../support/arena";

describe("claims end", () => {
  beforeEach(() => {
    startAnew();
  });

  it("when the arena is recycled, and no block with them", () => {
    const block = allocate(8);
    const first = claim(1000);
    claim(1000);
    recycle();
    expect(hasClaims()).toBe(false);
    expect(claimedEnd()).toBe(block + 8);
    // The record is still the host's to ask for again.
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

describe("pages that another took between two claims", () => {
  beforeEach(() => {
    startAnew();
  });

  it("are not handed out when both claims are given back", () => {
    allocate(8);
    const before = claimedEnd();
    claim(8);
    const foreign = growForeignPage();
    expect(claim(2 * PAGE)).toBeGreaterThanOrEqual(foreign + PAGE);
    unclaim(before);
    const next = claim(3 * PAGE);
    expect(next >= foreign + PAGE || next + 3 * PAGE <= foreign).toBe(true);
  });

  it("are not handed out when the first claim is given back to its end", () => {
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
