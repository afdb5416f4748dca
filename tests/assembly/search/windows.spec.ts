import { WINDOW, jumpAt } from "../../../assembly/search/pair-search";
import { mayMatch } from "../../../assembly/search/prefilter";
import {
  BACKSLASH_RATES,
  RATES,
  chance,
  encode,
  escape,
  pick,
  putEscape,
  putPlain,
  spell,
  takeText,
} from "../support/escapes";
import { place } from "../support/text";

const U00: u32 = 0x303075;

/**
 * Whether the eight bytes that end with the pair at `last` end a name, or its last four letters with an escape before
 * them.
 */
function endsName(start: usize, last: usize): bool {
  if (last - start < 6) return false;
  const word = load<u64>(last - 6);
  // sableKey and eduleKey.
  if (word == 0x79654b656c626173 || word == 0x79654b656c756465) return true;
  if (word >> 32 != 0x79654b65) return false;
  for (let back: usize = 7; back <= 14; back++) {
    if (last - start >= back && (load<u32>(last - back) & 0xffffff) == U00) return true;
  }
  return false;
}

/**
 * Whether the text from `start` to `end` has a window that the search finds from anywhere, because no pair's jump goes
 * past the window's end, and that then looks like a name.
 */
function hasWindow(start: usize, end: usize): bool {
  for (let last = start; last + 1 < end; last++) {
    if (jumpAt(last) != 0) continue;
    let after: usize = 1;
    while (after < WINDOW - 1 && last - after >= start && jumpAt(last - after) <= after) after++;
    // At the start of a text the search begins with the first pairs themselves.
    if (after < WINDOW - 1 && last - after >= start) continue;
    if (load<u8>(last) != 0x30) {
      if (endsName(start, last)) return true;
      continue;
    }
    const from = max(start, last + 2 - WINDOW);
    if (mayMatch(from, min(end, max(last + 4, from + WINDOW)))) return true;
  }
  return false;
}

function holdsWindow(text: string): bool {
  const placed = place(text);
  const isHeld = hasWindow(placed.start, placed.end);
  heap.free(placed.start);
  return isHeld;
}

/** Room for a text, with a byte before it and as much before that as a search can jump. */
const room = memory.data(512, 8);
const TEXT_AT: usize = room + 16;

/**
 * The failures of the search for `text` after each of the bytes in [from, to): it must have a window, and be found
 * wherever the search starts.
 */
function missedAfter(text: string, from: i32, to: i32): string {
  const length = String.UTF8.byteLength(text);
  assert(length < 480, "no room");
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, TEXT_AT);
  memory.fill(room, 0x2d, 15);
  let missed = "";
  for (let byte = from; byte < to; byte++) {
    store<u8>(TEXT_AT - 1, <u8>byte);
    if (!hasWindow(TEXT_AT - 1, TEXT_AT + length)) missed += `no window after ${byte}: ${text}\n`;
    for (let before: usize = 1; before <= 11; before++) {
      if (!mayMatch(TEXT_AT - before, TEXT_AT + length))
        missed += `not found after ${byte}, ${before} before: ${text}\n`;
    }
  }
  return missed;
}

/** `text` as the inside of a string, with the character at `position` escaped, and all backslashes or none. */
function encodeAt(text: string, position: i32, backslashes: bool, isUpper: bool): string {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (index == position || (unit == 0x5c && backslashes)) putEscape(unit, isUpper);
    else putPlain(unit);
  }
  return takeText();
}

/** The next byte before a name, for tests that do not try all of them. */
let turn: i32 = 0;

function missedAfterNext(text: string, count: i32): string {
  let missed = "";
  for (let index = 0; index < count; index++) {
    turn = (turn + 1) & 0xff;
    missed += missedAfter(text, turn, turn + 1);
  }
  return missed;
}

const NAMES: StaticArray<string> = ["DisableKey", "ScheduleKeyDeletion"];
const PREFIXES: StaticArray<string> = ["", "/", "kms.amazonaws.com/", "u0", "\\\\", "Key", "eK", "0044"];

describe("the windows", () => {
  it("are in a name after any byte, unescaped and with any one letter escaped, once or twice", () => {
    let missed = "";
    for (let i = 0; i < NAMES.length; i++) {
      missed += missedAfter(NAMES[i], 0, 256);
      for (let letter = 0; letter < NAMES[i].length; letter++) {
        for (let way = 0; way < 4; way++) {
          const once = encodeAt(NAMES[i], letter, false, way % 2 == 1);
          missed += missedAfter(once, 0, 256);
          missed += missedAfter(encodeAt(once, -1, way > 1, way % 2 == 1), 0, 256);
          for (let position = letter; position < letter + 6; position++) {
            missed += missedAfter(encodeAt(once, position, way > 1, way % 2 == 1), way, 256);
          }
        }
      }
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in a name with two letters escaped, after any byte", () => {
    let missed = "";
    for (let i = 0; i < NAMES.length; i++) {
      for (let first = 0; first < NAMES[i].length; first++) {
        for (let second = first + 1; second < NAMES[i].length; second++) {
          const one = encodeAt(NAMES[i], second, false, false);
          missed += missedAfterNext(encodeAt(one, first, false, true).replace("\\\\", "\\"), 32);
          missed += missedAfterNext(encodeAt(one, first, false, true), 32);
        }
      }
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in a name escaped three times, after any byte", () => {
    let missed = "";
    for (let run = 0; run < 76; run++) {
      const name = NAMES[run % 2];
      const letter = run / 4;
      if (letter >= name.length) continue;
      const isUpper = (run / 2) % 2 == 1;
      const once = encodeAt(name, letter, false, isUpper);
      for (let position = letter; position < letter + 6; position++) {
        for (let way = 0; way < 4; way++) {
          const twice = encodeAt(once, position, way % 2 == 1, isUpper);
          for (let again = 0; again < twice.length; again++) {
            missed += missedAfterNext(encodeAt(twice, again, way > 1, isUpper), 3);
          }
        }
      }
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in a name after words whose bytes may also be in windows", () => {
    let missed = "";
    for (let i = 0; i < NAMES.length; i++) {
      for (let j = 0; j < PREFIXES.length; j++) {
        missed += missedAfter(PREFIXES[j] + NAMES[i], 0, 256);
        for (let letter = 0; letter < NAMES[i].length; letter++) {
          const once = encodeAt(NAMES[i], letter, false, false);
          missed += missedAfterNext(PREFIXES[j] + once, 16);
          missed += missedAfterNext(PREFIXES[j] + encodeAt(once, -1, false, false), 16);
          missed += missedAfterNext(PREFIXES[j] + encodeAt(once, -1, true, true), 16);
        }
      }
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in a name with one letter escaped, one character of that escaped, and one of that once more", () => {
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
      const placed = place("-".repeat(10) + text);
      for (let before = 0; before < 11; before++) {
        if (!mayMatch(placed.start + 10 - before, placed.end))
          missed += "not found after " + before.toString() + ": " + text + "\n";
      }
      heap.free(placed.start);
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are in a name with one letter escaped, with any form of its quotes and its escape", () => {
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

  it("are in every spelling of a name after any byte, in up to five strings", () => {
    let missed = "";
    for (let run = 0; run < 6000; run++) {
      let text = spell(NAMES[run % 2]);
      const levels = run % 6;
      for (let level = 0; level < levels && text.length < 150; level++) {
        text = encode(text, pick(BACKSLASH_RATES), text.length > 60 ? 0 : pick(RATES));
      }
      if (text.length < 480) missed += missedAfterNext(text, 4);
    }
    expect(missed.slice(0, 2000)).toBe("");
  });

  it("are not in a text without a name", () => {
    expect(holdsWindow('{"eventName":"DescribeKey","eventSource":"kms.amazonaws.com"}')).toBe(false);
    expect(holdsWindow('{"eventTime":"2026-03-04T00:00:00Z","recipientAccountId":"111122223333"}')).toBe(false);
  });
});
