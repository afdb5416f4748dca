import { Anchor, Layout } from "../../../assembly/table/generated/layout";
import { RULE_TABLE } from "../../../assembly/table/generated/rule-table";
import { anchorAt } from "../../../assembly/search/anchors";
import { mayMatch } from "../../../assembly/search/prefilter";
import { allowAnchors } from "../../../assembly/search/windows";
import { BACKSLASH_RATES, RATES, encode, pick, spell } from "../support/escapes";
import { place } from "../support/text";

/** Anchors of every length, with letters, capitals and digits, as in another table, instead of the default one. */
const ANCHORS: StaticArray<string> = [
  "GetObject",
  "abcdefABC",
  "DeleteUser",
  "a1B2c3D4e5",
  "UploadSSHPu",
  "jklmnoJKLMN",
];
for (let index = 0; index < ANCHORS.length; index++) {
  const text = ANCHORS[index];
  const anchor = anchorAt(index);
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, anchor + Anchor.LETTERS_END - text.length);
  store<u8>(anchor, <u8>text.length, Anchor.SIZE);
}
store<u16>(RULE_TABLE, <u16>ANCHORS.length, Layout.ANCHOR_COUNT);
allowAnchors();

function isFound(text: string): bool {
  const placed = place(text);
  const found = mayMatch(placed.start, placed.end);
  heap.free(placed.start);
  return found;
}

describe("an anchor", () => {
  it("is found alone, at the start of a text and at its end", () => {
    for (let index = 0; index < ANCHORS.length; index++) {
      expect(isFound(ANCHORS[index])).toBe(true, ANCHORS[index]);
      expect(isFound(ANCHORS[index] + "-".repeat(200))).toBe(true, ANCHORS[index]);
      expect(isFound("-".repeat(200) + ANCHORS[index])).toBe(true, ANCHORS[index]);
      // The last eight letters are compared.
      expect(isFound("-" + ANCHORS[index].slice(-7) + "-".repeat(200))).toBe(false, ANCHORS[index]);
      expect(isFound("-".repeat(200) + ANCHORS[index].slice(0, -1))).toBe(false, ANCHORS[index]);
    }
  });

  it("is found in every spelling, after any byte, in up to five strings, with any start of the search", () => {
    let missed = "";
    for (let run = 0; run < 12000; run++) {
      let text = spell(ANCHORS[run % ANCHORS.length]);
      const levels = (run / ANCHORS.length) % 6;
      for (let level = 0; level < levels && text.length < 400; level++) {
        text = encode(text, pick(BACKSLASH_RATES), text.length > 60 ? 0 : pick(RATES));
      }
      const byte = String.fromCharCode(1 + (run % 127));
      const placed = place(byte.repeat(11) + text);
      for (let before = 0; before < 12; before++) {
        if (!mayMatch(placed.start + 11 - before, placed.end))
          missed += "not found after " + before.toString() + ": " + text + "\n";
      }
      heap.free(placed.start);
    }
    expect(missed.slice(0, 2000)).toBe("");
  });
});
