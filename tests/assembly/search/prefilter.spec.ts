import { FARTHEST, jumpAt } from "../../../assembly/search/pair-search";
import { mayMatch } from "../../../assembly/search/prefilter";
import { place, placeLast } from "../support/text";

/** Whether a text, at the end of memory, is a candidate. */
function isCandidate(text: string): bool {
  const placed = placeLast(text);
  return mayMatch(placed.start, placed.end);
}

/** `word` with the letter at `position` as a unicode escape, with digits in upper or lower case. */
function escapeAt(word: string, position: i32, isUpper: bool = false): string {
  const lower = word.charCodeAt(position).toString(16);
  const digits = isUpper ? lower.toUpperCase() : lower;
  return word.slice(0, position) + "\\u00" + digits + word.slice(position + 1);
}

/**
 * Whether texts with `piece` among every padding from 0 to 140 on both sides are candidates: "all", "none", or how
 * many.
 */
function countCandidates(piece: string, filler: string): string {
  let candidates = 0;
  let all = 0;
  const fillerBytes = String.UTF8.byteLength(filler);
  for (let after = 0; after <= 140; after += 1 + (after >> 3)) {
    const placed = placeLast(filler.repeat(140) + piece + filler.repeat(after));
    for (let before = 0; before <= 140; before++) {
      all += 1;
      if (mayMatch(placed.start + (140 - before) * fillerBytes, placed.end)) candidates += 1;
    }
  }
  return candidates == all ? "all" : candidates == 0 ? "none" : `${candidates} of ${all}`;
}

const NAMES: StaticArray<string> = ["DisableKey", "ScheduleKeyDeletion"];

describe("mayMatch", () => {
  it("is true for either name, wherever it is", () => {
    expect(countCandidates('"DisableKey"', "-")).toBe("all");
    expect(countCandidates('"ScheduleKeyDeletion"', "-")).toBe("all");
    expect(countCandidates('"DisableKey"', "y")).toBe("all");
    expect(countCandidates('"ScheduleKeyDeletion"', "e")).toBe("all");
    expect(countCandidates('"DisableKey"', "0")).toBe("all");
    expect(countCandidates('"DisableKey"', "\u00e9")).toBe("all");
  });

  it("is true for a name in a longer word, in a key or in JSON in a string", () => {
    expect(isCandidate('{"a":"DisableKeyRotation"}')).toBe(true);
    expect(isCandidate("DisableKey")).toBe(true);
    expect(isCandidate('{"DisableKey":1}')).toBe(true);
    expect(isCandidate('{"message":"{\\"eventName\\":\\"DisableKey\\"}"}')).toBe(true);
    expect(isCandidate('{"message":"{\\"eventName\\":\\u0022DisableKey\\u0022}"}')).toBe(true);
  });

  it("is true for a name with any one letter escaped, wherever it is", () => {
    for (let i = 0; i < NAMES.length; i++) {
      for (let position = 0; position < NAMES[i].length; position++) {
        const escaped = '"' + escapeAt(NAMES[i], position) + '"';
        expect(countCandidates(escaped, "-")).toBe("all", escaped);
        const twice = '\\"' + escapeAt(NAMES[i], position).replace("\\", "\\\\") + '\\"';
        expect(countCandidates(twice, "1")).toBe("all", twice);
      }
    }
  });

  it("is true for a name after a provider, with any one letter escaped, once or twice", () => {
    const providers: StaticArray<string> = ["kms.amazonaws.com/", "/", "x"];
    for (let i = 0; i < NAMES.length; i++) {
      for (let j = 0; j < providers.length; j++) {
        const before = '"' + providers[j];
        expect(countCandidates(before + NAMES[i] + '"', "-")).toBe("all", before + NAMES[i]);
        for (let position = 0; position < NAMES[i].length; position++) {
          for (let way = 0; way < 2; way++) {
            const escaped = escapeAt(NAMES[i], position, way == 1);
            expect(isCandidate("{" + before + escaped + '"}')).toBe(true, escaped);
            const twice = escaped.replace("\\", "\\\\");
            expect(isCandidate("{" + before + twice + '"}')).toBe(true, twice);
            const code = escaped.replace("\\", "\\u005c");
            expect(isCandidate("{" + before + code + '"}')).toBe(true, code);
          }
          expect(countCandidates(before + escapeAt(NAMES[i], position) + '"', "/")).toBe("all");
        }
      }
    }
  });

  it("is true for a name after any byte", () => {
    for (let i = 0; i < NAMES.length; i++) {
      const text = placeLast("." + NAMES[i]);
      for (let byte = 0; byte < 256; byte++) {
        store<u8>(text.start, <u8>byte);
        expect(mayMatch(text.start, text.end)).toBe(true, byte.toString());
      }
    }
  });

  it("searches for u00 from 7 to 14 bytes before the last pair of a name, and nowhere else", () => {
    expect(countCandidates("-Disab\\u006ceKey", "-")).toBe("all", "7 bytes before");
    expect(countCandidates("-Di\\\\\\u00750073ableKey", "-")).toBe("all", "14 bytes before");
    expect(countCandidates("-Sch\\\\\\u00750065duleKey", "-")).toBe("all", "14 bytes before");
    // An escape of anything but an ASCII letter is never part of a name: the prefilter ignores it.
    expect(countCandidates('\\u00e9","a":"EnableKey', "-")).toBe("none");
    expect(countCandidates('EnableKey","a":"\\u00e9', "-")).toBe("none");
  });

  it("reads at least two bytes of every window", () => {
    const text = place("--");
    for (let pair = 0; pair < 65536; pair++) {
      store<u16>(text.start, <u16>pair);
      if (jumpAt(text.start) > FARTHEST) expect(jumpAt(text.start)).toBe(FARTHEST, pair.toString());
    }
  });

  it("is false for names with a letter of leKey missing, changed or in another case", () => {
    expect(countCandidates('"DisableKe"', "-")).toBe("none");
    for (let i = 0; i < NAMES.length; i++) {
      const name = NAMES[i];
      const last = name.indexOf("Key") + 2;
      for (let position = last - 4; position <= last; position++) {
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
    expect(isCandidate('{"eventName":"DescribeKey","eventSource":"kms.amazonaws.com"}')).toBe(false);
    expect(isCandidate('{"eventName":"GenerateDataKey","eventSource":"kms.amazonaws.com"}')).toBe(false);
    expect(isCandidate('{"eventName":"CancelKeyDeletion"}')).toBe(false);
    expect(isCandidate('{"eventName":"ScheduleQueryDeletion"}')).toBe(false);
    expect(isCandidate('{"eventName":"Disable Key"}')).toBe(false);
  });

  it("is false for escapes of characters that are in neither name, and for parts of escapes", () => {
    expect(countCandidates("\\n", "-")).toBe("none", "\\n");
    expect(countCandidates('\\"\\\\\\/\\b\\f\\r\\t', "-")).toBe("none", '\\"\\\\\\/\\b\\f\\r\\t');
    expect(countCandidates("\\u0026", "-")).toBe("none", "\\u0026");
    expect(countCandidates("\\u003c", "-")).toBe("none", "\\u003c");
    expect(countCandidates("\\u0022", "-")).toBe("none", "\\u0022");
    expect(countCandidates("\\U0061", "-")).toBe("none", "\\U0061");
    expect(countCandidates("u", "-")).toBe("none", "u");
    expect(countCandidates("\\", "-")).toBe("none", "\\");
    expect(countCandidates("00", "-")).toBe("none", "00");
    expect(countCandidates("u00", "-")).toBe("none", "u00");
    expect(countCandidates("\\", "\u00dc")).toBe("none", "\\");
  });

  it("reads nothing after the end", () => {
    for (let before = 0; before <= 140; before++) {
      const padding = "-".repeat(before) + '"';
      const name = place(padding + "DisableKe", 'y"');
      expect(mayMatch(name.start, name.end)).toBe(false);
      for (let cut = 1; cut < 6; cut++) {
        const escape = "\\u0061";
        const text = place(padding + "-------" + escape.slice(0, cut), escape.slice(cut) + "bleKey");
        expect(mayMatch(text.start, text.end)).toBe(false, cut.toString());
      }
    }
  });

  it("reads nothing before the start", () => {
    const text = place(
      '"DisableKey" and more text behind it, of about a hundred bytes or so, which is what it takes for three',
    );
    for (let first = 0; first < 12; first++) {
      for (let length = 0; text.start + first + length <= text.end; length++) {
        const found = mayMatch(text.start + first, text.start + first + length);
        if (first > 4) expect(found).toBe(false);
      }
    }
    expect(mayMatch(text.start, text.end)).toBe(true);
  });

  it("reads nothing before the start of memory", () => {
    // The specs keep nothing in the first 1,024 bytes.
    for (let length = 0; length < 200; length++) {
      memory.fill(0, 0x2d, length);
      expect(mayMatch(0, length)).toBe(false);
      memory.fill(0, 0x30, length);
      expect(mayMatch(0, length)).toBe(false);
    }
    memory.fill(0, 0, 200);
  });

  it("reads nothing after the end if one of its three searches is held up", () => {
    for (let length = 96; length <= 420; length++) {
      const third = length / 3;
      for (let position = third; position <= third + 10; position++) {
        // The first search ends with a hit while the last one has far to go.
        const text = placeLast("-".repeat(length));
        store<u16>(text.start + position, 0x3030);
        store<u16>(text.start + 2 * third + 7, 0x3030);
        expect(mayMatch(text.start, text.end)).toBe(false, `${position} of ${length}`);
      }
    }
  });

  it("is false for short texts, including the empty one", () => {
    for (let length = 0; length < 11; length++) {
      expect(isCandidate('"DisableKey'.slice(0, length))).toBe(false, length.toString());
    }
  });

  it("finds a name next to any other byte", () => {
    let wrong = "";
    const text = place("-".repeat(300));
    for (let byte = 0; byte < 256; byte++) {
      for (let position = 1; position < 280; position += 3) {
        const name = place('"DisableKey');
        memory.copy(text.start + position, name.start, name.end - name.start);
        store<u8>(text.start + position - 1, <u8>byte);
        store<u8>(text.start + position + 11, <u8>byte);
        if (!mayMatch(text.start, text.end)) wrong += `${byte} at ${position}; `;
        memory.fill(text.start + position - 1, 0x2d, 13);
      }
    }
    expect(wrong.slice(0, 200)).toBe("");
  });
});
