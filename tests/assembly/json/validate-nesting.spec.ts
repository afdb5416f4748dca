import { NOTES, NOTES_SIZE } from "../../../assembly/json/ends";
import { allocate, recycle } from "../../../assembly/bytes/arena";
import { isJsonText } from "../../../assembly/json/validate";
import { placeBytesLast } from "../support/text";

/** A text being built; its length follows. */
let buffer: usize = 0;
let length: i32 = 0;

function put(text: string): void {
  for (let i = 0; i < text.length; i++) store<u8>(buffer + length++, <u8>text.charCodeAt(i));
}

/** Returns whether a level is an object. */
type Pattern = (level: i32) => bool;

const allObjects: Pattern = () => true;
const allArrays: Pattern = (level) => level == 0;
/** With an array around everything, which allows only brackets. */
const nothingButArrays: Pattern = () => false;
const alternating: Pattern = (level) => level % 2 == 0;
const alternatingInArray: Pattern = (level) => level % 2 == 1;
/** Irregular, so that no bit equals another's by pattern. */
const irregular: Pattern = (level) => level == 0 || (((<u32>level * 2654435761) >> 15) & 1) != 0;

/** Builds a text of `levels` nested brackets. */
function build(pattern: Pattern, levels: i32): void {
  length = 0;
  for (let level = 0; level < levels; level++) {
    if (!pattern(level)) put("[");
    else if (level + 1 < levels) put('{"k":');
    else put("{");
  }
  for (let level = levels - 1; level >= 0; level--) put(pattern(level) ? "}" : "]");
}

/** Closes `level` of the built text with the other kind of bracket: ] and } differ in one bit. */
function swapClosing(level: i32): void {
  const at = buffer + length - 1 - level;
  store<u8>(at, load<u8>(at) ^ 0x20);
}

function isBuiltValid(): bool {
  const placed = placeBytesLast(buffer, length);
  return isJsonText(placed.start, placed.end);
}

const LEVELS: StaticArray<i32> = [1, 2, 7, 8, 9, 63, 64, 65, 4088, 4095, 4096, 4097, 4098, 4104, 8192, 100000];

/** The numbers of levels that are not accepted, and those that are with one bracket swapped, added or missing. */
function compareLevels(pattern: Pattern): string {
  let wrong = "";
  for (let i = 0; i < LEVELS.length; i++) {
    const levels = LEVELS[i];
    build(pattern, levels);
    if (!isBuiltValid()) wrong += `${levels} refused; `;
    length -= 1;
    if (isBuiltValid()) wrong += `${levels} without the last bracket accepted; `;
    build(pattern, levels);
    put("}");
    if (isBuiltValid()) wrong += `${levels} with a brace after accepted; `;
    length -= 1;
    const swaps: StaticArray<i32> = [0, 1, levels / 2, 511, 512, 4094, 4095, 4096, 4097, levels - 2, levels - 1];
    for (let j = 0; j < swaps.length; j++) {
      if (swaps[j] < 0 || swaps[j] >= levels) continue;
      swapClosing(swaps[j]);
      if (isBuiltValid()) wrong += `${levels} with level ${swaps[j]} closed wrongly accepted; `;
      swapClosing(swaps[j]);
    }
  }
  return wrong;
}

describe("nesting", () => {
  beforeAll(() => {
    buffer = heap.alloc(2000000);
  });

  it("of objects is checked at every number of levels", () => {
    expect(compareLevels(allObjects)).toBe("");
  });

  it("of arrays is checked at every number of levels", () => {
    expect(compareLevels(allArrays)).toBe("");
    expect(compareLevels(nothingButArrays)).toBe("");
  });

  it("of alternating objects and arrays is checked at every number of levels", () => {
    expect(compareLevels(alternating)).toBe("");
    expect(compareLevels(alternatingInArray)).toBe("");
  });

  it("of irregular objects and arrays is checked at every number of levels", () => {
    expect(compareLevels(irregular)).toBe("");
  });

  it("of an irregular kind is checked at every one of 5,000 levels", () => {
    let wrong = "";
    build(irregular, 5000);
    for (let level = 0; level < 5000; level++) {
      swapClosing(level);
      if (isBuiltValid()) wrong += level.toString() + " ";
      swapClosing(level);
    }
    expect(wrong).toBe("");
    expect(isBuiltValid()).toBe(true);
  });

  it("of a million levels is valid if balanced, and invalid otherwise", () => {
    length = 0;
    put('{"a":');
    memory.fill(buffer + length, 0x5b, 900000);
    length += 900000;
    memory.fill(buffer + length, 0x5d, 900000);
    length += 900000;
    put("}");
    expect(isBuiltValid()).toBe(true);
    store<u8>(buffer + length - 2, 0x7d);
    expect(isBuiltValid()).toBe(false);
  });

  it("that is never closed is invalid", () => {
    const counts: StaticArray<i32> = [1, 4095, 4096, 4097, 4110, 100000, 1000000];
    for (let i = 0; i < counts.length; i++) {
      length = 0;
      put('{"a":');
      memory.fill(buffer + length, 0x5b, counts[i]);
      length += counts[i];
      expect(isBuiltValid()).toBe(false, counts[i].toString());
    }
  });

  it("may go up and down many times", () => {
    length = 0;
    put('{"a":[');
    for (let times = 0; times < 20; times++) {
      for (let level = 0; level < 4100; level++) put(level % 3 == 0 ? '{"b":' : "[");
      put("null");
      for (let level = 4099; level >= 0; level--) put(level % 3 == 0 ? "}" : "]");
      put(times < 19 ? "," : "]}");
    }
    expect(isBuiltValid()).toBe(true);
    // Swap one pair of brackets in the last descent.
    for (let at = length - 3000; at < length; at++) {
      if (load<u8>(buffer + at) == 0x5d && load<u8>(buffer + at + 1) == 0x7d) {
        store<u16>(buffer + at, 0x5d7d);
        break;
      }
    }
    expect(isBuiltValid()).toBe(false);
  });

  it("is noted after the blocks of the arena, none of which changes", () => {
    build(irregular, 100000);
    recycle();
    const first = allocate(100);
    const record = allocate(length);
    memory.fill(first, 0xee, 100);
    memory.copy(record, buffer, length);
    expect(isJsonText(record, record + length)).toBe(true);
    expect(memory.compare(record, buffer, length)).toBe(0);
    for (let at = first; at < first + 100; at++) assert(load<u8>(at) == 0xee, "a block changed");
  });

  it("changes at most 512 bytes of static memory", () => {
    const statics = __data_end;
    const before = heap.alloc(statics);
    for (let times = 0; times < 2; times++) {
      // 4,096 levels and those that share a byte with the first one beyond, then far more.
      for (let levels = 4090; levels <= 100000; levels += levels < 4120 ? 1 : 95000) {
        // After its opposite, every bit has to change.
        build(times == 0 ? allArrays : allObjects, levels);
        isBuiltValid();
        build(times == 0 ? allObjects : allArrays, levels);
        const placed = placeBytesLast(buffer, length);
        memory.copy(before, 0, statics);
        isJsonText(placed.start, placed.end);
        let first: usize = 0;
        let last: usize = 0;
        for (let at: usize = 0; at < statics; at++) {
          // Where values end is noted elsewhere, in the same number of bytes for any text.
          if (at >= NOTES && at < NOTES + NOTES_SIZE) continue;
          if (load<u8>(at) == load<u8>(before + at)) continue;
          if (first == 0) first = at;
          last = at;
        }
        // From 4,089 levels on, all of them are in use; those beyond 4,096 are noted elsewhere.
        expect(last - first).toBe(511, levels.toString() + " levels");
      }
    }
  });

  it("of one record does not affect the next", () => {
    build(allArrays, 100000);
    length -= 50000;
    expect(isBuiltValid()).toBe(false);
    length = 0;
    put('{"a":[{}]}');
    expect(isBuiltValid()).toBe(true);
    length = 0;
    put("{}]");
    expect(isBuiltValid()).toBe(false);
  });
});
