/**
 * The tests of the rule's table: whether a value is what the rule names, one bit each. Caller: as for json/cursor.ts.
 */
import { isSameBytes } from "../bytes/words";
import { QUOTE, isDigit } from "../json/chars";
import { notedEnd } from "../json/ends";
import { CLOSING, lastUnit, matchBytes, readUnit } from "../json/text";
import { ClueEntry, Layout, TestEntry, TestKind } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";

/** What a value is: a number or boolean; a text without escapes and with a known end; any other text. */
const enum Form {
  SCALAR,
  PLAIN,
  TEXT,
}

/** Returns the entry of a clue. */
// @ts-ignore: decorator
@inline
function entryOf(clue: i32): usize {
  return RULE_TABLE + load<u16>(RULE_TABLE, Layout.CLUES) + <usize>clue * ClueEntry.BYTES;
}

/** Returns the schemas that have a clue, one bit each by their number. */
export function schemasOf(clue: i32): u32 {
  return load<u8>(entryOf(clue), ClueEntry.SCHEMAS);
}

/** Reports whether the value of a clue counts as a whole, not by its elements. */
export function isWhole(clue: i32): bool {
  return load<u8>(entryOf(clue), ClueEntry.IS_WHOLE) != 0;
}

/** Returns the tests of a clue that the value at `value` meets. */
export function testValue(clue: i32, value: usize): u64 {
  if (load<u8>(value) != QUOTE) return testAt(clue, value, Form.SCALAR, 0);
  const noted = notedEnd(value);
  return noted > 0 ? testAt(clue, value + 1, Form.PLAIN, noted - 1) : testText(clue, value + 1, 0);
}

/**
 * Returns the tests that a text meets: from `text`, inside a string, to `stop`, or to the closing quote if that is 0.
 */
export function testText(clue: i32, text: usize, stop: usize): u64 {
  return testAt(clue, text, Form.TEXT, stop);
}

function testAt(clue: i32, at: usize, form: Form, stop: usize): u64 {
  const entry = entryOf(clue);
  const end = RULE_TABLE + load<u16>(entry, ClueEntry.TESTS_END);
  let bits: u64 = 0;
  for (let test = RULE_TABLE + load<u16>(entry, ClueEntry.TESTS); test < end; test += TestEntry.BYTES) {
    if (isMet(test, at, form, stop)) bits |= (<u64>1) << load<u8>(test, TestEntry.BIT);
  }
  return bits;
}

function isMet(test: usize, at: usize, form: Form, stop: usize): bool {
  const kind = <u32>load<u8>(test, TestEntry.KIND);
  if (kind == TestKind.EXISTS) return true;
  const wanted = RULE_TABLE + load<u16>(test, TestEntry.TEXT);
  const length = <usize>load<u8>(test, TestEntry.LENGTH);
  const end = wanted + length;
  if (form == Form.SCALAR) return kind == TestKind.SCALAR && isScalarText(at, wanted, end);
  if (kind == TestKind.WILDCARD) return matchWildcard(at, stop, wanted, end);
  if (form == Form.PLAIN) return stop - at == length && isSameBytes(at, wanted, length);
  const after = matchBytes(at, wanted, end);
  return after != 0 && (stop == 0 ? load<u8>(after) == QUOTE : after == stop);
}

/**
 * Reports whether the number or boolean at `value` reads as the bytes in [wanted, end), without a fraction of zeros.
 */
function isScalarText(value: usize, wanted: usize, end: usize): bool {
  // Byte by byte: it may be shorter. What follows it in its object or array ends the loop.
  for (; wanted < end; wanted++, value++) {
    if (load<u8>(value) != load<u8>(wanted)) return false;
  }
  if (load<u8>(value) == 0x2e) {
    do value += 1;
    while (load<u8>(value) == 0x30);
  }
  const byte = <u32>load<u8>(value);
  return !isDigit(byte) && (byte | 0x20) != 0x65;
}

/**
 * Reports whether the text from `text` to `stop`, or to the closing quote if that is 0, is the one in [part, end), in
 * which a NUL is any text. At worst each part is tried at each position: a table's texts are short.
 */
function matchWildcard(text: usize, stop: usize, part: usize, end: usize): bool {
  /** The part after the last wildcard, and the address at which it is tried. */
  let tried: usize = 0;
  let triedAt: usize = 0;
  while (true) {
    if (part < end && load<u8>(part) == 0) {
      part += 1;
      if (part == end) return true;
      tried = part;
      triedAt = text;
      continue;
    }
    const next = readUnit(text);
    const unit = lastUnit();
    const isOver = stop == 0 ? unit == CLOSING : text == stop;
    if (isOver) return part == end;
    if (part < end && unit == <i32>load<u8>(part)) {
      part += 1;
      text = next;
      continue;
    }
    if (tried == 0) return false;
    part = tried;
    triedAt = text = readUnit(triedAt);
  }
}
