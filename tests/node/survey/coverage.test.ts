import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emptyCoverage, mergeCoverages, MAX_ACCOUNTS, type Coverage } from "#keyward/survey/coverage.js";

function coverageOf(some: Partial<Coverage>): Coverage {
  return { ...emptyCoverage(), ...some };
}

function accountsOf(from: number, to: number): Coverage {
  const names = Array.from({ length: to - from }, (_, index) => String(100_000_000_000 + from + index));
  return coverageOf({ accounts: { names, hasMore: false } });
}

describe("mergeCoverages", () => {
  it("adds counts, keeps the first and the last time, and each name once, in order", () => {
    const one = coverageOf({
      events: 2,
      kmsEvents: 1,
      firstTime: 10,
      lastTime: 30,
      regions: { names: ["us-east-1", "us-west-2"], hasMore: false },
      lastEvents: [{ account: "1", region: "us-east-1", time: 30 }],
    });
    const other = coverageOf({
      events: 3,
      timeless: 1,
      firstTime: -5,
      lastTime: 20,
      withoutEvents: 4,
      notJson: 5,
      failures: 6,
      regions: { names: ["eu-west-1", "us-east-1"], hasMore: false },
      lastEvents: [
        { account: "1", region: "eu-west-1", time: 20 },
        { account: "1", region: "us-east-1", time: 10 },
      ],
    });
    assert.deepEqual(mergeCoverages([one, emptyCoverage(), other]), {
      events: 5,
      kmsEvents: 1,
      timeless: 1,
      firstTime: -5,
      lastTime: 30,
      accounts: { names: [], hasMore: false },
      regions: { names: ["eu-west-1", "us-east-1", "us-west-2"], hasMore: false },
      lastEvents: [
        { account: "1", region: "eu-west-1", time: 20 },
        { account: "1", region: "us-east-1", time: 30 },
      ],
      withoutEvents: 4,
      notJson: 5,
      failures: 6,
    });
    assert.deepEqual(mergeCoverages([other, one]), mergeCoverages([one, other]));
  });

  it("is empty for no input, without times", () => {
    assert.deepEqual(mergeCoverages([]), emptyCoverage());
    assert.ok(!("firstTime" in mergeCoverages([emptyCoverage(), emptyCoverage()])));
  });

  it("has no names if there are too many, however they are distributed", () => {
    const half = MAX_ACCOUNTS / 2;
    const full = mergeCoverages([accountsOf(0, half), accountsOf(half, MAX_ACCOUNTS), accountsOf(5, 9)]);
    assert.equal(full.accounts.names.length, MAX_ACCOUNTS);
    assert.equal(full.accounts.hasMore, false);
    const tooMany = { names: [], hasMore: true };
    assert.deepEqual(mergeCoverages([full, accountsOf(1000, 1001)]).accounts, tooMany);
    const parts = [accountsOf(0, 100), accountsOf(100, 200), accountsOf(200, 300)] as const;
    assert.deepEqual(mergeCoverages(parts).accounts, tooMany);
    assert.deepEqual(mergeCoverages([parts[0], mergeCoverages([parts[1], parts[2]])]).accounts, tooMany);
    assert.deepEqual(mergeCoverages([mergeCoverages([parts[2], parts[0]]), parts[1]]).accounts, tooMany);
  });
});
