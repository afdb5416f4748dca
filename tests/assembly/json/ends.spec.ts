import { knownEnd, noteEnd, notedEnd } from "../../../assembly/json/ends";
import { skipString, skipValue } from "../../../assembly/json/cursor";
import { isJsonText } from "../../../assembly/json/validate";
import { place } from "../support/text";

describe("ends", () => {
  it("returns 0 for what was not noted", () => {
    expect(knownEnd(1 << 20)).toBe(0);
  });

  it("returns an end, and whether there is a backslash", () => {
    noteEnd(4096, 4100);
    noteEnd(4097, 4110, true);
    expect(knownEnd(4096)).toBe(4100);
    expect(notedEnd(4096) < 0).toBe(false);
    expect(knownEnd(4097)).toBe(4110);
    expect(notedEnd(4097) < 0).toBe(true);
  });

  it("forgets an entry when another takes its slot, and confuses neither", () => {
    noteEnd(4096, 4100);
    noteEnd(4096 + 2048, 6200);
    expect(knownEnd(4096)).toBe(0);
    expect(knownEnd(4096 + 2048)).toBe(6200);
    noteEnd(4096 + 2048, 0);
    expect(knownEnd(4096 + 2048)).toBe(0);
  });

  it("match those that the cursor finds, for every value of a checked text", () => {
    const text = place('{"a":"b","c\\"":["d",{"e":[]},"\\\\",1,{}],"f":{"g":{"h":"i"}},"j":"' + "k".repeat(40) + '"}');
    expect(isJsonText(text.start, text.end)).toBe(true);
    let noted = 0;
    for (let at = text.start; at < text.end; at++) {
      const end = knownEnd(at);
      if (end == 0) continue;
      noted += 1;
      const isEscaped = notedEnd(at) < 0;
      noteEnd(at, 0);
      expect(skipValue(at, text.end)).toBe(end);
      if (load<u8>(at) == 0x22) {
        let holds = false;
        for (let inside = at + 1; inside < skipString(at, text.end); inside++)
          holds = holds || load<u8>(inside) == 0x5c;
        expect(isEscaped).toBe(holds);
      }
    }
    expect(noted).toBe(20);
  });

  it("are not those of an earlier text at the same address", () => {
    const text = place('{"a":"' + "x".repeat(100) + '"}');
    expect(isJsonText(text.start, text.end)).toBe(true);
    // Also deeper than the noted levels; each bracket where something else ended elsewhere before.
    for (let depth = 1; depth < 45; depth++) {
      memory.fill(text.start, 0x20, text.end - text.start);
      for (let level = 0; level < depth; level++) {
        store<u8>(text.start + level, 0x5b);
        store<u8>(text.start + depth + level, 0x5d);
      }
      expect(isJsonText(text.start, text.end)).toBe(true);
      for (let level = 0; level < depth; level++) {
        expect(skipValue(text.start + level, text.end)).toBe(text.start + 2 * depth - level);
      }
    }
  });
});
