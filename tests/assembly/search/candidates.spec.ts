import { findLine, lineEnd } from "../../../assembly/search/candidates";
import { mayMatch } from "../../../assembly/search/prefilter";
import { Region, found, foundNaively, isCandidate } from "../support/lines";

const region = new Region(2048);
let wrong = "";

let compared = 0;

/** Compares both filters' answers for a text with the reference's; what surrounds it alternates and must not matter. */
function compare(text: string): void {
  compared += 1;
  const end = region.fill(text, compared % 2 == 0 ? "\n" : "Key\\u0061sableK");
  for (let keep = 0; keep < 2; keep++) {
    const expected = foundNaively(region.start, end, keep == 1);
    const answer = found(region.start, end, keep == 1);
    if (answer != expected) wrong += `${keep == 1 ? "keep" : "tag"} ${text}: ${answer}, not ${expected}\n`;
  }
}

/** Slides a piece through every position in a block, alone and with lines before and after it. */
function slide(piece: string, filler: string, step: i32 = 1): void {
  for (let before = 0; before <= 70; before += step) {
    for (let after = 0; after <= 70; after += 1 + after * 8) {
      const line = filler.repeat(before) + piece + filler.repeat(after);
      compare(line);
      compare("{}\n" + line + "\n[]\n");
    }
  }
}

function expectNoneWrong(): void {
  expect(wrong.slice(0, 1000)).toBe("");
  wrong = "";
}

const PIECES: StaticArray<string> = ["DisableKey", "ScheduleKeyDeletion", "\\u0061", "\\u", "\n", "\n\n"];

/** Parts of random texts. */
const PARTS: StaticArray<string> = [
  "Disabl",
  "DisableK",
  "eKey",
  "ey",
  "Schedul",
  "cheduleKey",
  "Deletion",
  "\\",
  "u00",
  "44",
  "Key",
  "-",
];

describe("findLine", () => {
  it("finds what the reference finds, wherever it is", () => {
    for (let index = 0; index < PIECES.length; index++) slide(PIECES[index], "-");
    expectNoneWrong();
  });

  it("finds it among its own letters, spaces, brackets and other bytes", () => {
    for (let index = 0; index < PIECES.length; index++) {
      slide(PIECES[index], "e", 5);
      slide(PIECES[index], "K", 5);
      slide(PIECES[index], " ", 5);
      slide(PIECES[index], "{}", 5);
      slide(PIECES[index], "\\", 5);
      slide(PIECES[index], "\u00e9", 5);
    }
    expectNoneWrong();
  });

  it("is not misled by parts and pairs alone", () => {
    const parts = ["eK", "leKey", "ableKey", "sableKe", "duleKey", "EnableKey", "keyward", "\\", "\\n", "u"];
    for (let index = 0; index < parts.length; index++) slide(parts[index], "-", 3);
    expectNoneWrong();
    const end = region.fill('{"eventName":"EnableKey","a":"eK keyward \\n \\\\"}\n{}', "\n");
    expect(findLine(region.start, end, false)).toBe(end);
    expect(findLine(region.start, end, true)).toBe(end);
  });

  it("is not misled by a name that a newline or the region's ends cut off", () => {
    const names = ["DisableKey", "ScheduleKeyDeletion", "\\u0061"];
    for (let index = 0; index < names.length; index++) {
      for (let cut = 0; cut <= names[index].length; cut++) {
        compare(names[index].slice(0, cut) + "\n" + names[index].slice(cut));
        compare(names[index].slice(cut));
        compare(names[index].slice(0, cut));
        compare("{" + names[index].slice(0, cut) + "}\n{" + names[index].slice(cut) + "}\n");
      }
    }
    expectNoneWrong();
  });

  it("distinguishes lines by their first and last bytes, at every distance", () => {
    const ends = [
      "{}",
      "[]",
      "{]",
      "[}",
      "{",
      "}",
      "x}",
      "{x",
      " {}",
      "{} ",
      "{}\r",
      "{}x",
      "x{}",
      "\t[]\r",
      "",
      " ",
      "\r",
      "\0",
      "1",
    ];
    for (let index = 0; index < ends.length; index++) {
      for (let other = 0; other < ends.length; other++) {
        for (let size = 0; size <= 66; size += 1 + (size >> 2)) {
          const middle =
            ends[index].length > 1 ? ends[index].charAt(0) + "-".repeat(size) + ends[index].slice(1) : ends[index];
          compare(middle + "\n" + ends[other] + "\n" + middle);
        }
      }
    }
    expectNoneWrong();
  });

  it("reads every pair of bytes correctly", () => {
    const text = region.fill("{" + "-".repeat(100) + "}", "\n");
    for (let first = 0; first < 256; first++) {
      for (let second = 0; second < 256; second++) {
        store<u8>(region.start + 61, <u8>first);
        store<u8>(region.start + 62, <u8>second);
        const isEscape = first == 0x5c && second == 0x75;
        const stops = isEscape ? region.start : text;
        if (findLine(region.start, text, false) != stops) wrong += `${first} ${second}; `;
      }
    }
    expectNoneWrong();
  });

  it("reports where the line that it found ends", () => {
    const end = region.fill("{}\n{DisableKey}" + " ".repeat(100) + "\nDisableKey", "\n");
    const line = findLine(region.start, end, false);
    expect(line).toBe(region.start + 3);
    expect(lineEnd()).toBe(line + 112);
    expect(findLine(lineEnd() + 1, end, false)).toBe(line + 113);
    expect(lineEnd()).toBe(end);
  });

  it("finds nothing in an empty region", () => {
    expect(findLine(region.start, region.start, true)).toBe(region.start);
    expect(found(region.start, region.start, false)).toBe("0 to 0, 0 newlines, 0 records, 0 others");
  });

  it("finds every line that the prefilter would", () => {
    for (let keep = 0; keep < 2; keep++) {
      let seed: u32 = 1;
      let candidates = 0;
      for (let count = 0; count < 4000; count++) {
        let text = "{" + "-".repeat(count % 67);
        for (let piece = 0; piece < 5; piece++) {
          seed = seed * 1664525 + 1013904223;
          text += PARTS[(seed >> 16) % PARTS.length];
        }
        const end = region.fill(text + "}", "\n");
        if (!mayMatch(region.start, end) || !isCandidate(region.start, end)) continue;
        candidates += 1;
        if (findLine(region.start, end, keep == 1) != region.start) wrong += `${keep} ${text}\n`;
      }
      expect(candidates).toBeGreaterThan(100);
    }
    expectNoneWrong();
  });
});
