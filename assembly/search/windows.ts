/**
 * The windows that the prefilter looks for: 11 bytes such that every text with an anchor of the rule holds one of them,
 * however it is written. An anchor is a stretch of a name: 9 to 11 letters and digits of ASCII. src/rules/anchors.ts chooses
 * them, refuses a rule without one, and makes sure that their last pairs are rare, since the search stops at those.
 *
 * JSON writes a letter as it is or as `\u00` and two digits. In a string in a string the backslash is itself written
 * `\\` or `\u005c`, and any letter or digit of the escape may be escaped again, and so on. So the text of an anchor, from
 * its first letter or backslash to its last letter, is made of its letters, backslashes, `u` and the digits of
 * codes; and each of its escaped letters holds `u00` as it is, with a code's two digits after one such (the escape of the
 * outermost level that escapes anything there). What is before the anchor may be anything: a quote, as in most records, or
 * `kms.amazonaws.com/`. Of an anchor of n letters:
 *
 * 1. No letter is escaped: a window ends where the anchor does, with 11 - n bytes before it.
 * 2. A `u00` has n - 3 bytes of that text before it: a window ends there, with 11 - n bytes before the anchor.
 * 3. Neither. Then one letter is escaped, among the first n - 4, by one `u00`; only the first letter can take two (`\\u00`
 *    and a digit that is itself escaped, or `\u005cu00`), since more would put n - 3 bytes before the second. The rest is
 *    unescaped, four letters at least: a window ends where the anchor does. Unless the last eight letters are unescaped, the
 *    `u00` begins 7 to 14 bytes before the last pair (14: `Di\\\u00750073ableKey`).
 *
 * The code below tells of every pair of bytes in such windows how near to the end it can be. Too near costs time; too far
 * would be a lost detection. The spec tries escapes of all kinds at all levels.
 */
import { Anchor } from "../table/generated/layout";
import { anchorAt, anchorCount, sizeOf } from "./anchors";
import { WINDOW, allowPair } from "./pair-search";
import { BACKSLASH } from "../json/chars";

const U: u32 = 0x75;
const ZERO: u32 = 0x30;
/** The nearest a pair can be to the end of a window that ends in a backslash and `u00`. */
const BEFORE_ESCAPE: i32 = 4;
/** The digits that codes of ASCII letters, digits and the backslash begin with: 3 to 7. */
const FIRST_CODE_DIGIT: u32 = 0x33;
const LAST_CODE_DIGIT: u32 = 0x37;

/** Allows the windows of all anchors. */
export function allowAnchors(): void {
  allowEscapes();
  for (let index = 0; index < anchorCount(); index++) allowAnchor(anchorAt(index));
}

/** Allows the pairs that an escape of anything can hold. */
function allowEscapes(): void {
  allowPair(ZERO, ZERO, 0);
  allowPair(U, ZERO, 1);
  // A backslash ends in one, or in the last digit of its code: c, or 3 if that is itself escaped (\u0063, \u0043).
  allowPair(BACKSLASH, U, 2);
  allowPair(0x63, U, 2);
  allowPair(0x43, U, 2);
  allowPair(0x33, U, 2);
  for (let byte: u32 = 0; byte < 256; byte++) {
    allowPair(byte, BACKSLASH, 3);
  }
  allowCode(BACKSLASH, 3);
  allowCode(0x63, 3);
  allowCode(0x43, 3);
  allowCode(U, BEFORE_ESCAPE);
  for (let digit = ZERO; digit <= 0x39; digit++) allowCode(digit, BEFORE_ESCAPE);
  for (let letter: u32 = 0x61; letter <= 0x66; letter++) {
    allowCode(letter, BEFORE_ESCAPE);
    allowCode(letter - 0x20, BEFORE_ESCAPE);
  }
  for (let digit = FIRST_CODE_DIGIT; digit <= LAST_CODE_DIGIT; digit++) allowPair(ZERO, digit, BEFORE_ESCAPE);
  // An escaped u, and the code after it.
  allowPair(0x35, ZERO, BEFORE_ESCAPE);
}

/** Allows the pairs of an anchor's letters, each as it is or escaped. Windows of case 3 end where the anchor does. */
function allowAnchor(anchor: usize): void {
  const size = sizeOf(anchor);
  const letters = anchor + Anchor.LETTERS_END - size;
  const last = <i32>size - 1;
  // Of ten letters, one byte is before them in a window that ends where they do; of nine, two.
  if (size < WINDOW) allowAny(load<u8>(letters), last);
  if (size < WINDOW - 1) for (let byte: u32 = 0; byte < 256; byte++) allowAny(byte, last + 1);
  for (let index = 0; index <= last; index++) {
    const letter = <u32>load<u8>(letters + index);
    // After an escape that is not among the first six, only windows of case 2 go on.
    const afterCode = index < 6 ? min(last - index, BEFORE_ESCAPE) : BEFORE_ESCAPE;
    allowPair(ZERO, ZERO + (letter >> 4), afterCode + 1);
    allowCode(letter, afterCode);
    if (index == last) break;
    const next = <u32>load<u8>(letters + index + 1);
    allowPair(letter, next, min(last - index - 1, BEFORE_ESCAPE));
    const digit = lowDigit(letter);
    allowPair(digit, next, afterCode - 1);
    // The digit in upper case, or the last one of its own code.
    if (digit > 0x39) {
      allowPair(digit - 0x20, next, afterCode - 1);
      allowPair(lowDigit(digit), next, afterCode - 1);
    }
  }
}

/** Allows the pairs of any byte and `second`. */
function allowAny(second: u32, after: i32): void {
  for (let byte: u32 = 0; byte < 256; byte++) allowPair(byte, second, after);
}

/** Allows the two digits of the code of `letter`, in lower or upper case. */
function allowCode(letter: u32, after: i32): void {
  const digit = lowDigit(letter);
  allowPair(ZERO + (letter >> 4), digit, after);
  if (digit > 0x39) allowPair(ZERO + (letter >> 4), digit - 0x20, after);
}

/** Returns the last hexadecimal digit of a code, in lower case. */
export function lowDigit(letter: u32): u32 {
  const value = letter & 15;
  return value < 10 ? ZERO + value : 0x57 + value;
}
