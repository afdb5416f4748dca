/** Texts with random escapes, as in strings in strings; the same in every run. */
let state: u32 = 1;

/** Whether an event with a probability of `share` percent happens. */
export function chance(share: u32): bool {
  // Numerical Recipes' linear congruential generator; the high bits are the random ones.
  state = state * 1664525 + 1013904223;
  return (state >> 16) % 100 < share;
}

export const DIGITS = "0123456789abcdef0123456789ABCDEF";

export function escape(unit: i32): string {
  const upper = chance(50) ? 16 : 0;
  return "\\u00" + DIGITS.charAt(unit >> 4) + DIGITS.charAt((unit & 15) + upper);
}

/** `text` as the inside of a string, with backslashes and other characters escaped in that many percent of cases. */
export function encode(text: string, backslash: u32, other: u32): string {
  let all = "";
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (chance(unit == 0x5c ? backslash : other)) all += escape(unit);
    else if (unit == 0x5c || unit == 0x22) all += "\\" + String.fromCharCode(unit);
    else all += String.fromCharCode(unit);
  }
  return all;
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
  let all = "";
  for (let index = 0; index < name.length; index++) {
    all += chance(share) ? escape(name.charCodeAt(index)) : name.charAt(index);
  }
  return all;
}
