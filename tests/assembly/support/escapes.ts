/** Texts with random escapes, as in strings in strings; the same in every run. */
let state: u32 = 1;

/** Whether an event with a probability of `share` percent happens. */
export function chance(share: u32): bool {
  // Numerical Recipes' linear congruential generator; the high bits are the random ones.
  state = state * 1664525 + 1013904223;
  return (state >> 16) % 100 < share;
}

const DIGITS = "0123456789abcdef0123456789ABCDEF";

/** Units that a text is built of: put together as strings, each would take its own memory. */
const ROOM: i32 = 65536;
const units = heap.alloc(2 * ROOM);
let built: i32 = 0;

export function putUnit(unit: i32): void {
  assert(built < ROOM, "no room");
  store<u16>(units + 2 * built++, <u16>unit);
}

/** Puts a unit below 256 as an escape, with its last digit in upper or lower case. */
export function putEscape(unit: i32, isUpper: bool): void {
  putUnit(0x5c);
  putUnit(0x75);
  putUnit(0x30);
  putUnit(0x30);
  putUnit(DIGITS.charCodeAt(unit >> 4));
  putUnit(DIGITS.charCodeAt((unit & 15) + (isUpper ? 16 : 0)));
}

/** Puts a unit as JSON has it inside a string. */
export function putPlain(unit: i32): void {
  if (unit == 0x5c || unit == 0x22) putUnit(0x5c);
  putUnit(unit);
}

/** The text of the units put since the last call. */
export function takeText(): string {
  const text = String.UTF16.decodeUnsafe(units, 2 * built);
  built = 0;
  return text;
}

export function escape(unit: i32): string {
  putEscape(unit, chance(50));
  return takeText();
}

/** `text` as the inside of a string, with backslashes and other characters escaped in that many percent of cases. */
export function encode(text: string, backslash: u32, other: u32): string {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (chance(unit == 0x5c ? backslash : other)) putEscape(unit, chance(50));
    else putPlain(unit);
  }
  return takeText();
}

export function pick(shares: StaticArray<u32>): u32 {
  state = state * 1664525 + 1013904223;
  return shares[(state >> 16) % shares.length];
}

export const RATES: StaticArray<u32> = [0, 0, 10, 40, 100];
export const BACKSLASH_RATES: StaticArray<u32> = [0, 50, 100];
/** Escapes a random share of the letters, spread over the name, at the innermost level. */
export function spell(name: string): string {
  const share = pick(RATES);
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index);
    if (chance(share)) putEscape(unit, chance(50));
    else putUnit(unit);
  }
  return takeText();
}
