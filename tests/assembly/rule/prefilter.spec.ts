import { mayBeAnnotated, mayMatch } from "../../../assembly/rule/prefilter";
import { Text, place, placeLast } from "../support/text";

/** Whether a text, the last of memory, is a candidate. */
function isCandidate(text: string): bool {
  const placed = placeLast(text);
  return mayMatch(placed.start, placed.end);
}

/** Whether a text may hold the mark. */
function isMarked(text: string): bool {
  const placed = placeLast(text);
  return mayBeAnnotated(placed.start, placed.end);
}

/** `word` with the letter at `position` as a unicode escape. */
function escapeAt(word: string, position: i32): string {
  const digits = word.charCodeAt(position).toString(16);
  return word.slice(0, position) + "\\u00" + digits + word.slice(position + 1);
}

/** Puts `piece` among every padding from 0 to 70 on both sides; how many of those texts are candidates. */
function countCandidates(piece: string, filler: string): string {
  let candidates = 0;
  let all = 0;
  for (let before = 0; before <= 70; before++) {
    for (let after = 0; after <= 70; after += 1 + (after >> 3)) {
      all += 1;
      if (isCandidate(filler.repeat(before) + piece + filler.repeat(after))) candidates += 1;
    }
  }
  return candidates == all ? "all" : candidates == 0 ? "none" : `${candidates} of ${all}`;
}

const NAMES: StaticArray<string> = ["DisableKey", "ScheduleKeyDeletion"];

describe("mayMatch", () => {
  it("is true for either name, wherever it stands", () => {
    expect(countCandidates("DisableKey", "-")).toBe("all");
    expect(countCandidates("ScheduleKeyDeletion", "-")).toBe("all");
    expect(countCandidates("DisableKey", "y")).toBe("all");
    expect(countCandidates("ScheduleKeyDeletion", "e")).toBe("all");
    expect(countCandidates("DisableKey", "\u00e9")).toBe("all");
  });

  it("is true for a name in a longer word, in a key or in JSON in a string", () => {
    expect(isCandidate('{"a":"DisableKeyRotation"}')).toBe(true);
    expect(isCandidate('{"DisableKey":1}')).toBe(true);
    expect(isCandidate('{"message":"{\\"eventName\\":\\"DisableKey\\"}"}')).toBe(true);
    expect(isCandidate("not JSON: ScheduleKeyDeletion")).toBe(true);
  });

  it("is true for a name with any one letter escaped, at any level", () => {
    for (let i = 0; i < NAMES.length; i++) {
      for (let position = 0; position < NAMES[i].length; position++) {
        const escaped = escapeAt(NAMES[i], position);
        expect(isCandidate('{"eventName":"' + escaped + '"}')).toBe(true, escaped);
        const twice = escaped.replace("\\", "\\\\");
        expect(isCandidate('{"message":"{\\"eventName\\":\\"' + twice + '\\"}"}')).toBe(true, twice);
      }
    }
  });

  it("is true for any unicode escape, wherever it stands", () => {
    expect(countCandidates("\\u0061", "-")).toBe("all");
    expect(countCandidates("\\u", "x")).toBe("all");
    expect(countCandidates("\\u0061", "\\n")).toBe("all");
    expect(countCandidates("\\u", "\u00e9")).toBe("all");
    expect(countCandidates("\\u", "\x5d")).toBe("all");
    expect(countCandidates("\\u", "u")).toBe("all");
  });

  it("is false for names with a letter missing, changed or in another case", () => {
    expect(countCandidates("DisableKe", "-")).toBe("none");
    expect(countCandidates("isableKey", "-")).toBe("none");
    for (let i = 0; i < NAMES.length; i++) {
      const name = NAMES[i];
      // Of ScheduleKeyDeletion only ten letters are looked for.
      const behind = i == 0 ? name.length : 11;
      for (let position = i; position < behind; position++) {
        const cut = name.slice(0, position) + name.slice(position + 1);
        expect(isCandidate('{"eventName":"' + cut + '"}')).toBe(false, cut);
        const changed = name.slice(0, position) + "_" + name.slice(position + 1);
        expect(isCandidate('{"eventName":"' + changed + '"}')).toBe(false, changed);
        const letter = String.fromCharCode(name.charCodeAt(position) ^ 0x20);
        const other = name.slice(0, position) + letter + name.slice(position + 1);
        expect(isCandidate('{"eventName":"' + other + '"}')).toBe(false, other);
      }
    }
  });

  it("is false for other names of the same family", () => {
    expect(isCandidate('{"eventName":"EnableKey","eventSource":"kms.amazonaws.com"}')).toBe(false);
    expect(isCandidate('{"eventName":"CancelKeyDeletion"}')).toBe(false);
    expect(isCandidate('{"eventName":"ScheduleQueryDeletion"}')).toBe(false);
    expect(isCandidate('{"eventName":"Disable Key"}')).toBe(false);
  });

  it("is false for other escapes, and for a u or a backslash alone", () => {
    expect(countCandidates("\\n", "-")).toBe("none");
    expect(countCandidates('\\"\\\\\\/\\b\\f\\r\\t', "-")).toBe("none");
    expect(countCandidates("\\U0061", "-")).toBe("none");
    expect(countCandidates("u", "-")).toBe("none");
    expect(countCandidates("\\", "-")).toBe("none");
    expect(countCandidates("u\\", "-")).toBe("none");
    expect(countCandidates("\\", "\u00dc")).toBe("none");
  });

  it("looks at nothing behind the end", () => {
    for (let before = 0; before <= 70; before++) {
      const padding = "-".repeat(before);
      const name = place(padding + "DisableKe", "y");
      expect(mayMatch(name.start, name.end)).toBe(false);
      const escape = place(padding + "\\", "u0061");
      expect(mayMatch(escape.start, escape.end)).toBe(false);
    }
  });

  it("looks at nothing before the start", () => {
    const text = place("DisableKey\\u0061 and more text behind it, of about sixty-four bytes or so");
    expect(mayMatch(text.start + 1, text.start + 10)).toBe(false);
    expect(mayMatch(text.start + 11, text.end)).toBe(false);
    expect(mayMatch(text.start + 10, text.end)).toBe(true);
  });

  it("looks at nothing before the start of memory", () => {
    // The specs keep nothing in the first 1,024 bytes; 64 at once are more than a text there has before its end.
    for (let length = 0; length < 64; length++) {
      memory.fill(0, 0x2d, length);
      expect(mayMatch(0, length)).toBe(false);
    }
    memory.fill(0, 0, 64);
  });

  it("is false for short texts, the empty one included", () => {
    for (let length = 0; length < 10; length++) {
      expect(isCandidate("DisableKey".slice(0, length))).toBe(false, length.toString());
    }
  });

  it("tells a backslash from every other byte, in every place of a round", () => {
    let wrong = "";
    const text: Text = place("-".repeat(200));
    for (let byte = 0; byte < 256; byte++) {
      for (let position = 0; position < 140; position++) {
        store<u8>(text.start + position, <u8>byte);
        store<u8>(text.start + position + 1, 0x75);
        if (mayMatch(text.start, text.end) != (byte == 0x5c)) wrong += `${byte} at ${position}; `;
        store<u16>(text.start + position, 0x2d2d);
      }
    }
    expect(wrong.slice(0, 200)).toBe("");
  });

  it("finds an escape next to every other byte", () => {
    let wrong = "";
    const text: Text = place("-".repeat(200));
    for (let byte = 0; byte < 256; byte++) {
      for (let position = 60; position < 140; position++) {
        store<u8>(text.start + position - 1, <u8>byte);
        store<u16>(text.start + position, 0x755c);
        store<u8>(text.start + position + 2, <u8>byte);
        if (!mayMatch(text.start, text.end)) wrong += `${byte} at ${position}; `;
        memory.fill(text.start + position - 1, 0x2d, 4);
      }
    }
    expect(wrong.slice(0, 200)).toBe("");
  });
});

describe("mayBeAnnotated", () => {
  it("is true for the mark, wherever it stands", () => {
    for (let before = 0; before <= 40; before++) {
      for (let after = 0; after <= 40; after += 4) {
        const text = "-".repeat(before) + "keyward" + "d".repeat(after);
        expect(isMarked(text)).toBe(true, text);
      }
    }
    expect(isMarked('{"a":1,"keyward":{"verdict":"match"}}')).toBe(true);
  });

  it("is false for near misses", () => {
    for (let position = 0; position < 7; position++) {
      const cut = "keyward".slice(0, position) + "keyward".slice(position + 1);
      expect(isMarked('{"' + cut + '":1}')).toBe(false, cut);
      const changed = "keyward".slice(0, position) + "K" + "keyward".slice(position + 1);
      expect(isMarked('{"' + changed + '":1}')).toBe(false, changed);
    }
    expect(isMarked('{"DisableKey":"\\u006b"}')).toBe(false);
    expect(isMarked("")).toBe(false);
    const behind = place("keywar", "d");
    expect(mayBeAnnotated(behind.start, behind.end)).toBe(false);
  });
});
