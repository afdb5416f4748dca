import { allocate, claimedEnd, hasClaims, recycle, release } from "../../../assembly/bytes/arena";
import { namesAction } from "../../../assembly/search/names-action";
import { quoted } from "../support/envelopes";
import { place, placeLast } from "../support/text";

/** Whether a text, at the end of memory if possible, names an action; asserts that nothing stays claimed. */
function isNamed(text: string): bool {
  // Claims must not grow memory, or something would follow the text.
  release(allocate(2 * <usize>String.UTF8.byteLength(text) + 4096));
  recycle();
  const placed = placeLast(text);
  const before = claimedEnd();
  const answer = namesAction(placed.start, placed.end);
  assert(claimedEnd() == before && !hasClaims(), "memory stays claimed");
  assert(String.UTF8.decodeUnsafe(placed.start, placed.length) == text, "the text changed");
  return answer;
}

const NAMES: StaticArray<string> = ["DisableKey", "ScheduleKeyDeletion"];

/** `text` with the character at `position` as an escape. */
function escapeAt(text: string, position: i32): string {
  const code = text.charCodeAt(position).toString(16);
  return text.slice(0, position) + "\\u" + code.padStart(4, "0") + text.slice(position + 1);
}

/** The inside of a string nested in `levels` strings, without its quotes. */
function inStrings(text: string, levels: i32): string {
  for (let level = 0; level < levels; level++) text = quoted(text).slice(1, -1);
  return text;
}

describe("namesAction", () => {
  it("finds either name anywhere, unescaped", () => {
    for (let i = 0; i < NAMES.length; i++) {
      expect(isNamed(NAMES[i])).toBe(true);
      expect(isNamed("x" + NAMES[i] + "x")).toBe(true);
      expect(isNamed('{"eventName":"' + NAMES[i] + '"}')).toBe(true);
      expect(isNamed("not JSON: kms.amazonaws.com/" + NAMES[i] + "Rotation")).toBe(true);
    }
    expect(isNamed("DDDisableKey")).toBe(true);
    expect(isNamed("DisableDisableKey")).toBe(true);
    expect(isNamed("SScheduleKeyDeletion")).toBe(true);
  });

  it("finds no part of one, and none in another case", () => {
    for (let i = 0; i < NAMES.length; i++) {
      const name = NAMES[i];
      for (let length = 1; length < name.length; length++) expect(isNamed(name.slice(0, length))).toBe(false);
      for (let at = 0; at < name.length; at++) {
        expect(isNamed(name.slice(0, at) + "_" + name.slice(at + 1))).toBe(false);
        expect(isNamed(name.slice(0, at) + name.slice(at + 1))).toBe(false);
        const other = String.fromCharCode(name.charCodeAt(at) ^ 0x20);
        expect(isNamed(name.slice(0, at) + other + name.slice(at + 1))).toBe(false);
      }
    }
    expect(isNamed("ScheduleKey")).toBe(false);
    expect(isNamed("EnableKey DescribeKey CancelKeyDeletion Disable Key")).toBe(false);
  });

  it("reads nothing after the end, and nothing before the start", () => {
    const text = place("xDisableKeyx");
    expect(namesAction(text.start, text.end - 2)).toBe(false);
    expect(namesAction(text.start + 2, text.end)).toBe(false);
    expect(namesAction(text.start + 1, text.end - 1)).toBe(true);
    const escaped = place("\\u0044isableKe\\u0079");
    for (let cut = 1; cut <= 6; cut++) expect(namesAction(escaped.start, escaped.end - cut)).toBe(false);
    expect(namesAction(escaped.start, escaped.end)).toBe(true);
  });

  it("finds a name with any letters escaped, in up to five strings", () => {
    for (let i = 0; i < NAMES.length; i++) {
      for (let at = 0; at < NAMES[i].length; at++) {
        const once = escapeAt(NAMES[i], at);
        for (let levels = 0; levels < 5; levels++) {
          expect(isNamed(inStrings(once, levels))).toBe(true, inStrings(once, levels));
        }
        expect(isNamed(inStrings(once, 5))).toBe(false, "a sixth round");
      }
      let all = "";
      for (let at = 0; at < NAMES[i].length; at++) all += escapeAt(NAMES[i].charAt(at), 0);
      expect(isNamed(all)).toBe(true);
      expect(isNamed(all.toUpperCase().replaceAll("\\U", "\\u"))).toBe(true);
    }
  });

  it("decodes the escapes of each round separately", () => {
    // The round of the outermost string yields the backslash of the next one.
    expect(isNamed("\\u005cu0044isableKey")).toBe(true);
    expect(isNamed("\\u005c\\u0075\\u0030044isableKey")).toBe(true);
    expect(isNamed("\\u005cu005cu005cu005cu0044isableKey")).toBe(true);
    expect(isNamed("\\u005cu005cu005cu005cu005cu0044isableKey")).toBe(false);
    // If decoded twice in one round, it would be a name one round earlier.
    expect(isNamed("\\\\".repeat(8) + "u0044isableKey")).toBe(true);
    expect(isNamed("\\\\".repeat(16) + "u0044isableKey")).toBe(false);
  });

  it("also decodes every other escape, which may be a step towards a name", () => {
    expect(isNamed('Disable\\"Key')).toBe(false);
    expect(isNamed("Disable\\/Key")).toBe(false);
    expect(isNamed("Disable\\nKey")).toBe(false);
    expect(isNamed('\\b\\f\\n\\r\\t\\/\\"\\\\\\u0044isableKey')).toBe(true);
    expect(isNamed("\\u00e9\\u20ac\\ud83d\\udd11\\ud83d\\u0044isableKey")).toBe(true);
    expect(isNamed("\\\\nDisableKey")).toBe(true);
  });

  it("leaves alone what is not an escape", () => {
    expect(isNamed("\\x\\u00\\u12g4\\U0044\\u0044isableKey")).toBe(true);
    expect(isNamed("\\u004")).toBe(false);
    expect(isNamed("\\u00g4isableKey")).toBe(false);
    expect(isNamed("\\U0044isableKey")).toBe(false);
    expect(isNamed("\\x44isableKey")).toBe(false);
    expect(isNamed("u0044isableKey")).toBe(false);
    expect(isNamed("Disable\\Key")).toBe(false);
    expect(isNamed("DisableKe\\")).toBe(false);
    expect(isNamed("\\u0144isableKey")).toBe(false);
    expect(isNamed("\\u4400isableKey")).toBe(false);
  });

  it("finds a name in a text with bytes that are not UTF-8", () => {
    const text = placeLast('{"a":"..DisableKey..","b":"\\u0061"');
    for (let byte = 0x80; byte < 256; byte++) {
      store<u8>(text.start + 7, <u8>byte);
      store<u8>(text.start + 18, <u8>byte);
      expect(namesAction(text.start, text.end)).toBe(true, byte.toString());
    }
  });

  it("takes as much memory as the text is long, and releases it", () => {
    const text = place("\\u0061".repeat(50000));
    release(allocate(text.length));
    recycle();
    const before = memory.size();
    for (let round = 0; round < 20; round++) expect(namesAction(text.start, text.end)).toBe(false, round.toString());
    expect(memory.size() - before).toBe(0);
    expect(hasClaims()).toBe(false);
  });
});
