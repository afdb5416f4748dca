import {
  allocate,
  claim,
  claimedEnd,
  hasClaims,
  isReadable,
  reserve,
  reserveFrom,
  unclaim,
} from "../../../assembly/bytes/arena";
import { PAGE, isFilled, startAnew } from "../support/arena";

const HUGE: usize = 0xffffffff;

describe("claim", () => {
  beforeEach(() => {
    startAnew();
  });

  it("returns aligned room after all blocks, which the next claim and reservation leave alone", () => {
    const block = allocate(10);
    const first = claim(11);
    const second = claim(5 * PAGE);
    const third = claim(1);
    const room = reserve(100);
    expect(first).toBe(block + 16);
    expect(second).toBe(first + 16);
    expect(third).toBe(second + 5 * PAGE);
    expect(room).toBe(third + 8);
    memory.fill(block, 1, 10);
    memory.fill(first, 2, 11);
    memory.fill(second, 3, 5 * PAGE);
    memory.fill(third, 4, 1);
    memory.fill(room, 5, 100);
    expect(isFilled(block, 10, 1)).toBe(true);
    expect(isFilled(first, 11, 2)).toBe(true);
    expect(isFilled(second, 5 * PAGE, 3)).toBe(true);
    expect(isFilled(third, 1, 4)).toBe(true);
  });

  it("grows memory no further than needed", () => {
    allocate(2 * PAGE - 8);
    const before = memory.size();
    claim(8);
    expect(memory.size()).toBe(before);
    const after = claim(1);
    expect(memory.size()).toBe(before + 1);
    expect(isReadable(after, 1)).toBe(true);
  });

  it("returns 0 for more than memory can hold, and claims nothing", () => {
    const block = allocate(8);
    const before = memory.size();
    expect(claim(HUGE)).toBe(0);
    expect(claim(HUGE - PAGE)).toBe(0);
    expect(hasClaims()).toBe(false);
    expect(memory.size()).toBe(before);
    expect(claim(8)).toBe(block + 8);
    expect(claim(HUGE)).toBe(0);
    expect(claimedEnd()).toBe(block + 16);
  });

  it("keeps the newest block from being spread", () => {
    const block = allocate(100);
    expect(reserveFrom(block, block + 8, 200)).toBe(true);
    const end = claimedEnd();
    claim(8);
    expect(reserveFrom(block, block + 8, 200)).toBe(false);
    expect(reserveFrom(block, block, 1)).toBe(false);
    unclaim(end);
    expect(reserveFrom(block, block + 8, 200)).toBe(true);
  });
});

describe("claimedEnd and hasClaims", () => {
  beforeEach(() => {
    startAnew();
  });

  it("report what is claimed", () => {
    const block = allocate(10);
    expect(hasClaims()).toBe(false);
    expect(claimedEnd()).toBe(block + 16);
    claim(1);
    expect(hasClaims()).toBe(true);
    expect(claimedEnd()).toBe(block + 24);
    claim(17);
    expect(claimedEnd()).toBe(block + 48);
  });
});

describe("unclaim", () => {
  beforeEach(() => {
    startAnew();
  });

  it("releases what was claimed since", () => {
    const block = allocate(8);
    const before = claimedEnd();
    claim(100);
    const between = claimedEnd();
    const second = claim(100);
    claim(100);
    unclaim(between);
    expect(claimedEnd()).toBe(between);
    expect(claim(50)).toBe(second);
    unclaim(before);
    expect(hasClaims()).toBe(false);
    expect(claim(8)).toBe(block + 8);
  });

  it("releases the end of a claim, aligned", () => {
    allocate(8);
    const first = claim(100);
    unclaim(first + 11);
    expect(hasClaims()).toBe(true);
    expect(claimedEnd()).toBe(first + 16);
    unclaim(first + 16);
    expect(claimedEnd()).toBe(first + 16);
    unclaim(first + 8);
    expect(claimedEnd()).toBe(first + 8);
    expect(claim(8)).toBe(first + 8);
  });

  it("does nothing for an end that no claim follows", () => {
    const block = allocate(8);
    unclaim(0);
    unclaim(block);
    unclaim(claimedEnd());
    unclaim(claimedEnd() + 800);
    expect(claimedEnd()).toBe(block + 8);
    const first = claim(8);
    unclaim(first + 8);
    unclaim(first + 800);
    unclaim(first - 8);
    unclaim(block);
    unclaim(0);
    expect(claimedEnd()).toBe(first + 8);
    expect(hasClaims()).toBe(true);
  });

  it("releases nothing twice", () => {
    const block = allocate(8);
    const first = claim(8);
    unclaim(first);
    unclaim(first);
    expect(claimedEnd()).toBe(block + 8);
    expect(allocate(8)).toBe(first);
    unclaim(first);
    expect(allocate(8)).toBe(first + 8);
  });
});
