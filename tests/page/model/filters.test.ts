import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  isFiltered,
  NO_FILTERS,
  readChoice,
  toggled,
  toggledAlone,
  withRange,
  withValues,
  writeChoice,
  type Choice,
} from "#page/model/filters.js";
import { DEFAULT_SORT } from "#page/model/sort.js";
import { HOSTILE } from "../support/hostile-report.js";

const FIRST: Choice = { filters: NO_FILTERS, sort: DEFAULT_SORT, page: 0 };

describe("a choice in the address", () => {
  it("is empty if nothing was chosen", () => {
    assert.equal(writeChoice(FIRST), "");
    assert.deepEqual(readChoice(""), FIRST);
    assert.equal(isFiltered(NO_FILTERS), false);
  });

  it("is restored exactly, hostile texts too", () => {
    // A lone surrogate cannot be in an address: it is replaced.
    for (const text of HOSTILE.filter((one) => !/\p{Cs}/u.test(one))) {
      let filters = withValues({ ...NO_FILTERS, text }, "actor", [text, "another & one=1"]);
      filters = withRange(toggled(filters, "verdict", "match"), { from: 86_400_000, to: 172_800_000 });
      const choice: Choice = { filters, sort: { column: "key", descending: true }, page: 3 };
      assert.deepEqual(readChoice(writeChoice(choice)), choice);
      assert.equal(isFiltered(filters), true);
    }
  });

  it("falls back to the defaults if it is not understood", () => {
    for (const text of [
      "page=0",
      "page=-1",
      "page=1.5",
      "page=x",
      "sort=constructor",
      "sort=-",
      "from=2026-01-01",
      "from=2026-01-02&to=2026-01-01",
      "from=x&to=y",
      "__proto__=1",
      "%",
      "=",
    ]) {
      assert.deepEqual(readChoice(text), FIRST, text);
    }
  });

  it("can hold a missing value", () => {
    const choice = { ...FIRST, filters: withValues(NO_FILTERS, "account", [""]) };
    assert.equal(writeChoice(choice), "account=");
    assert.deepEqual(readChoice("account="), choice);
  });
});

describe("toggled", () => {
  it("adds and removes a value, or selects it alone", () => {
    const one = toggled(NO_FILTERS, "verdict", "match");
    const two = toggled(one, "verdict", "denied");
    assert.deepEqual(two.values.verdict, ["match", "denied"]);
    assert.deepEqual(toggled(two, "verdict", "match").values.verdict, ["denied"]);
    assert.deepEqual(toggledAlone(two, "verdict", "capped").values.verdict, ["capped"]);
    assert.deepEqual(toggledAlone(two, "verdict", "denied").values.verdict, []);
    assert.deepEqual(NO_FILTERS.values.verdict, []);
  });
});
