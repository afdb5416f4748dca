import {
  allocate,
  claim,
  claimedEnd,
  hasClaims,
  keepClaims,
  recycle,
  release,
  reserve,
  unclaim,
} from "../../../assembly/bytes/arena";
import { PAGE, isFilled, startAnew } from "../support/arena";

describe("keepClaims", () => {
  it("keeps claims from every later block", () => {
    startAnew();
    // From here on the arena needs no more memory, whoever else grows it.
    reserve(5 * PAGE);
    const kept = claim(100);
    memory.fill(kept, 7, 100);
    keepClaims();
    expect(hasClaims()).toBe(false);
    for (let round = 0; round < 3; round++) {
      const block = allocate(3 * PAGE);
      expect(block).toBe(kept + 104);
      memory.fill(block, 1, 3 * PAGE);
      const other = claim(10);
      memory.fill(other, 2, 10);
      recycle();
    }
    expect(isFilled(kept, 100, 7)).toBe(true);
  });

  it("is not undone by releasing", () => {
    startAnew();
    const kept = claim(64);
    keepClaims();
    unclaim(kept);
    expect(claimedEnd()).toBe(kept + 64);
    recycle();
    expect(allocate(8)).toBe(kept + 64);
    unclaim(kept + 8);
    expect(claimedEnd()).toBe(kept + 72);
  });

  it("may be called again for more", () => {
    startAnew();
    const first = claim(8);
    keepClaims();
    const second = claim(8);
    keepClaims();
    recycle();
    expect(second).toBe(first + 8);
    expect(allocate(8)).toBe(second + 8);
  });

  it("keeps nothing if nothing is claimed", () => {
    startAnew();
    const before = claimedEnd();
    keepClaims();
    expect(claimedEnd()).toBe(before);
    expect(allocate(8)).toBe(before);
  });

  it("keeps other memory up to its end, aligned, and at least what is claimed", () => {
    startAnew();
    const kept = claim(8);
    keepClaims(kept + 1001);
    expect(claimedEnd()).toBe(kept + 1008);
    expect(allocate(8)).toBe(kept + 1008);
    recycle();
    expect(allocate(8)).toBe(kept + 1008);
    keepClaims(kept + 8);
    recycle();
    expect(allocate(8)).toBe(kept + 1016);
  });

  it("keeps memory that ends beyond the previous end of memory", () => {
    startAnew();
    const end = claimedEnd();
    const far = (<usize>memory.size() + 3) * PAGE;
    memory.grow(3);
    keepClaims(far - 100);
    const block = allocate(1000);
    expect(block).toBeGreaterThanOrEqual(far - 100);
    memory.fill(block, 1, 1000);
    recycle();
    expect(allocate(1000)).toBeGreaterThanOrEqual(far - 100);
    expect(end < far).toBe(true);
  });
});

describe("a block after kept memory", () => {
  it("can be released like any other", () => {
    startAnew();
    claim(8);
    keepClaims();
    const block = allocate(16);
    release(block);
    expect(allocate(8)).toBe(block);
  });
});
