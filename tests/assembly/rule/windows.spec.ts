import { WINDOW, jumpAt } from "../../../assembly/bytes/pair-search";
import { mayMatch } from "../../../assembly/rule/prefilter";
import { place } from "../support/text";

/**
 * Whether there is a window that the search finds wherever it comes from, because the jump of each of its pairs is no
 * farther than the pair is from the end, and that looks like a name then.
 */
function holdsWindow(text: string): bool {
  const placed = place(text);
  for (let last = placed.start; last + 1 < placed.end; last++) {
    if (jumpAt(last) != 0) continue;
    let behind: usize = 1;
    while (behind < WINDOW - 1 && last - behind >= placed.start && jumpAt(last - behind) <= behind) behind++;
    // At the start of a text the search begins with the first pairs themselves.
    if (behind < WINDOW - 1 && last - behind >= placed.start) continue;
    // A window in `Key` needs an escape somewhere before it, or the whole name.
    if (load<u8>(last) == 0x65 && load<u32>(last - 3) == 0x654b656c) return true;
    const start = max(placed.start, last + 2 - WINDOW);
    if (mayMatch(start, min(placed.end, max(last + 4, start + WINDOW)))) return true;
  }
  return false;
}

let state: u32 = 1;

/** Whether something happens that does so in `share` of 100 cases. */
function chance(share: u32): bool {
  // Numerical Recipes' linear congruential generator; the high bits are the random ones.
  state = state * 1664525 + 1013904223;
  return (state >> 16) % 100 < share;
}

const DIGITS = "0123456789abcdef0123456789ABCDEF";

function escape(unit: i32): string {
  const upper = chance(50) ? 16 : 0;
  return "\\u00" + DIGITS.charAt(unit >> 4) + DIGITS.charAt((unit & 15) + upper);
}

/** `text` as the inside of a string, with a backslash and any other character escaped so often. */
function encode(text: string, backslash: u32, other: u32): string {
  let all = "";
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (chance(unit == 0x5c ? backslash : other)) all += escape(unit);
    else if (unit == 0x5c || unit == 0x22) all += "\\" + String.fromCharCode(unit);
    else all += String.fromCharCode(unit);
  }
  return all;
}

function pick(shares: StaticArray<u32>): u32 {
  state = state * 1664525 + 1013904223;
  return shares[(state >> 16) % shares.length];
}

const RATES: StaticArray<u32> = [0, 0, 10, 40, 100];
const BACKSLASH_RATES: StaticArray<u32> = [0, 50, 100];
/** Escapes so many letters, spread over the name, at the innermost level. */
function spell(name: string): string {
  const share = pick(RATES);
  let all = "";
  for (let index = 0; index < name.length; index++) {
    all += chance(share) ? escape(name.charCodeAt(index)) : name.charAt(index);
  }
  return all;
}

/** As `escape`, with digits in upper case or in lower case. */
function escapeAs(unit: i32, isUpper: bool): string {
  return "\\u00" + DIGITS.charAt(unit >> 4) + DIGITS.charAt((unit & 15) + (isUpper ? 16 : 0));
}

/** `text` as the inside of a string, with the character at `position` escaped, and all backslashes or none. */
function encodeAt(text: string, position: i32, backslashes: bool, isUpper: bool): string {
  let all = "";
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (index == position || (unit == 0x5c && backslashes)) all += escapeAs(unit, isUpper);
    else if (unit == 0x5c || unit == 0x22) all += "\\" + String.fromCharCode(unit);
    else all += String.fromCharCode(unit);
  }
  return all;
}

describe("the windows", () => {
  it("are in a name with one letter escaped, one character of that again, and one of that once more", () => {
    let missed = "";
    for (let run = 0; run < 44; run++) {
      const name = run % 2 == 0 ? "DisableKey" : "ScheduleKeyDeletion";
      const isUpper = (run / 2) % 2 == 1;
      const letter = run / 4;
      const once = ':"' + encodeAt(name, letter, false, isUpper) + '"';
      for (let position = 0; position < 10 + letter; position++) {
        for (let way = 0; way < 4; way++) {
          const twice = encodeAt(once, position, way % 2 == 1, isUpper);
          for (let again = 0; again < twice.length; again++) {
            const text = encodeAt(twice, again, way > 1, isUpper);
            if (!holdsWindow(text)) missed += "no window: " + text + "\n";
          }
        }
      }
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in every spelling of a name, in up to five strings", () => {
    let missed = "";
    for (let run = 0; run < 6000; run++) {
      const name = chance(50) ? "DisableKey" : "ScheduleKeyDeletion";
      let text = ':"' + spell(name) + '"';
      const levels = run % 6;
      for (let level = 0; level < levels && text.length < 4000; level++) {
        text = encode(text, pick(BACKSLASH_RATES), text.length > 400 ? 0 : pick(RATES));
      }
      if (!holdsWindow(text)) missed += "no window: " + text + "\n";
      for (let before = 0; before < 11; before++) {
        const placed = place("-".repeat(before) + text);
        if (!mayMatch(placed.start, placed.end)) missed += "not found behind " + before.toString() + ": " + text + "\n";
      }
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in a name with one letter escaped, whatever its quotes and its escape look like", () => {
    const quotes: StaticArray<string> = ['"', '\\"', "\\u0022", "\\\\\\u0022", "\\u005cu0022"];
    const backslashes: StaticArray<string> = [
      "\\",
      "\\\\",
      "\\u005c",
      "\\u005C",
      "\\\\u005c",
      "\\u005\\u0063",
      "\\u00\\u0035c",
    ];
    const names: StaticArray<string> = ["DisableKey", "ScheduleKeyDeletion"];
    let missed = "";
    for (let run = 0; run < names.length * quotes.length * backslashes.length; run++) {
      const name = names[run % names.length];
      const quote = quotes[(run / names.length) % quotes.length];
      const backslash = backslashes[run / names.length / quotes.length];
      for (let position = 0; position < name.length; position++) {
        const code = escape(name.charCodeAt(position)).slice(1);
        const text = ":" + quote + name.slice(0, position) + backslash + code + name.slice(position + 1) + quote;
        if (!holdsWindow(text)) missed += "no window: " + text + "\n";
      }
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in no text without a name", () => {
    expect(holdsWindow('{"eventName":"DescribeKey","eventSource":"kms.amazonaws.com"}')).toBe(false);
    expect(holdsWindow('{"eventTime":"2026-03-04T00:00:00Z","recipientAccountId":"111122223333"}')).toBe(false);
  });
});
