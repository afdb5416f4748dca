import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { namesAction } from "./named.js";

/** Returns the text as written at this depth of strings. */
function inStrings(text: string, levels: number): string {
  return levels === 0 ? text : inStrings(JSON.stringify(text), levels - 1);
}

describe("an action's name", () => {
  it("is found as is, in any text", () => {
    for (const text of ["DisableKey", "xDisableKeyRotation", '{"a":"ScheduleKeyDeletion"', "\u00e9 DisableKey\\"]) {
      assert.ok(namesAction(text), text);
    }
    for (const text of ["", "disablekey", "Disable Key", "ScheduleKeyDeletio", "EnableKey", "Disable\\Key"]) {
      assert.ok(!namesAction(text), text);
    }
  });

  it("is found in escapes, at most five strings deep", () => {
    const spelled = ["Disable\\u004bey", "Disable\\u004Bey", "\\u0044isableKey", "Schedule\\u004beyDeletion"];
    for (const text of spelled) {
      for (let levels = 0; levels <= 4; levels++) assert.ok(namesAction(inStrings(text, levels)), `${text} ${levels}`);
      assert.ok(!namesAction(inStrings(text, 5)), text);
    }
    for (const text of ["Disable\\u004", "Disable\\u04bey", "Disable\\U004bey", "Disable\\x4bey", "Disable\\u212aey"]) {
      assert.ok(!namesAction(text), text);
    }
    // An escape that yields a letter of another escape: each round decodes the whole text again.
    assert.ok(namesAction("Disable\\\\u004bey"));
    assert.ok(namesAction("Disable\\u005cu004bey"));
    assert.ok(!namesAction("Disable\\nKey"));
  });
});
